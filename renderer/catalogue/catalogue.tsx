import { Button } from '@mantine/core';
import { Copy, Pencil, Plus } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { BrokenItem } from '../../shared/api/catalogue.ts';
import type { Item } from '../../shared/model.ts';
import { call, type CallFailed } from '../bridge.ts';
import { useHandler } from '../commands/use-handler.ts';
import { Cut } from '../components/cut.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Failure } from '../components/failure.tsx';
import { FilterBox } from '../components/filter-box.tsx';
import { Pane, PaneBar, Panes } from '../components/panes.tsx';
import { Empty, Screen, ScreenHead } from '../components/screen.tsx';
import { tellSaved } from '../editing/saved.tsx';
import { count } from '../i18n/format.ts';
import { Problems } from '../settings/problems.tsx';
import { usePlace } from '../state/place.ts';
import { failureOf, useCall } from '../state/use-call.ts';
import { useTopic } from '../state/use-topic.ts';
import classes from './catalogue.module.css';
import { ItemDetail } from './item-detail.tsx';

interface Row {
  id: string;
  name: string;
  folder: string;
  /** Null where it does not load. */
  item: Item | null;
  broken: BrokenItem | null;
  local: boolean;
  uses: number;
}

/** The items that there are: those that came with the program, and those that were written here. */
export function Catalogue() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { catalogue: place, change } = usePlace();
  const version = useTopic('set-up', '')?.version ?? 0;
  const { value, failed } = useCall('catalogue.list', {}, version);
  const [trouble, setTrouble] = useState<CallFailed | null>(null);
  const box = useRef<HTMLInputElement>(null);
  useHandler('filter', () => box.current?.focus());
  const all = useMemo((): Row[] => {
    const { items = [], broken = [], uses = {} } = value ?? {};
    return [
      ...broken.map((one): Row => ({
        id: one.folder,
        name: one.shown.split(/[\\/]/).at(-1) ?? '',
        folder: one.folder,
        item: null,
        broken: one,
        local: true,
        uses: 0,
      })),
      ...items.map((item): Row => ({
        id: item.id,
        name: item.name,
        folder: item.folder,
        item,
        broken: null,
        local: item.source === 'local',
        uses: uses[item.id] ?? 0,
      })),
    ];
  }, [value]);
  const words = place.text.toLowerCase().split(/\s+/);
  const rows = all.filter(({ id, name, item }) =>
    words.every((word) => `${name}\n${id}\n${item?.platforms.join(' ') ?? ''}`.toLowerCase().includes(word)),
  );
  const shown = rows.find((row) => row.id === place.focused) ?? rows[0];
  const columns = useMemo(
    (): Column<Row>[] => [
      { id: 'name', label: t('catalogue.name'), width: 'minmax(160px, 1.4fr)', cell: (row) => <Cut text={row.name} strong /> },
      { id: 'id', label: t('catalogue.id'), width: 'minmax(120px, 1fr)', cell: (row) => <Cut text={row.item?.id ?? ''} muted /> },
      { id: 'kind', label: t('catalogue.kind'), width: '90px', cell: ({ item }) => item && <Cut text={t(`catalogue.${item.kind}`)} muted /> },
      {
        id: 'platforms',
        label: t('catalogue.platforms'),
        width: 'minmax(90px, 0.7fr)',
        cell: ({ item }) => <Cut text={item?.platforms.join(', ') ?? ''} muted />,
      },
      {
        id: 'source',
        label: t('catalogue.source'),
        width: '124px',
        cell: ({ broken, local }) => <Cut text={t(broken ? 'catalogue.broken' : local ? 'catalogue.local' : 'catalogue.bundled')} muted={!broken} />,
      },
      {
        id: 'uses',
        label: t('catalogue.deployments'),
        width: '104px',
        align: 'end',
        cell: ({ uses }) => <span className={`number ${classes.muted}`}>{uses === 0 ? '' : count(uses)}</span>,
      },
    ],
    [t],
  );
  const remove = async (row: Row): Promise<void> => {
    setTrouble(null);
    try {
      const { undo } = await call('item-folders.remove', { path: row.folder });
      tellSaved(t('catalogue.removed', { name: row.name }), undo);
    } catch (error) {
      setTrouble(failureOf(error));
    }
  };
  const edit = (): void => {
    if (shown?.local) go(`/catalogue/edit/${encodeURIComponent(shown.folder)}`);
  };
  const duplicate = (): void => {
    if (shown?.item) go(`/catalogue/copy/${encodeURIComponent(shown.folder)}`);
  };
  useHandler('edit', edit);
  useHandler('duplicate', duplicate);
  return (
    <Screen>
      <ScreenHead
        title={t('place.catalogue')}
        filters={
          <>
            <FilterBox ref={box} text={place.text} hint={t('catalogue.filter')} onChange={(text) => change('catalogue', { text })} />
            <span className={classes.showing} role="status">
              {t('computers.showing', { shown: count(rows.length), all: count(all.length) })}
            </span>
          </>
        }
      >
        {shown?.local && <Button onClick={() => void remove(shown)}>{t('catalogue.remove')}</Button>}
        {shown?.local && (
          <Button leftSection={<Pencil size={14} />} onClick={edit}>
            {t('catalogue.edit')}
          </Button>
        )}
        {shown?.item && (
          <Button leftSection={<Copy size={14} />} onClick={duplicate}>
            {t('catalogue.duplicate')}
          </Button>
        )}
        <Button variant="filled" leftSection={<Plus size={14} />} onClick={() => go('/catalogue/new')}>
          {t('catalogue.new')}
        </Button>
      </ScreenHead>
      {failed && <Failure failed={failed} />}
      {trouble && <Failure failed={trouble} />}
      {value && rows.length === 0 && (
        <Empty title={t(place.text === '' ? 'catalogue.none' : 'catalogue.noMatch')}>
          {place.text !== '' && <Button onClick={() => change('catalogue', { text: '' })}>{t('computers.clear')}</Button>}
        </Empty>
      )}
      {rows.length > 0 && (
        <Panes>
          <Pane min={120}>
            <DataTable
              label={t('catalogue.table')}
              columns={columns}
              total={rows.length}
              rowAt={(index) => rows[index]}
              idOf={(row) => row.id}
              focused={shown?.id ?? null}
              onFocus={(row) => change('catalogue', { focused: row.id })}
              onOpen={(row) => row.local && go(`/catalogue/edit/${encodeURIComponent(row.folder)}`)}
            />
          </Pane>
          {shown && (
            <>
              <PaneBar />
              <Pane size="50%" min={120}>
                {shown.item && <ItemDetail key={shown.id} item={shown.item} />}
                {shown.broken && (
                  <div className={classes.broken}>
                    <Problems problems={shown.broken.problems} title={t('catalogue.brokenTitle')} />
                  </div>
                )}
              </Pane>
            </>
          )}
        </Panes>
      )}
    </Screen>
  );
}
