import { Autocomplete, Button, Select } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Choices } from '../../shared/api/deployments.ts';
import type { TargetForm } from '../../shared/setup-schema.ts';
import { PLATFORMS, ROLES } from '../../shared/words.ts';
import editing from '../editing/editing.module.css';
import { conditionsOf, filterOf, KINDS, type Condition } from './conditions.ts';
import classes from './deployment-editor.module.css';

type Filter = Extract<TargetForm, { filter: unknown }>['filter'];

/** A filter, condition by condition; all of them must hold. */
export function FilterBuilder({ filter, choices, onChange }: { filter: Filter; choices: Choices | null; onChange: (filter: Filter) => void }) {
  const { t } = useTranslation();
  const conditions = conditionsOf(filter);
  const put = (at: number, condition: Condition | null): void =>
    onChange(filterOf(conditions.flatMap((one, index) => (index !== at ? [one] : condition ? [condition] : []))));
  const used = new Set(conditions.map(({ kind }) => kind));
  const free = KINDS.filter((kind) => kind === 'fact' || !used.has(kind));
  return (
    <div className={editing.stack}>
      {conditions.map((condition, at) => (
        <div
          key={at}
          className={classes.condition}
          data-fact={condition.kind === 'fact' || undefined}
          role="group"
          aria-label={t(`filterPart.${condition.kind}`)}
        >
          <Select
            aria-label={t('condition.kind')}
            data={KINDS.filter((kind) => kind === condition.kind || free.includes(kind)).map((kind) => ({
              value: kind,
              label: t(`filterPart.${kind}`),
            }))}
            value={condition.kind}
            allowDeselect={false}
            onChange={(kind) => put(at, { kind: kind ?? 'platform', name: '', value: '' })}
          />
          {condition.kind === 'fact' && (
            <Autocomplete
              size="xs"
              aria-label={t('condition.factName')}
              placeholder={t('condition.factName')}
              limit={40}
              comboboxProps={{ width: 200, position: 'bottom-start' }}
              data={Object.keys(choices?.facts ?? {})}
              value={condition.name}
              onChange={(name) => put(at, { ...condition, name })}
            />
          )}
          <Value condition={condition} choices={choices} onChange={(value) => put(at, { ...condition, value })} />
          <button
            type="button"
            className={classes.icon}
            aria-label={t('condition.remove')}
            title={t('condition.remove')}
            onClick={() => put(at, null)}
          >
            <X size={14} strokeWidth={1.75} />
          </button>
        </div>
      ))}
      <div className={editing.line}>
        <span className={editing.muted}>{conditions.length > 1 ? t('condition.every') : ''}</span>
        <Button
          leftSection={<Plus size={13} />}
          onClick={() => onChange(filterOf([...conditions, { kind: free[0] ?? 'fact', name: '', value: '' }]))}
        >
          {t('condition.add')}
        </Button>
      </div>
    </div>
  );
}

function Value({ condition, choices, onChange }: { condition: Condition; choices: Choices | null; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const { kind, name, value } = condition;
  const label = t('condition.value');
  if (kind === 'platform' || kind === 'role') {
    const data =
      kind === 'platform'
        ? PLATFORMS.map((one) => ({ value: one, label: t(`platform.${one}`) }))
        : ROLES.map((one) => ({ value: one, label: t(`role.${one}`) }));
    return (
      <Select
        aria-label={label}
        placeholder={label}
        data={data}
        value={value || null}
        allowDeselect={false}
        onChange={(one) => onChange(one ?? '')}
      />
    );
  }
  const known = kind === 'tag' ? choices?.tags : Object.hasOwn(choices?.facts ?? {}, name) ? choices?.facts[name] : undefined;
  return (
    <Autocomplete
      size="xs"
      comboboxProps={{ width: 240, position: 'bottom-end' }}
      aria-label={label}
      placeholder={label}
      limit={40}
      data={known ?? []}
      value={value}
      onChange={onChange}
    />
  );
}
