import { useTranslation } from 'react-i18next';
import { Dialog } from '../components/dialog.tsx';
import { call } from '../bridge.ts';
import { useTopic } from '../state/use-topic.ts';
import { HostKeys, type HostKeyAsked } from './host-keys.tsx';
import { SecretQuestion } from './secret-question.tsx';
import { UnlockQuestion } from './unlock-question.tsx';

/** What the program must be told before a run goes on, over whatever screen is there: one question at a time, host keys together. */
export function Questions() {
  const { t } = useTranslation();
  const open = useTopic('questions', '')?.open ?? [];
  const [first] = open;
  if (!first) return null;
  const keys = open.filter((question): question is HostKeyAsked => question.kind === 'host-key');
  const cancel = (ids: readonly string[]): void => {
    for (const id of ids) void call('questions.answer', { id, answer: { kind: 'cancel' } }).catch(() => undefined);
  };
  if (first.kind === 'host-key') {
    return (
      <Dialog firm size={640} title={t('question.hostKeys', { count: keys.length })} onClose={() => cancel(keys.map(({ id }) => id))}>
        <HostKeys asked={keys} />
      </Dialog>
    );
  }
  const others = open.length - 1;
  const title = (
    <>
      {first.kind === 'secret' ? t('question.secret', { name: first.name }) : t('question.unlock')}
      {others > 0 && <small style={{ color: 'var(--muted)', fontWeight: 400, marginLeft: 8 }}>{t('question.more', { count: others })}</small>}
    </>
  );
  return (
    <Dialog key={first.id} firm title={title} onClose={() => cancel([first.id])}>
      {first.kind === 'secret' ? (
        <SecretQuestion question={first} onCancel={() => cancel([first.id])} />
      ) : (
        <UnlockQuestion question={first} onCancel={() => cancel([first.id])} />
      )}
    </Dialog>
  );
}
