import { Button, Drawer, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { call, type CallFailed } from '../bridge.ts';
import { plain } from '../components/visible.ts';
import { Failure } from '../components/failure.tsx';
import { useSheet } from '../state/sheet.ts';
import { failureOf, useCall } from '../state/use-call.ts';
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
  const recent = useCall('outputs.recent', sheet ? {} : null, sheet?.computers).value?.scripts ?? [];
  const earlier = recent.filter(({ shell }) => shell === 'sh');
  const start = async (): Promise<void> => {
    if (!sheet) return;
    setBusy(true);
    setFailed(null);
    try {
      const { batch } = await call('runs.script', { computers: sheet.computers, text, shell: 'sh', targetText: sheet.targetText });
      close();
      go(`/outputs/${batch}`);
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
        {earlier.length > 0 && (
          <Select
            aria-label={t('outputs.recent')}
            placeholder={t('outputs.recentChoose')}
            data={earlier.map((script) => ({ value: script.batch, label: firstLine(script.text) }))}
            value={null}
            maxDropdownHeight={320}
            onChange={(batch) => setText(earlier.find((script) => script.batch === batch)?.text ?? text)}
          />
        )}
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

const LABEL = 80;

function firstLine(script: string): string {
  const lines = script.trim().split('\n');
  const [first = ''] = lines;
  return plain(lines.length > 1 || first.length > LABEL ? `${first.slice(0, LABEL)} ...` : first);
}
