/** The dialogs of Settings, Credentials. Each closes when it is done, and says what is wrong where it is not. */
import { useTranslation } from 'react-i18next';
import { call } from '../../bridge.ts';
import { Dialog } from '../../components/dialog.tsx';
import { SecretForm } from '../../components/secret-form.tsx';

interface DialogProps {
  onClose: () => void;
}

/** A value for a name: the first one, or the next. */
export function SecretDialog({ name, kind, kept, onClose }: DialogProps & { name: string; kind: string; kept: boolean }) {
  const { t } = useTranslation();
  const label = kind === 'ssh-key' ? t('secret.keyPassphrase') : kind === 'password' ? t('secret.password') : t('secret.value');
  return (
    <Dialog title={t(kept ? 'credentials.rotateTitle' : 'credentials.setTitle', { name })} onClose={onClose}>
      <SecretForm
        fields={[{ name: 'value', label }]}
        submit={t(kept ? 'credentials.rotateNow' : 'credentials.keep')}
        onCancel={onClose}
        send={({ value = '' }) => call('secrets.set', { name, value }).then(onClose)}
      >
        <p style={{ color: 'var(--muted)' }}>{t(kept ? 'credentials.rotateText' : 'credentials.setText')}</p>
      </SecretForm>
    </Dialog>
  );
}

export function UnlockDialog({ onClose }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('vault.unlockTitle')} onClose={onClose}>
      <SecretForm
        fields={[{ name: 'passphrase', label: t('vault.passphrase') }]}
        submit={t('vault.unlock')}
        onCancel={onClose}
        send={({ passphrase = '' }) => call('vault.unlock', { passphrase }).then(onClose)}
      />
    </Dialog>
  );
}

/** The first passphrase, or another one. */
export function PassphraseDialog({ change, onClose }: DialogProps & { change: boolean }) {
  const { t } = useTranslation();
  const fresh = [
    { name: 'fresh', label: change ? t('vault.newPassphrase') : t('vault.passphrase'), hint: t('vault.passphraseHint') },
    { name: 'again', label: t('vault.again') },
  ];
  return (
    <Dialog title={t(change ? 'vault.changeTitle' : 'vault.makeTitle')} onClose={onClose}>
      <SecretForm
        fields={change ? [{ name: 'old', label: t('vault.oldPassphrase') }, ...fresh] : fresh}
        submit={t(change ? 'vault.change' : 'vault.make')}
        onCancel={onClose}
        check={({ fresh: one, again }) => (one === again ? null : t('vault.notSame'))}
        send={({ old = '', fresh: one = '' }) =>
          (change ? call('vault.changePassphrase', { old, fresh: one }) : call('vault.create', { protection: 'passphrase', passphrase: one })).then(
            onClose,
          )
        }
      >
        <p style={{ color: 'var(--muted)' }}>{t(change ? 'vault.changeText' : 'vault.makeText')}</p>
      </SecretForm>
    </Dialog>
  );
}
