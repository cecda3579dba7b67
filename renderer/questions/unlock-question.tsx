import { useTranslation } from 'react-i18next';
import type { Question } from '../../shared/api/questions.ts';
import { call } from '../bridge.ts';
import { SecretForm } from '../components/secret-form.tsx';

interface UnlockQuestionProps {
  question: Extract<Question, { kind: 'unlock' }>;
  onCancel: () => void;
}

/** A run needs what the vault keeps, and the vault is locked. */
export function UnlockQuestion({ question, onCancel }: UnlockQuestionProps) {
  const { t } = useTranslation();
  return (
    <SecretForm
      fields={[{ name: 'passphrase', label: t('vault.passphrase') }]}
      submit={t('vault.unlock')}
      cancel={t('question.without')}
      onCancel={onCancel}
      send={({ passphrase = '' }) => call('questions.answer', { id: question.id, answer: { kind: 'unlock', passphrase } })}
    >
      <p style={{ color: 'var(--muted)' }}>{t('question.unlockFor', { purpose: question.purpose })}</p>
    </SecretForm>
  );
}
