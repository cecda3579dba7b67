import { Select, TextInput } from '@mantine/core';
import { CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Choices, Consequences } from '../../shared/api/deployments.ts';
import type { FormProblem } from '../../shared/api/edit.ts';
import { ENFORCEMENTS } from '../../shared/words.ts';
import { Choices as Chips } from '../components/choices.tsx';
import type { DraftForm } from './drafts.ts';
import classes from '../editing/editing.module.css';
import { Field } from '../editing/field.tsx';
import { ParameterFields } from './parameter-fields.tsx';
import { TargetField } from './target-field.tsx';
import { WishField } from './wish-field.tsx';

interface DeploymentFormProps {
  form: DraftForm;
  isNew: boolean;
  choices: Choices | null;
  problems: readonly FormProblem[];
  found: Consequences | null;
  onChange: (change: DraftForm) => void;
}

/** The left side of the editor. */
export function DeploymentFormFields({ form, isNew, choices, problems, found, onChange }: DeploymentFormProps) {
  const { t } = useTranslation();
  const item = choices?.items.find(({ id }) => id === form.item);
  const of = (...where: string[]): string[] =>
    problems.filter((problem) => where.every((part, at) => problem.where[at] === part)).map(({ message }) => message);
  const target = found?.targets.find(({ deployment }) => deployment === form.name?.trim());
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
      <Field
        label={t('editor.item')}
        problems={of('item')}
        about={
          item &&
          `${t(item.kind === 'software' ? 'editor.software' : 'editor.task')}, ${item.platforms.map((one) => t(`platform.${one}`)).join(', ')}`
        }
      >
        <Select
          aria-label={t('editor.item')}
          placeholder={t('editor.chooseItem')}
          data-autofocus={isNew || undefined}
          searchable
          limit={80}
          data={(choices?.items ?? []).map(({ id, name }) => ({ value: id, label: name === id ? name : `${name} (${id})` }))}
          value={form.item ?? null}
          allowDeselect={false}
          onChange={chooseItem}
        />
      </Field>
      <Field label={t('editor.name')} problems={of('name')}>
        <TextInput aria-label={t('editor.name')} value={form.name ?? ''} onChange={(event) => onChange({ name: event.currentTarget.value })} />
      </Field>
      {item && <WishField item={item} form={form} problems={[...of('state'), ...of('mode')]} onChange={onChange} />}
      <Field
        label={t('editor.target')}
        problems={of('target')}
        about={target && (target.problem ?? (target.count === 0 ? t('editor.holdsNobody') : t('editor.computers', { count: target.count })))}
      >
        <TargetField target={form.target} choices={choices} onChange={(next) => onChange({ target: next })} />
      </Field>
      <Field label={t('editor.enforcement')} problems={of('enforcement')} about={t(`enforcementHint.${form.enforcement ?? 'required'}`)}>
        <Chips
          label={t('editor.enforcement')}
          options={ENFORCEMENTS.map((value) => ({ value, label: t(`enforcement.${value}`) }))}
          value={form.enforcement ?? 'required'}
          onChange={(enforcement) => onChange({ enforcement })}
        />
      </Field>
      {item && form.state !== 'ignore' && (
        <Field
          label={t('editor.parameters')}
          problems={problems.filter(({ where }) => where[0] === 'parameters' && where.length === 1).map(({ message }) => message)}
        >
          <ParameterFields
            item={item}
            values={form.parameters ?? {}}
            secrets={choices?.secrets ?? []}
            problemsOf={(parameter) => of('parameters', parameter)}
            onChange={(parameters) => onChange({ parameters })}
          />
        </Field>
      )}
      {found && found.dependsOn.length > 0 && (
        <Field label={t('editor.dependsOn')}>
          {found.dependsOn.map(({ item: id, name, there, deployed }) => (
            <p key={id} className={classes.line}>
              <span className={classes.depends} data-whole={(there && deployed === found.receives) || undefined}>
                {!there ? <TriangleAlert size={14} /> : deployed === found.receives ? <CircleCheck size={14} /> : <CircleDashed size={14} />} {name}
              </span>
              <span className={classes.muted}>{there ? t('editor.onOf', { n: deployed, of: found.receives }) : t('editor.noItem')}</span>
            </p>
          ))}
        </Field>
      )}
      <Field label={t('editor.instance')} problems={of('instance')} about={t('editor.instanceHint')}>
        <TextInput
          aria-label={t('editor.instance')}
          value={form.instance ?? ''}
          onChange={(event) => onChange({ instance: event.currentTarget.value })}
        />
      </Field>
    </div>
  );
}
