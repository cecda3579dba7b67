import { Checkbox } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question } from '../../shared/api/questions.ts';
import { call } from '../bridge.ts';
import { SecretForm } from '../components/secret-form.tsx';

interface SecretQuestionProps {
  question: Extract<Question, { kind: 'secret' }>;
  onCancel: () => void;
}

/** A secret that a run needs and nothing keeps: asked once a run. */
export function SecretQuestion({ question, onCancel }: SecretQuestionProps) {
  const { t } = useTranslation();
  const keep = useRef<HTMLInputElement>(null);
  return (
    <SecretForm
      fields={[{ name: 'value', label: t('secret.value') }]}
      submit={t('question.goOn')}
      cancel={t('question.without')}
      onCancel={onCancel}
      send={({ value = '' }) =>
        call('questions.answer', { id: question.id, answer: { kind: 'secret', value, keep: question.canKeep && keep.current?.checked === true } })
      }
      more={question.canKeep && <Checkbox ref={keep} label={t('question.keep')} />}
    >
      <p style={{ color: 'var(--muted)' }}>{t('question.secretFor', { purpose: question.purpose })}</p>
    </SecretForm>
  );
}
