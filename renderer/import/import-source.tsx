import { Button, Textarea } from '@mantine/core';
import { FileDown, FolderOpen, KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportSource } from '../../shared/api/imports.ts';
import { call, type CallFailed } from '../bridge.ts';
import { Failure } from '../components/failure.tsx';
import { failureOf } from '../state/use-call.ts';
import classes from './import.module.css';

/** Where from: a file that is dropped or chosen, the account's own ssh config, or what is pasted. */
export function ImportSourceChoice({ onChosen }: { onChosen: (source: ImportSource) => void }) {
  const { t } = useTranslation();
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const [missing, setMissing] = useState(false);
  const [text, setText] = useState('');
  const take = async (asked: Promise<{ source: ImportSource | null }>, own = false): Promise<void> => {
    setFailed(null);
    setMissing(false);
    try {
      const { source } = await asked;
      if (source) onChosen(source);
      else setMissing(own);
    } catch (error) {
      setFailed(failureOf(error));
    }
  };
  return (
    <div className={classes.choice}>
      {failed && <Failure failed={failed} />}
      <section className={classes.zone} aria-label={t('import.from')}>
        <FileDown size={28} strokeWidth={1.5} aria-hidden />
        <h2>{t('import.drop')}</h2>
        <p>{t('import.dropText')}</p>
        <div className={classes.zoneButtons}>
          <Button variant="filled" leftSection={<FolderOpen size={14} />} onClick={() => void take(call('import.choose', {}))}>
            {t('import.choose')}
          </Button>
          <Button leftSection={<KeyRound size={14} />} onClick={() => void take(call('import.ssh-config', {}), true)}>
            {t('import.own')}
          </Button>
        </div>
        {missing && <p role="alert">{t('import.noOwn')}</p>}
      </section>
      <section className={classes.pasted}>
        <h2 id="import-paste">{t('import.paste')}</h2>
        <Textarea
          aria-labelledby="import-paste"
          placeholder={t('import.pasteHint')}
          rows={7}
          spellCheck={false}
          classNames={{ input: classes.code }}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button disabled={text.trim() === ''} onClick={() => void take(call('import.pasted', { text }))}>
          {t('import.look')}
        </Button>
      </section>
    </div>
  );
}
