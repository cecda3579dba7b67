import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FormProblem } from '../../../shared/api/edit.ts';
import { DEFAULT_LIMITS, type Limits } from '../../../shared/limits.ts';
import { Choices as Chips } from '../../components/choices.tsx';
import { ConnectionFields } from '../../components/connection-fields.tsx';
import editor from '../../editing/editing.module.css';
import { Field } from '../../editing/field.tsx';
import { FilterBuilder } from '../../deployments/filter-builder.tsx';
import { useCall } from '../../state/use-call.ts';
import { useTopic } from '../../state/use-topic.ts';
import { LimitFields, limitText } from '../limits/limit-fields.tsx';
import { inheritedBy } from './inherited.ts';
import type { ScopeDraft, ScopeForm } from './scope-drafts.ts';

interface ScopeFieldsProps {
  draft: ScopeDraft;
  problems: readonly FormProblem[];
  onChange: (part: { [Field in keyof ScopeForm]?: ScopeForm[Field] | undefined }) => void;
}

/** The left side of the editor of a tenant or a group. */
export function ScopeFields({ draft, problems, onChange }: ScopeFieldsProps) {
  const { t } = useTranslation();
  const { kind, id, form } = draft;
  const version = useTopic('set-up', '')?.version ?? 0;
  const scopes = useCall('scopes.list', {}, version).value?.rows ?? [];
  const choices = useCall('set-up.choices', {}, version).value;
  const forAll = useCall('limits.get', {}, version).value?.form ?? {};
  const of = (...where: string[]): string[] =>
    problems.filter((problem) => where.every((part, at) => problem.where[at] === part)).map(({ message }) => message);
  const whole = problems.filter(({ where }) => where.length === 0).map(({ message }) => message);
  const tenants = scopes.filter((row) => row.kind === 'tenant').map(({ name }) => name);
  const byFilter = form.filter !== undefined;
  return (
    <div className={editor.form}>
      <Field label={t('scopes.name')} problems={[...whole, ...of('name')]} about={id === null ? t('scopes.nameHint') : undefined}>
        {id === null ? (
          <TextInput
            aria-label={t('scopes.name')}
            value={form.name ?? ''}
            data-autofocus
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
        ) : (
          <p>{form.name}</p>
        )}
      </Field>
      {kind === 'group' && (
        <Field label={t('scopes.ofTenant')} problems={of('tenant')} about={id === null ? t('scopes.ofTenantHint') : undefined}>
          {id === null ? (
            <Select
              aria-label={t('scopes.ofTenant')}
              placeholder={t('scopes.across')}
              data={tenants}
              value={form.tenant ?? null}
              searchable
              clearable
              limit={60}
              onChange={(tenant) => onChange({ tenant: tenant ?? undefined })}
            />
          ) : (
            <p>{form.tenant ?? t('scopes.across')}</p>
          )}
        </Field>
      )}
      {kind === 'group' && (
        <Field
          label={t('scopes.membership')}
          problems={[...of('members'), ...of('filter')]}
          about={
            byFilter
              ? t(Object.keys(form.filter ?? {}).length === 0 ? 'scopes.filterEmpty' : 'scopes.filterHint')
              : t('scopes.picked', { count: form.members?.length ?? 0 })
          }
        >
          <div className={editor.stack}>
            <Chips
              label={t('scopes.membership')}
              options={[
                { value: 'members', label: t('scopes.byChoice') },
                { value: 'filter', label: t('scopes.byFilter') },
              ]}
              value={byFilter ? 'filter' : 'members'}
              onChange={(next) => onChange(next === 'filter' ? { members: undefined, filter: {} } : { members: [], filter: undefined })}
            />
            {form.filter && <FilterBuilder filter={form.filter} choices={choices} onChange={(filter) => onChange({ filter })} />}
          </div>
        </Field>
      )}
      <Field label={t('scopes.defaults')} about={t(kind === 'tenant' ? 'scopes.tenantDefaults' : 'scopes.groupDefaults')}>
        <ConnectionFields
          value={form.connection ?? {}}
          problems={problems}
          inherited={inheritedBy(draft, scopes)}
          leaveOut={form.connection?.host === undefined ? ['host'] : []}
          onChange={(connection) => onChange({ connection: Object.keys(connection).length === 0 ? undefined : connection })}
        />
      </Field>
      {kind === 'tenant' && (
        <Field label={t('scopes.limits')} about={t('scopes.tenantLimits')}>
          <LimitFields
            value={form.limits ?? {}}
            otherwise={(key: keyof Limits) => t('limits.inherited', { value: forAll[key] ?? limitText(key, DEFAULT_LIMITS[key]) })}
            problems={(key) => of('limits', key)}
            narrow
            onChange={(limits) => onChange({ limits: Object.keys(limits).length === 0 ? undefined : limits })}
          />
        </Field>
      )}
    </div>
  );
}
