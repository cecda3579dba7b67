import { Button } from '@mantine/core';
import { FileDown, Play, Plus, Terminal } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { ComputerColumn, ComputersPage } from '../../shared/api/computers.ts';
import { call } from '../bridge.ts';
import { useHandler } from '../commands/use-handler.ts';
import { useColumns } from '../components/column-choice.tsx';
import { DataTable } from '../components/data-table.tsx';
import { Pane, PaneBar, Panes } from '../components/panes.tsx';
import { Failure } from '../components/failure.tsx';
import { FilterBox } from '../components/filter-box.tsx';
import { Empty, Screen, ScreenHead } from '../components/screen.tsx';
import { count } from '../i18n/format.ts';
import { Doors } from '../start/doors.tsx';
import { failureOf, useCall } from '../state/use-call.ts';
import { useNow } from '../state/use-now.ts';
import { usePages } from '../state/use-pages.ts';
import { usePlace } from '../state/place.ts';
import { useSelection } from '../state/selection.ts';
import { useSheet } from '../state/sheet.ts';
import { useTopic } from '../state/use-topic.ts';
import { computerColumns } from './columns.tsx';
import { ComputerDetail, type DetailTab } from './computer-detail.tsx';
import classes from './computers.module.css';
import { MoreMenu } from './more-menu.tsx';
import { RemoveComputers } from './remove-computers.tsx';

export function Computers() {
  const { t } = useTranslation();
  const now = useNow(30_000);
  const [, go] = useLocation();
  const { computers: place, change } = usePlace();
  const { filter, sort, focused } = place;
  const { computers: ticked, set: tick } = useSelection();
  const show = useSheet((state) => state.show);
  const version = useTopic('set-up', '')?.version ?? 0;
  const facets = useCall('computers.facets', {}, version);
  const box = useRef<HTMLInputElement>(null);
  const [detail, setDetail] = useState(true);
  const [tab, setTab] = useState<DetailTab>('effective');
  const [removing, setRemoving] = useState(false);
  const key = JSON.stringify({ filter, sort });
  const pages = usePages<ComputersPage['rows'][number], ComputersPage>(key, version, (offset, limit) =>
    call('computers.page', { filter, sort, offset, limit }),
  );
  const columns = useColumns(
    'computers',
    useMemo(() => computerColumns(t, now), [t, now]),
  );
  const total = pages.total;
  const all = pages.extra?.all ?? 0;

  /** The ticked computers, or else the one that has the focus. */
  const chosen = ticked.size > 0 ? [...ticked] : focused !== null ? [focused] : [];
  const targetText = chosen.length === 1 ? `computer:${chosen[0] ?? ''}` : `${count(chosen.length)} computers`;
  const run = (kind: 'run-maintenance' | 'run-script'): void => {
    if (chosen.length > 0) show({ kind, computers: chosen, targetText });
  };
  useHandler('run-maintenance', () => run('run-maintenance'));
  useHandler('run-script', () => run('run-script'));
  const edit = (): void => go(`/computers/${encodeURIComponent(chosen[0] ?? '')}/edit`);
  const compare = (): void => go(`/compare/computers/${chosen.map(encodeURIComponent).join('/')}`);
  useHandler('edit', () => chosen.length === 1 && edit());
  useHandler('remove', () => chosen.length > 0 && setRemoving(true));
  useHandler('compare', () => chosen.length === 2 && compare());
  useHandler('why', () => {
    setTab('effective');
    setDetail(true);
  });
  useHandler('filter', () => box.current?.focus());

  const onSort = (by: string): void => change('computers', { sort: { by: by as ComputerColumn, descending: sort.by === by && !sort.descending } });
  const toggleAll = (): void => {
    if (ticked.size > 0) tick([]);
    else void call('computers.ids', { filter }).then(({ ids }) => tick(ids));
  };
  const chips = (
    <>
      <FilterBox
        ref={box}
        text={filter.text}
        hint={t('computers.filter')}
        onChange={(text) => change('computers', { filter: { ...filter, text } })}
      />
      <FilterBox.Choice
        label={t('computers.byTenant')}
        options={facets.value?.tenants ?? []}
        chosen={filter.tenants}
        onChange={(tenants) => change('computers', { filter: { ...filter, tenants } })}
      />
      <FilterBox.Choice
        label={t('computers.byGroup')}
        options={(facets.value?.groups ?? []).map(({ id }) => id)}
        chosen={filter.groups}
        onChange={(groups) => change('computers', { filter: { ...filter, groups } })}
      />
      <FilterBox.Choice
        label={t('computers.byTag')}
        options={facets.value?.tags ?? []}
        chosen={filter.tags}
        onChange={(tags) => change('computers', { filter: { ...filter, tags } })}
      />
      <span className={classes.showing} role="status">
        {ticked.size > 0 && `${t('computers.selected', { count: ticked.size })}, `}
        {t('computers.showing', { shown: count(total), all: count(all) })}
      </span>
      {columns.choice}
    </>
  );
  const nothing = pages.extra !== null && total === 0;
  return (
    <Screen>
      <ScreenHead title={t('place.computers')} filters={chips}>
        <Button variant="filled" leftSection={<Play size={14} />} disabled={chosen.length === 0} onClick={() => run('run-maintenance')}>
          {t('action.runMaintenance')}
        </Button>
        <Button leftSection={<Terminal size={14} />} disabled={chosen.length === 0} onClick={() => run('run-script')}>
          {t('action.runScript')}
        </Button>
        {chosen.length > 0 && <Button onClick={() => setRemoving(true)}>{t('computerForm.remove')}</Button>}
        {chosen.length === 1 && <Button onClick={edit}>{t('computerForm.edit')}</Button>}
        <Button leftSection={<Plus size={14} />} onClick={() => go('/computers/new')}>
          {t('computerForm.add')}
        </Button>
        <Button leftSection={<FileDown size={14} />} onClick={() => go('/import')}>
          {t('import.action')}
        </Button>
        <MoreMenu chosen={chosen} version={version} compare={compare} />
      </ScreenHead>
      {pages.failed !== null && <Failure failed={failureOf(pages.failed)} />}
      {nothing && all === 0 && <Doors />}
      {nothing && all > 0 && (
        <Empty title={t('computers.noMatch')}>
          <Button onClick={() => change('computers', { filter: { text: '', tenants: [], groups: [], tags: [] } })}>{t('computers.clear')}</Button>
        </Empty>
      )}
      {removing && <RemoveComputers ids={chosen} onClose={() => setRemoving(false)} onRemoved={() => tick([])} />}
      {!nothing && (
        <Panes>
          <Pane min={120}>
            <DataTable
              label={t('computers.table')}
              columns={columns.shown}
              total={total}
              rowAt={pages.rowAt}
              book={pages.book}
              onRange={pages.onRange}
              idOf={(row) => row.id}
              focused={focused}
              onFocus={(row) => {
                change('computers', { focused: row.id });
                setDetail(true);
              }}
              onOpen={(row) => go(`/computers/${encodeURIComponent(row.id)}`)}
              sort={sort}
              onSort={onSort}
              ticked={ticked}
              onTick={(ids, on) => {
                const next = new Set(ticked);
                for (const id of ids)
                  if (on) next.add(id);
                  else next.delete(id);
                tick(next);
              }}
              tickLabel={(row) => t('computers.select', { name: row.name })}
              all={{ label: t('computers.selectAll'), state: ticked.size === 0 ? 'none' : ticked.size >= total ? 'all' : 'some', toggle: toggleAll }}
            />
          </Pane>
          {focused !== null && detail && (
            <>
              <PaneBar />
              <Pane min={120} size="42%">
                <ComputerDetail
                  id={focused}
                  tab={tab}
                  onTab={setTab}
                  onClose={() => setDetail(false)}
                  onOpen={() => go(`/computers/${encodeURIComponent(focused)}`)}
                />
              </Pane>
            </>
          )}
        </Panes>
      )}
    </Screen>
  );
}
