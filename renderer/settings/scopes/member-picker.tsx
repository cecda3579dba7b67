import { Checkbox } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComputerRow, ComputersPage } from '../../../shared/api/computers.ts';
import { call } from '../../bridge.ts';
import { Cut } from '../../components/cut.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { Failure } from '../../components/failure.tsx';
import { FilterBox } from '../../components/filter-box.tsx';
import { count } from '../../i18n/format.ts';
import { failureOf } from '../../state/use-call.ts';
import { usePages } from '../../state/use-pages.ts';
import { useTopic } from '../../state/use-topic.ts';
import classes from './scopes.module.css';

interface MemberPickerProps {
  /** Full ids. */
  chosen: readonly string[];
  /** Only computers of this one. */
  tenant: string | null;
  onChange: (chosen: string[]) => void;
}

/** Which computers are in a group: a list that is searched, each ticked or not. */
export function MemberPicker({ chosen, tenant, onChange }: MemberPickerProps) {
  const { t } = useTranslation();
  const version = useTopic('set-up', '')?.version ?? 0;
  const [text, setText] = useState('');
  const [only, setOnly] = useState(false);
  const [focused, setFocused] = useState<string | null>(null);
  const filter = { text, tenants: tenant === null ? [] : [tenant] };
  const pages = usePages<ComputerRow, ComputersPage>(JSON.stringify(filter), version, (offset, limit) =>
    call('computers.page', { filter, offset, limit }),
  );
  const ticked = useMemo(() => new Set(chosen), [chosen]);
  const columns = useMemo(
    (): Column<Pick<ComputerRow, 'id' | 'name' | 'tenant' | 'platform'>>[] => [
      { id: 'name', label: t('computers.name'), width: 'minmax(130px, 1.2fr)', cell: ({ name }) => <Cut text={name} strong /> },
      { id: 'tenant', label: t('computers.tenant'), width: 'minmax(90px, 1fr)', cell: (row) => <Cut text={row.tenant} muted /> },
      { id: 'platform', label: t('computers.platform'), width: 'minmax(90px, 1fr)', cell: ({ platform }) => <Cut text={platform ?? ''} muted /> },
    ],
    [t],
  );
  const own = useMemo(() => chosen.filter((id) => id.toLowerCase().includes(text.trim().toLowerCase())).map(named), [chosen, text]);
  /** All that the search finds, or none of them. */
  const toggle = (): void =>
    void call('computers.ids', { filter }).then(({ ids }) => {
      const found = new Set(ids);
      onChange(ids.some((id) => ticked.has(id)) ? chosen.filter((id) => !found.has(id)) : [...new Set([...chosen, ...ids])].sort());
    });
  const total = only ? own.length : pages.total;
  return (
    <div className={classes.picker} role="group" aria-label={t('scopes.pick')}>
      <div className={classes.bar}>
        <FilterBox text={text} hint={t('computers.filter')} onChange={setText} />
        <Checkbox label={t('scopes.pickedOnly')} checked={only} onChange={(event) => setOnly(event.currentTarget.checked)} />
        <span role="status">
          {t('scopes.picked', { count: chosen.length })}, {t('computers.showing', { shown: count(total), all: count(pages.extra?.all ?? 0) })}
        </span>
      </div>
      {pages.failed !== null && <Failure failed={failureOf(pages.failed)} />}
      <DataTable
        label={t('scopes.pick')}
        columns={columns}
        total={total}
        rowAt={only ? (index) => own[index] : pages.rowAt}
        {...(only ? {} : { onRange: pages.onRange, book: pages.book })}
        idOf={({ id }) => id}
        focused={focused}
        onFocus={({ id }) => setFocused(id)}
        ticked={ticked}
        all={{ label: t('computers.selectAll'), state: chosen.length === 0 ? 'none' : chosen.length >= total ? 'all' : 'some', toggle }}
        tickLabel={({ name }) => t('computers.select', { name })}
        onTick={(ids, on) => onChange(on ? [...new Set([...chosen, ...ids])].sort() : chosen.filter((id) => !ids.includes(id)))}
      />
    </div>
  );
}

/** What is chosen, whether it is on the page that was asked for or not. */
function named(id: string): Pick<ComputerRow, 'id' | 'name' | 'tenant' | 'platform'> {
  const at = id.indexOf('/');
  return { id, name: id.slice(at + 1), tenant: id.slice(0, at), platform: null };
}
