import { Button, Select, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CredentialRow } from '../../../shared/api/vault.ts';
import { CREDENTIAL_KINDS, type CredentialKind } from '../../../shared/words.ts';
import { call, type CallFailed } from '../../bridge.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Failure } from '../../components/failure.tsx';
import { failureOf } from '../../state/use-call.ts';
import classes from './credentials.module.css';

interface CredentialDialogProps {
  /** The one that is edited; null adds one. */
  row: CredentialRow | null;
  onClose: () => void;
  onSaved: (name: string, kind: CredentialKind) => void;
}

/** What a credential is; its secret is entered apart. */
export function CredentialDialog({ row, onClose, onSaved }: CredentialDialogProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(row?.name ?? '');
  const [kind, setKind] = useState<CredentialKind>(row && row.kind !== 'parameter' ? row.kind : 'password');
  const [keyFile, setKeyFile] = useState(row?.keyFile ?? '');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await call('credentials.save', {
        name: name.trim(),
        kind,
        add: row === null,
        ...(kind === 'ssh-key' && keyFile.trim() !== '' ? { keyFile: keyFile.trim() } : {}),
      });
      onSaved(name.trim(), kind);
    } catch (error) {
      setFailed(failureOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={row ? t('credentials.editTitle', { name: row.name }) : t('credentials.addTitle')} onClose={onClose}>
      <form className={classes.form} onSubmit={(event) => void save(event)}>
        <TextInput
          label={t('credentials.name')}
          description={row ? undefined : t('credentials.nameHint')}
          classNames={{ description: classes.hint }}
          value={name}
          disabled={row !== null}
          data-autofocus={row === null || undefined}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={t('credentials.kind')}
          data={CREDENTIAL_KINDS.map((value) => ({ value, label: t(`credentialKind.${value}`) }))}
          value={kind}
          allowDeselect={false}
          onChange={(value) => setKind(CREDENTIAL_KINDS.find((one) => one === value) ?? 'password')}
        />
        {kind === 'ssh-key' && (
          <TextInput
            label={t('credentials.keyFile')}
            description={t('credentials.keyFileHint')}
            classNames={{ description: classes.hint }}
            placeholder="~/.ssh/id_ed25519"
            value={keyFile}
            spellCheck={false}
            onChange={(event) => setKeyFile(event.currentTarget.value)}
          />
        )}
        {failed && <Failure failed={failed} />}
        <div className={classes.buttons}>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" variant="filled" loading={busy} disabled={name.trim() === '' || (kind === 'ssh-key' && keyFile.trim() === '')}>
            {row ? t('credentials.save') : t('credentials.add')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
