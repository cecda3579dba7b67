import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Choices } from '../../shared/api/deployments.ts';
import type { TargetForm } from '../../shared/setup-schema.ts';
import { PLATFORMS, ROLES } from '../../shared/words.ts';
import { Choices as Chips } from '../components/choices.tsx';
import classes from '../editing/editing.module.css';
import { without } from '../editing/without.ts';

const KINDS = ['computer', 'group', 'tag', 'filter', 'tenant', 'all'] as const;
type Kind = (typeof KINDS)[number];
export type Filter = Extract<TargetForm, { filter: unknown }>['filter'];

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
      filter: { filter: {} },
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
      {target && 'filter' in target && <FilterFields filter={target.filter} onChange={(filter) => onChange({ ...target, filter })} />}
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

/** A filter asks for all that it names; facts of which more than one is asked for are kept as they are. */
export function FilterFields({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  const { t } = useTranslation();
  const set = (change: Partial<Filter>): void =>
    onChange(Object.fromEntries(Object.entries({ ...filter, ...change }).filter(([, value]) => value !== undefined && value !== '')));
  const [[fact, value] = ['', ''], ...others] = Object.entries(filter.fact ?? {});
  const setFact = (name: string, wanted: string): void =>
    set({ fact: name === '' && others.length === 0 ? undefined : { ...(name === '' ? {} : { [name]: wanted }), ...Object.fromEntries(others) } });
  return (
    <>
      <div className={classes.line}>
        <span>{t('filterPart.platform')}</span>
        <Select
          w={190}
          aria-label={t('filterPart.platform')}
          placeholder={t('filterPart.any')}
          data={PLATFORMS.map((one) => ({ value: one, label: t(`platform.${one}`) }))}
          value={filter.platform ?? null}
          clearable
          onChange={(one) => set({ platform: one ?? undefined })}
        />
      </div>
      <div className={classes.line}>
        <span>{t('filterPart.role')}</span>
        <Select
          w={190}
          aria-label={t('filterPart.role')}
          placeholder={t('filterPart.any')}
          data={ROLES.map((one) => ({ value: one, label: t(`role.${one}`) }))}
          value={filter.role ?? null}
          clearable
          onChange={(one) => set({ role: one ?? undefined })}
        />
      </div>
      <div className={classes.line}>
        <span>{t('filterPart.tag')}</span>
        <TextInput
          w={190}
          aria-label={t('filterPart.tag')}
          placeholder={t('filterPart.any')}
          value={filter.tag ?? ''}
          onChange={(event) => set({ tag: event.currentTarget.value })}
        />
      </div>
      <div className={classes.line}>
        <span>{t('filterPart.fact')}</span>
        <TextInput
          w={90}
          aria-label={t('filterPart.fact')}
          placeholder="os"
          value={fact}
          onChange={(event) => setFact(event.currentTarget.value, String(value))}
        />
        <TextInput
          w={94}
          aria-label={t('filterPart.is')}
          placeholder={t('filterPart.is')}
          value={String(value)}
          onChange={(event) => setFact(fact, event.currentTarget.value)}
        />
      </div>
    </>
  );
}
