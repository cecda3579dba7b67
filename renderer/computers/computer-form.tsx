import { Autocomplete, MultiSelect, TagsInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Inherited } from '../../shared/api/computers.ts';
import type { Choices } from '../../shared/api/deployments.ts';
import type { FormProblem } from '../../shared/api/edit.ts';
import { ConnectionFields } from '../components/connection-fields.tsx';
import classes from '../editing/editing.module.css';
import { Field } from '../editing/field.tsx';
import type { ComputerDraft } from './computer-draft.ts';

interface ComputerFormProps {
  form: ComputerDraft;
  isNew: boolean;
  /** The groups with fixed members that it may belong to. */
  groups: readonly string[];
  choices: Choices | null;
  problems: readonly FormProblem[];
  inherited: readonly Inherited[];
  onChange: (change: Partial<ComputerDraft>) => void;
}

/** What a computer is called, where it belongs, and how it is reached. */
export function ComputerFormFields({ form, isNew, groups, choices, problems, inherited, onChange }: ComputerFormProps) {
  const { t } = useTranslation();
  const of = (...where: string[]): string[] =>
    problems
      .filter(({ section, where: place }) => section === 'computers' && where.every((part, at) => place[at] === part))
      .map(({ message }) => message);
  const elsewhere = problems.filter(({ section, where }) => section !== 'computers' || where.length === 0).map(({ message }) => message);
  return (
    <div className={classes.form}>
      <Field label={t('computerForm.name')} problems={of('name')} about={isNew ? undefined : t('computerForm.nameStays')}>
        <TextInput
          aria-label={t('computerForm.name')}
          placeholder="web-1"
          disabled={!isNew}
          autoFocus={isNew}
          spellCheck={false}
          value={form.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
      </Field>
      <Field label={t('computerForm.tenant')} problems={[...of('tenant'), ...elsewhere]} about={isNew ? t('computerForm.tenantHint') : undefined}>
        <Autocomplete
          size="xs"
          aria-label={t('computerForm.tenant')}
          disabled={!isNew}
          data={choices?.tenants ?? []}
          value={form.tenant}
          onChange={(tenant) => onChange({ tenant })}
        />
      </Field>
      <Field
        label={t('computerForm.connection')}
        problems={problems.filter(({ where }) => where[0] === 'connection' && where.length === 1).map(({ message }) => message)}
      >
        <ConnectionFields
          value={form.connection}
          problems={problems.filter(({ section }) => section === 'computers')}
          inherited={Object.fromEntries(inherited.map(({ option, value, from }) => [option, { text: textOf(value), from }]))}
          host={form.name.trim()}
          onChange={(connection) => onChange({ connection })}
        />
      </Field>
      <Field label={t('computerForm.tags')} problems={of('tags')}>
        <TagsInput
          size="xs"
          aria-label={t('computerForm.tags')}
          data={choices?.tags ?? []}
          value={form.tags}
          onChange={(tags) => onChange({ tags })}
        />
      </Field>
      {groups.length > 0 && (
        <Field label={t('computerForm.groups')} about={t('computerForm.groupsHint')}>
          <MultiSelect
            size="xs"
            aria-label={t('computerForm.groups')}
            searchable
            data={[...groups]}
            value={form.groups}
            onChange={(chosen) => onChange({ groups: chosen })}
          />
        </Field>
      )}
    </div>
  );
}

/** `{credential: NAME}` by its name. */
const textOf = (value: unknown): string => (typeof value === 'object' && value !== null ? Object.values(value).join(', ') : String(value));
