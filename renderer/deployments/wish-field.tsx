import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Item } from '../../shared/model.ts';
import { Choices } from '../components/choices.tsx';
import type { DraftForm } from './drafts.ts';
import { Field } from '../editing/field.tsx';

const STATES = ['latest', 'atLeast', 'exactly', 'atMost', 'any', 'updateIfFound', 'absent', 'ignore'] as const;
const WITH_VERSION = ['atLeast', 'exactly', 'atMost'] as const;
const MODES = ['enforce', 'audit', 'monitor', 'ignore'] as const;
type StateKind = (typeof STATES)[number];

interface WishFieldProps {
  item: Item;
  form: DraftForm;
  problems: readonly string[];
  /** A version is wanted and none is named yet. */
  needed: boolean;
  onChange: (change: DraftForm) => void;
}

/** What is wanted: of software a version, of a task a mode; of either, that it is left alone. */
export function WishField({ item, form, problems, needed, onChange }: WishFieldProps) {
  const { t } = useTranslation();
  if (item.kind === 'task') {
    return (
      <Field label={t('editor.mode')} problems={problems}>
        <Choices
          label={t('editor.mode')}
          options={MODES.map((value) => ({ value, label: t(`modeKind.${value}`) }))}
          value={form.state === 'ignore' ? 'ignore' : (form.mode ?? 'enforce')}
          onChange={(mode) => onChange(mode === 'ignore' ? { state: 'ignore', mode: undefined } : { state: undefined, mode })}
        />
      </Field>
    );
  }
  const state = form.state ?? 'any';
  const kind: StateKind = typeof state === 'string' ? state : (WITH_VERSION.find((one) => one in state) ?? 'exactly');
  const version = typeof state === 'string' ? '' : (Object.values(state)[0] as string);
  const wish = (next: StateKind, text: string): void => {
    const versioned = WITH_VERSION.find((one) => one === next);
    onChange({ state: (versioned ? { [versioned]: text } : next) as DraftForm['state'] });
  };
  return (
    <Field label={t('editor.state')} problems={problems} needed={needed}>
      <Choices
        label={t('editor.state')}
        options={STATES.map((value) => ({ value, label: t(`stateKind.${value}`) }))}
        value={kind}
        onChange={(next) => wish(next, version)}
      />
      {typeof state !== 'string' && (
        <TextInput
          mt={8}
          w={180}
          aria-label={t('editor.version')}
          placeholder={t('editor.version')}
          value={version}
          onChange={(event) => wish(kind, event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
