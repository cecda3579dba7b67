import { Button } from '@mantine/core';
import { CircleCheck, CircleX, Plus, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemFolderRow } from '../../../shared/api/files.ts';
import { call, type CallFailed } from '../../bridge.ts';
import { Cut } from '../../components/cut.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { Failure } from '../../components/failure.tsx';
import { Empty, Screen, ScreenHead } from '../../components/screen.tsx';
import { tellSaved } from '../../editing/saved.tsx';
import { count } from '../../i18n/format.ts';
import { usePlace } from '../../state/place.ts';
import { failureOf, useCall } from '../../state/use-call.ts';
import { useTopic } from '../../state/use-topic.ts';
import { SettingsTabs } from '../settings-tabs.tsx';
import { Problems, problemsOf } from '../problems.tsx';
import classes from './folders.module.css';

/** Settings, Catalogue folders: folders of items that were written here. */
export function Folders() {
  const { t } = useTranslation();
  const { folders: place, change } = usePlace();
  const version = useTopic('set-up', '')?.version ?? 0;
  const [again, setAgain] = useState(0);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<CallFailed | null>(null);
  const { value, failed } = useCall('item-folders.list', {}, `${version} ${again}`);
  const rows = value?.rows ?? [];
  const row = rows.find(({ path }) => path === place.focused) ?? null;
  const columns = useMemo(
    (): Column<ItemFolderRow>[] => [
      {
        id: 'item',
        label: t('folders.item'),
        width: 'minmax(140px, 1fr)',
        cell: ({ item, shown }) => <Cut text={item?.name ?? shown.split(/[\\/]/).at(-1) ?? ''} strong />,
      },
      {
        id: 'kind',
        label: t('folders.kind'),
        width: '90px',
        cell: ({ item }) => item && <Cut text={t(item.kind === 'software' ? 'folders.software' : 'folders.task')} muted />,
      },
      { id: 'folder', label: t('folders.folder'), width: 'minmax(200px, 2fr)', cell: ({ shown }) => <Cut text={shown} muted /> },
      {
        id: 'deployments',
        label: t('folders.deployments'),
        width: '104px',
        align: 'end',
        cell: ({ deployments }) => <span className={`number ${classes.muted}`}>{deployments.length === 0 ? '' : count(deployments.length)}</span>,
      },
      { id: 'state', label: t('folders.state'), width: '160px', cell: (one) => <State row={one} /> },
    ],
    [t],
  );
  const act = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setTrouble(null);
    try {
      await work();
    } catch (error) {
      setTrouble(failureOf(error));
    } finally {
      setBusy(false);
      setAgain((n) => n + 1);
    }
  };
  const add = (): Promise<void> =>
    act(async () => {
      const { folders, undo } = await call('item-folders.add', {});
      if (folders !== null) tellSaved(folders.length === 0 ? t('folders.nothingAdded') : t('folders.added', { count: folders.length }), undo);
    });
  const remove = (one: ItemFolderRow): Promise<void> =>
    act(async () => {
      const { undo } = await call('item-folders.remove', { path: one.path });
      tellSaved(t('folders.removed', { name: one.item?.name ?? one.shown }), undo);
    });
  const placed = trouble === null ? [] : problemsOf(trouble);
  return (
    <Screen>
      <ScreenHead title={t('place.settings')} filters={<SettingsTabs />}>
        {row && (
          <Button disabled={busy} onClick={() => void remove(row)}>
            {t('folders.remove')}
          </Button>
        )}
        <Button variant="filled" leftSection={<Plus size={14} />} loading={busy} onClick={() => void add()}>
          {t('folders.add')}
        </Button>
      </ScreenHead>
      {failed && <Failure failed={failed} again={() => setAgain((n) => n + 1)} />}
      {trouble && placed.length === 0 && <Failure failed={trouble} />}
      {placed.length > 0 && <Problems problems={placed} title={t('folders.problems', { count: placed.length })} />}
      {value && rows.length === 0 && <Empty title={t('folders.none')} text={t('folders.noneText')} />}
      {rows.length > 0 && (
        <DataTable
          label={t('folders.table')}
          columns={columns}
          total={rows.length}
          rowAt={(index) => rows[index]}
          idOf={({ path }) => path}
          focused={place.focused}
          onFocus={({ path }) => change('folders', { focused: path })}
        />
      )}
      {row && <Details row={row} />}
    </Screen>
  );
}

function State({ row }: { row: ItemFolderRow }) {
  const { t } = useTranslation();
  const errors = row.problems.filter(({ level }) => level === 'error').length;
  const warnings = row.problems.length - errors;
  const tone = errors > 0 || !row.item ? 'red' : warnings > 0 ? 'amber' : 'green';
  const Icon = tone === 'red' ? CircleX : tone === 'amber' ? TriangleAlert : CircleCheck;
  const words = tone === 'green' ? t('folders.loads') : tone === 'amber' ? t('folders.warnings', { count: warnings }) : t('folders.notLoaded');
  return (
    <span className={classes.state} data-tone={tone}>
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      {words}
    </span>
  );
}

/** What came of one folder, with file and line of all that is wrong. */
function Details({ row }: { row: ItemFolderRow }) {
  const { t } = useTranslation();
  const { item, problems, deployments, files, shown } = row;
  return (
    <section className={classes.details} aria-label={t('folders.details')}>
      <h2>{item?.name ?? shown}</h2>
      <p>
        <code>{shown}</code>
      </p>
      {item && (
        <p className={classes.muted}>
          {item.id}, {item.platforms.join(', ')}
        </p>
      )}
      {deployments.length > 0 && (
        <p className={classes.muted}>
          {t('folders.deployments')}: {deployments.join(', ')}
        </p>
      )}
      {files.length > 0 && <p className={classes.muted}>{t('folders.inFile', { files: files.join(', ') })}</p>}
      {problems.length === 0 ? (
        <p>{t('folders.fine')}</p>
      ) : (
        <div className={classes.problems}>
          <Problems problems={problems} />
        </div>
      )}
    </section>
  );
}
