import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Choices } from '../../shared/api/deployments.ts';
import type { TargetForm } from '../../shared/setup-schema.ts';
import { Choices as Chips } from '../components/choices.tsx';
import classes from '../editing/editing.module.css';
import { without } from '../editing/without.ts';
import { FilterBuilder } from './filter-builder.tsx';
import { TARGET_KINDS as KINDS, type TargetKind as Kind } from './target-kinds.ts';

const kindOf = (target: TargetForm | undefined): Kind | null =>
  target ? (KINDS.find((kind) => kind in target && kind !== 'tenant') ?? 'tenant') : null;

interface TargetFieldProps {
  target: TargetForm | undefined;
  choices: Choices | null;
  onChange: (target: TargetForm) => void;
}

/** Whom it is for. */
export function TargetField({ target, choices, onChange }: TargetFieldProps) {
  const { t } = useTranslation();
  const kind = kindOf(target);
  const begin = (next: Kind): void => {
    const empty: Record<Kind, TargetForm> = {
      computer: { computer: '' },
      group: { group: '' },
      tag: { tag: '' },
      filter: { filter: { platform: '' } } as unknown as TargetForm,
      tenant: { tenant: '' },
      all: { all: true },
    };
    onChange(empty[next]);
  };
  const lists = { computer: choices?.computers, group: choices?.groups, tag: choices?.tags, tenant: choices?.tenants };
  const tenant = target && 'tenant' in target ? target.tenant : undefined;
  const within = (next: string | null): void => {
    if (!target) return;
    const rest = without(target, 'tenant');
    onChange((next === null ? rest : { ...rest, tenant: next }) as TargetForm);
  };
  return (
    <div className={classes.stack}>
      <Chips label={t('editor.target')} options={KINDS.map((value) => ({ value, label: t(`targetKind.${value}`) }))} value={kind} onChange={begin} />
      {target && kind !== null && kind !== 'filter' && kind !== 'all' && (
        <Select
          aria-label={t(`targetKind.${kind}`)}
          placeholder={t(`targetKind.${kind}`)}
          searchable
          limit={60}
          data={lists[kind] ?? []}
          value={(target as Record<string, string>)[kind] || null}
          onChange={(value) => onChange({ ...target, [kind]: value ?? '' })}
        />
      )}
      {target && 'filter' in target && (
        <FilterBuilder filter={target.filter} choices={choices} onChange={(filter) => onChange({ ...target, filter })} />
      )}
      {(kind === 'tag' || kind === 'filter') && (
        <div className={classes.line}>
          <span>{t('filterPart.inTenant')}</span>
          <Select
            w={190}
            aria-label={t('filterPart.inTenant')}
            placeholder={t('filterPart.everyTenant')}
            data={choices?.tenants ?? []}
            value={tenant ?? null}
            clearable
            onChange={within}
          />
        </div>
      )}
    </div>
  );
}
