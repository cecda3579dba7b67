import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Choices, Consequences } from '../../shared/api/deployments.ts';
import { ENFORCEMENTS, ORIGINS } from '../../shared/words.ts';
import { Choices as Chips } from '../components/choices.tsx';
import classes from '../editing/editing.module.css';
import { Field } from '../editing/field.tsx';
import { DependsOn } from './depends-on.tsx';
import type { DraftForm } from './drafts.ts';
import { HeldBy } from './held-by.tsx';
import { LimitFields } from './limit-fields.tsx';
import { ParameterFields } from './parameter-fields.tsx';
import type { SortedProblems } from './sort-problems.ts';
import { TargetField } from './target-field.tsx';
import { WishField } from './wish-field.tsx';

interface DeploymentFormProps {
  form: DraftForm;
  isNew: boolean;
  /** Came with the catalogue. */
  recommended: boolean;
  choices: Choices | null;
  problems: SortedProblems;
  found: Consequences | null;
  onChange: (change: DraftForm) => void;
}

/** The left side of the editor. */
export function DeploymentFormFields({ form, isNew, recommended, choices, problems, found, onChange }: DeploymentFormProps) {
  const { t } = useTranslation();
  const item = choices?.items.find(({ id }) => id === form.item);
  const target = found?.targets.find(({ deployment }) => deployment === form.name?.trim().normalize('NFC'));
  const chooseItem = (id: string | null): void => {
    const chosen = choices?.items.find((one) => one.id === id);
    if (!chosen) return;
    const named = form.name !== undefined && form.name !== '' && form.name !== item?.name;
    const kept = Object.entries(form.parameters ?? {}).filter(([name]) => Object.hasOwn(chosen.parameters, name));
    onChange({
      item: chosen.id,
      name: named ? form.name : chosen.name,
      parameters: Object.fromEntries(kept),
      ...(chosen.kind === item?.kind ? {} : { state: undefined, mode: undefined }),
    });
  };
  return (
    <div className={classes.form}>
      {problems.rest.map((problem) => (
        <p key={problem} className={classes.problem} role="alert">
          {problem}
        </p>
      ))}
      <Field
        label={t('editor.item')}
        problems={problems.of('item')}
        needed={problems.isMissing('item')}
        about={
          item &&
          `${t(item.kind === 'software' ? 'editor.software' : 'editor.task')}, ${item.platforms.map((one) => t(`platform.${one}`)).join(', ')}`
        }
      >
        <Select
          aria-label={t('editor.item')}
          placeholder={t('editor.chooseItem')}
          data-autofocus={isNew || undefined}
          autoFocus={isNew && form.item === undefined}
          openOnFocus={false}
          searchable
          limit={80}
          data={(choices?.items ?? []).map(({ id, name }) => ({ value: id, label: name === id ? name : `${name} (${id})` }))}
          value={form.item ?? null}
          allowDeselect={false}
          onChange={chooseItem}
        />
      </Field>
      <Field label={t('editor.name')} problems={problems.of('name')} needed={problems.isMissing('name')}>
        <TextInput aria-label={t('editor.name')} value={form.name ?? ''} onChange={(event) => onChange({ name: event.currentTarget.value })} />
      </Field>
      {item && (
        <WishField
          item={item}
          form={form}
          needed={problems.isMissing('state')}
          problems={[...problems.of('state'), ...problems.of('mode')]}
          onChange={onChange}
        />
      )}
      <Field label={t('editor.target')} problems={problems.of('target')} needed={problems.isMissing('target')}>
        <TargetField target={form.target} choices={choices} onChange={(next) => onChange({ target: next })} />
        {target && !problems.isMissing('target') && problems.of('target').length === 0 && <HeldBy held={target} />}
      </Field>
      <Field label={t('editor.enforcement')} problems={problems.of('enforcement')} about={t(`enforcementHint.${form.enforcement ?? 'required'}`)}>
        <Chips
          label={t('editor.enforcement')}
          options={ENFORCEMENTS.map((value) => ({ value, label: t(`enforcement.${value}`) }))}
          value={form.enforcement ?? 'required'}
          onChange={(enforcement) => onChange({ enforcement })}
        />
      </Field>
      {item && form.state !== 'ignore' && (
        <Field label={t('editor.parameters')} problems={problems.at('parameters')}>
          <ParameterFields
            item={item}
            values={form.parameters ?? {}}
            secrets={choices?.secrets ?? []}
            problems={problems}
            onChange={(parameters) => onChange({ parameters })}
          />
        </Field>
      )}
      {found && found.dependsOn.length > 0 && (
        <Field label={t('editor.dependsOn')}>
          <DependsOn needs={found.dependsOn} receives={found.receives} />
        </Field>
      )}
      <Field label={t('editor.instance')} problems={problems.of('instance')} about={t('editor.instanceHint')}>
        <TextInput
          aria-label={t('editor.instance')}
          value={form.instance ?? ''}
          onChange={(event) => onChange({ instance: event.currentTarget.value })}
        />
      </Field>
      {form.state !== 'ignore' && (
        <Field label={t('deploymentEdit.limits')} problems={problems.at('limits')}>
          <LimitFields limits={form.limits ?? {}} problems={problems} onChange={(limits) => onChange({ limits })} />
        </Field>
      )}
      <Field label={t('deploymentEdit.origin')} problems={problems.of('origin')} about={t(`deploymentEdit.originHint.${form.origin ?? 'local'}`)}>
        {recommended ? (
          <Chips
            label={t('deploymentEdit.origin')}
            options={ORIGINS.map((value) => ({ value, label: t(`origin.${value}`) }))}
            value={form.origin ?? 'local'}
            onChange={(origin) => onChange({ origin })}
          />
        ) : (
          <p>{t(`origin.${form.origin ?? 'local'}`)}</p>
        )}
      </Field>
    </div>
  );
}
