import { Button, Drawer, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { call, type CallFailed } from '../bridge.ts';
import { Failure } from '../components/failure.tsx';
import { useSheet } from '../state/sheet.ts';
import { failureOf } from '../state/use-call.ts';
import classes from './run-maintenance.module.css';

/** One script, now, on the computers that were chosen; recorded like any other session. */
export function RunScript() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { open, close } = useSheet();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const sheet = open?.kind === 'run-script' ? open : null;
  const n = sheet?.computers.length ?? 0;
  const start = async (): Promise<void> => {
    if (!sheet) return;
    setBusy(true);
    setFailed(null);
    try {
      await call('runs.script', { computers: sheet.computers, text, shell: 'sh', targetText: sheet.targetText });
      close();
      go('/active');
    } catch (error) {
      setFailed(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Drawer
      opened={sheet !== null}
      onClose={close}
      position="right"
      size={640}
      title={t('action.runScript')}
      classNames={{ title: classes.title, header: classes.header, body: classes.body }}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <div className={classes.script}>
        <p className={classes.muted}>{t('run.scriptHint')}</p>
        <Textarea
          aria-label={t('run.script')}
          data-autofocus
          autosize
          minRows={14}
          maxRows={28}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && text.trim() !== '') void start();
          }}
        />
        {failed && <Failure failed={failed} />}
      </div>
      <div className={classes.foot}>
        <span className={classes.muted}>{sheet?.targetText}</span>
        <Button onClick={close}>{t('action.cancel')}</Button>
        <Button variant="filled" disabled={busy || text.trim() === ''} onClick={() => void start()}>
          {t('run.runOn', { count: n })}
        </Button>
      </div>
    </Drawer>
  );
}
