import { Button } from '@mantine/core';
import { Copy, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useHandler } from '../commands/use-handler.ts';
import { useColumns } from '../components/column-choice.tsx';
import { DataTable } from '../components/data-table.tsx';
import { Failure } from '../components/failure.tsx';
import { Empty, Screen, ScreenHead } from '../components/screen.tsx';
import { count } from '../i18n/format.ts';
import { usePlace } from '../state/place.ts';
import { BulkDialog, type BulkAction } from './bulk-dialog.tsx';
import { deploymentColumns } from './columns.tsx';
import classes from './deployments.module.css';
import { ListFilters } from './list-filters.tsx';
import { enabledKind, matches, NO_FILTER, sorted } from './sort-deployments.ts';
import { useDeployments } from './use-deployments.ts';

/** What is deployed where: each deployment, whom it holds, where it wins, and what one may want to mend. */
export function Deployments() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [bulk, setBulk] = useState<BulkAction | null>(null);
  const { deployments: place, change } = usePlace();
  const { filter, sort, focused } = place;
  const { all, failed, again } = useDeployments();
  const rows = useMemo(
    () =>
      sorted(
        (all ?? []).filter((row) => matches(row, filter)),
        sort,
      ),
    [all, filter, sort],
  );
  const items = useMemo(() => [...new Set((all ?? []).map(({ itemName }) => itemName))].sort((a, b) => a.localeCompare(b)), [all]);
  const columns = useColumns(
    'deployments',
    useMemo(() => deploymentColumns(t), [t]),
  );
  const there = new Set(all?.map(({ deployment }) => deployment.name));
  const ticked = new Set(place.ticked.filter((name) => there.has(name)));
  /** The ticked ones, also those that the filter hides just now, or else the one that has the focus. */
  const chosen = (all ?? []).filter(({ deployment: { name } }) => (ticked.size > 0 ? ticked.has(name) : name === focused));
  const names = chosen.map(({ deployment }) => deployment.name);
  const tick = (ids: Iterable<string>): void => change('deployments', { ticked: [...ids] });
  const onlyWaiting = chosen.length > 0 && chosen.every((row) => enabledKind(row) === 'waiting');
  const mayRemove = chosen.some(({ adopted }) => adopted);
  const open = (name: string): void => go(`/deployments/edit/${encodeURIComponent(name)}`);
  const one = names.length === 1 ? (names[0] ?? null) : null;
  const edit = (): void => {
    if (one !== null) open(one);
  };
  const duplicate = (): void => {
    if (one !== null) go(`/deployments/copy/${encodeURIComponent(one)}`);
  };
  useHandler('edit', edit);
  useHandler('duplicate', duplicate);
  useHandler('remove', () => mayRemove && setBulk('remove'));
  const filters = (
    <>
      <ListFilters filter={filter} items={items} onChange={(next) => change('deployments', { filter: next })} />
      <span className={classes.showing} role="status">
        {ticked.size > 0 && `${t('computers.selected', { count: ticked.size })}, `}
        {t('computers.showing', { shown: count(rows.length), all: count(all?.length ?? 0) })}
      </span>
      {columns.choice}
    </>
  );
  return (
    <Screen>
      <ScreenHead title={t('place.deployments')} filters={all !== null && all.length > 0 && filters}>
        {chosen.length > 0 && (
          <>
            <Button disabled={chosen.every(({ deployment }) => deployment.enabled)} onClick={() => setBulk('enable')}>
              {t(onlyWaiting ? 'deploymentList.adopt' : 'editor.enable')}
            </Button>
            <Button disabled={chosen.every(({ deployment }) => !deployment.enabled)} onClick={() => setBulk('disable')}>
              {t('editor.disable')}
            </Button>
            <Button disabled={!mayRemove} onClick={() => setBulk('remove')}>
              {t('editor.remove')}
            </Button>
            <Button leftSection={<Copy size={14} />} disabled={one === null} onClick={duplicate}>
              {t('editor.duplicate')}
            </Button>
            <Button disabled={one === null} onClick={edit}>
              {t('editor.edit')}
            </Button>
          </>
        )}
        <Button variant="filled" leftSection={<Plus size={14} />} onClick={() => go('/deployments/new')}>
          {t('deployments.add')}
        </Button>
      </ScreenHead>
      {failed && <Failure failed={failed} again={again} />}
      {all?.length === 0 && (
        <Empty title={t('deployments.none')} text={t('deployments.noneText')}>
          <Button onClick={() => go('/deployments/new')}>{t('deployments.add')}</Button>
        </Empty>
      )}
      {all !== null && all.length > 0 && rows.length === 0 && (
        <Empty title={t('deployments.noMatch')}>
          <Button onClick={() => change('deployments', { filter: NO_FILTER })}>{t('computers.clear')}</Button>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label={t('deployments.table')}
          columns={columns.shown}
          total={rows.length}
          rowAt={(index) => rows[index]}
          idOf={({ deployment }) => deployment.name}
          focused={focused}
          onFocus={({ deployment }) => change('deployments', { focused: deployment.name })}
          onOpen={({ deployment }) => open(deployment.name)}
          sort={sort}
          onSort={(by) => change('deployments', { sort: { by, descending: sort.by === by && !sort.descending } })}
          ticked={ticked}
          onTick={(ids, on) => tick(on ? new Set([...ticked, ...ids]) : [...ticked].filter((id) => !ids.includes(id)))}
          all={{
            label: t('computers.selectAll'),
            state: ticked.size === 0 ? 'none' : ticked.size >= rows.length ? 'all' : 'some',
            toggle: () => tick(ticked.size > 0 ? [] : rows.map(({ deployment }) => deployment.name)),
          }}
          tickLabel={({ deployment }) => t('computers.select', { name: deployment.name })}
        />
      )}
      {bulk && <BulkDialog action={bulk} names={names} onClose={() => setBulk(null)} onDone={() => tick([])} />}
    </Screen>
  );
}
