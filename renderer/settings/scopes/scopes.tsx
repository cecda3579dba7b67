import { Button } from '@mantine/core';
import { Building2, Filter, Plus, UsersRound } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { ScopeRow } from '../../../shared/api/scopes.ts';
import { call, type CallFailed } from '../../bridge.ts';
import { useHandler } from '../../commands/use-handler.ts';
import { Cut } from '../../components/cut.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { Failure } from '../../components/failure.tsx';
import { FilterBox } from '../../components/filter-box.tsx';
import { Empty, Screen, ScreenHead } from '../../components/screen.tsx';
import { tellSaved } from '../../editing/saved.tsx';
import { count } from '../../i18n/format.ts';
import { usePlace } from '../../state/place.ts';
import { failureOf, useCall } from '../../state/use-call.ts';
import { useTopic } from '../../state/use-topic.ts';
import { SettingsTabs } from '../settings-tabs.tsx';
import { RefusedDialog } from './refused-dialog.tsx';
import classes from './scopes.module.css';
import { connectionWords, filterWords } from './words.ts';

const keyOf = ({ kind, id }: ScopeRow): string => `${kind} ${id}`;
/** Where a tenant or a group is edited. */
export const editorOf = ({ kind, id }: Pick<ScopeRow, 'kind' | 'id'>): string => `/settings/scopes/${kind}/${encodeURIComponent(id)}`;

/** Settings, Tenants and groups: what computers inherit from. */
export function Scopes() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const box = useRef<HTMLInputElement>(null);
  useHandler('filter', () => box.current?.focus());
  const { scopes: place, change } = usePlace();
  const version = useTopic('set-up', '')?.version ?? 0;
  const { value, failed } = useCall('scopes.list', {}, version);
  const [refused, setRefused] = useState<{ name: string; refusals: string[] } | null>(null);
  const [trouble, setTrouble] = useState<CallFailed | null>(null);
  const all = value?.rows ?? [];
  const wanted = place.text.trim().toLowerCase();
  const rows = useMemo(() => all.filter(({ id }) => id.toLowerCase().includes(wanted)), [value, wanted]);
  const row = rows.find((one) => keyOf(one) === place.focused) ?? null;
  const columns = useMemo(
    (): Column<ScopeRow>[] => [
      { id: 'name', label: t('scopes.name'), width: 'minmax(230px, 1.5fr)', cell: (one) => <Name row={one} /> },
      {
        id: 'members',
        label: t('scopes.members'),
        width: 'minmax(140px, 1fr)',
        cell: (one) => (
          <Cut
            muted
            text={
              one.kind === 'tenant' ? t('scopes.all') : one.filter ? filterWords(one.filter, t) : t('scopes.chosen', { count: one.computers ?? 0 })
            }
          />
        ),
      },
      {
        id: 'computers',
        label: t('scopes.computers'),
        width: '150px',
        align: 'end',
        cell: ({ computers, problem, notKnown }) =>
          problem !== null ? (
            <Cut text={problem} />
          ) : (
            <span className={`number ${classes.count}`}>
              {notKnown > 0 && <small>{t('scopes.notKnown', { count: notKnown })}</small>}
              {count(computers ?? 0)}
            </span>
          ),
      },
      {
        id: 'connection',
        label: t('scopes.connection'),
        width: 'minmax(180px, 2fr)',
        cell: ({ connection }) => <Cut text={connectionWords(connection, t)} muted />,
      },
      {
        id: 'limits',
        label: t('scopes.limits'),
        width: '110px',
        cell: ({ limits }) => {
          const set = Object.keys(limits).length;
          return set === 0 ? null : <Cut text={t('scopes.set', { count: set })} muted />;
        },
      },
    ],
    [t],
  );
  const remove = async (one: ScopeRow): Promise<void> => {
    setTrouble(null);
    try {
      const { refusals, undo } = await call('set-up.edit', { remove: [{ kind: one.kind, id: one.id }] });
      if (refusals.length > 0) return setRefused({ name: one.id, refusals });
      tellSaved(t('scopes.removed', { name: one.id }), undo);
      change('scopes', { focused: null });
    } catch (error) {
      setTrouble(failureOf(error));
    }
  };
  const tenant = row === null ? undefined : (row.tenant ?? (row.kind === 'tenant' ? row.name : undefined));
  return (
    <Screen>
      <ScreenHead title={t('place.settings')} filters={<SettingsTabs />}>
        {row && (
          <>
            <Button onClick={() => void remove(row)}>{t('scopes.remove')}</Button>
            <Button onClick={() => go(editorOf(row))}>{t('scopes.edit')}</Button>
          </>
        )}
        <Button
          leftSection={<Plus size={14} />}
          onClick={() => go(`/settings/scopes/new/group${tenant === undefined ? '' : `/${encodeURIComponent(tenant)}`}`)}
        >
          {t('scopes.addGroup')}
        </Button>
        <Button variant="filled" leftSection={<Plus size={14} />} onClick={() => go('/settings/scopes/new/tenant')}>
          {t('scopes.addTenant')}
        </Button>
      </ScreenHead>
      {failed && <Failure failed={failed} />}
      {trouble && <Failure failed={trouble} />}
      {all.length > 0 && (
        <div className={classes.bar}>
          <FilterBox ref={box} text={place.text} hint={t('computers.filter')} onChange={(text) => change('scopes', { text })} />
          <span role="status">{t('computers.showing', { shown: count(rows.length), all: count(all.length) })}</span>
        </div>
      )}
      {value && all.length === 0 && <Empty title={t('scopes.none')} text={t('scopes.noneText')} />}
      {all.length > 0 && rows.length === 0 && (
        <Empty title={t('scopes.noMatch')}>
          <Button onClick={() => change('scopes', { text: '' })}>{t('computers.clear')}</Button>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label={t('scopes.table')}
          columns={columns}
          total={rows.length}
          rowAt={(index) => rows[index]}
          idOf={keyOf}
          focused={place.focused}
          onFocus={(one) => change('scopes', { focused: keyOf(one) })}
          onOpen={(one) => go(editorOf(one))}
        />
      )}
      {refused && <RefusedDialog {...refused} onClose={() => setRefused(null)} />}
    </Screen>
  );
}

function Name({ row }: { row: ScopeRow }) {
  const { t } = useTranslation();
  const Icon = row.kind === 'tenant' ? Building2 : row.filter ? Filter : UsersRound;
  return (
    <span className={classes.name} data-inside={row.tenant !== null || undefined}>
      <Icon size={14} strokeWidth={1.75} aria-label={t(row.kind === 'tenant' ? 'scopes.tenant' : 'scopes.group')} />
      <Cut text={row.name} strong={row.kind === 'tenant'} />
      {row.kind === 'group' && row.tenant === null && <small>{t('scopes.across')}</small>}
    </span>
  );
}
