import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { DeploymentRow } from '../../shared/api/set-up.ts';
import { ENFORCEMENTS, ORIGINS, type Enforcement, type Origin } from '../../shared/words.ts';
import { useHandler } from '../commands/use-handler.ts';
import { Cut } from '../components/cut.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Failure } from '../components/failure.tsx';
import { FilterBox } from '../components/filter-box.tsx';
import { Empty, Screen, ScreenHead } from '../components/screen.tsx';
import { stateWords } from '../computers/state-words.ts';
import { count } from '../i18n/format.ts';
import { usePlace } from '../state/place.ts';
import { useCall } from '../state/use-call.ts';
import { useTopic } from '../state/use-topic.ts';
import { BulkDialog, type BulkAction } from './bulk-dialog.tsx';
import classes from './deployments.module.css';
import { matches, sorted } from './sort-deployments.ts';

export function Deployments() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const box = useRef<HTMLInputElement>(null);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [bulk, setBulk] = useState<BulkAction | null>(null);
  useHandler('filter', () => box.current?.focus());
  const { deployments: place, change } = usePlace();
  const version = useTopic('set-up', '')?.version ?? 0;
  const { value, failed } = useCall('deployments.list', {}, version);
  const all = value?.rows ?? [];
  const rows = useMemo(
    () =>
      sorted(
        all.filter((row) => matches(row, place)),
        place.sort,
      ),
    [value, place],
  );
  const chosen = rows.map(({ deployment }) => deployment.name).filter((name) => ticked.has(name) || (ticked.size === 0 && name === place.focused));
  const names = useMemo(() => chosen, [chosen.join('\n')]);
  const columns = useMemo(
    (): Column<DeploymentRow>[] => [
      {
        id: 'name',
        sortable: true,
        label: t('deployments.name'),
        width: 'minmax(160px, 1.4fr)',
        cell: ({ deployment }) => (
          <>
            <Cut text={deployment.name} strong muted={!deployment.enabled} />
            {!deployment.enabled && <small style={{ color: 'var(--muted)' }}>{t('deployments.disabled')}</small>}
          </>
        ),
      },
      {
        id: 'item',
        sortable: true,
        label: t('deployments.item'),
        width: 'minmax(140px, 1.2fr)',
        cell: ({ deployment, itemName }) => <Cut text={!deployment.instance ? itemName : `${itemName}: ${deployment.instance}`} />,
      },
      {
        id: 'state',
        sortable: true,
        label: t('deployments.state'),
        width: 'minmax(80px, 0.7fr)',
        cell: ({ deployment }) => <Cut text={stateWords(deployment)} muted />,
      },
      {
        id: 'target',
        sortable: true,
        label: t('deployments.target'),
        width: 'minmax(120px, 1.2fr)',
        cell: ({ target }) => <Cut text={target} muted />,
      },
      {
        id: 'enforcement',
        sortable: true,
        label: t('deployments.enforcement'),
        width: '100px',
        cell: ({ deployment }) => <Cut text={t(`enforcement.${deployment.enforcement}`)} muted />,
      },
      {
        id: 'origin',
        sortable: true,
        label: t('deployments.origin'),
        width: '110px',
        cell: ({ deployment }) => <Cut text={t(`origin.${deployment.origin}`)} muted />,
      },
      {
        id: 'holds',
        sortable: true,
        label: t('deployments.holds'),
        width: '100px',
        align: 'end',
        cell: ({ holds, problem }) =>
          holds === null ? (
            <Cut text={problem ?? ''} />
          ) : (
            <span className="number" style={{ color: 'var(--muted)' }}>
              {count(holds)}
            </span>
          ),
      },
    ],
    [t],
  );
  const open = (name: string): void => go(`/deployments/edit/${encodeURIComponent(name)}`);
  const enforcementOf = new Map<string, Enforcement>(ENFORCEMENTS.map((one) => [t(`enforcement.${one}`), one]));
  const originOf = new Map<string, Origin>(ORIGINS.map((one) => [t(`origin.${one}`), one]));
  const chips = (
    <>
      <FilterBox ref={box} text={place.text} hint={t('computers.filter')} onChange={(text) => change('deployments', { text })} />
      <FilterBox.Choice
        label={t('deployments.enforcement')}
        options={[...enforcementOf.keys()]}
        chosen={place.enforcements.map((one) => t(`enforcement.${one}`))}
        onChange={(words) => change('deployments', { enforcements: words.flatMap((word) => enforcementOf.get(word) ?? []) })}
      />
      <FilterBox.Choice
        label={t('deployments.origin')}
        options={[...originOf.keys()]}
        chosen={place.origins.map((one) => t(`origin.${one}`))}
        onChange={(words) => change('deployments', { origins: words.flatMap((word) => originOf.get(word) ?? []) })}
      />
      <span className={classes.showing} role="status">
        {ticked.size > 0 && `${t('computers.selected', { count: ticked.size })}, `}
        {t('computers.showing', { shown: count(rows.length), all: count(all.length) })}
      </span>
    </>
  );
  return (
    <Screen>
      <ScreenHead title={t('place.deployments')} filters={all.length > 0 && chips}>
        {chosen.length > 0 && (
          <>
            <Button onClick={() => setBulk('enable')}>{t('editor.enable')}</Button>
            <Button onClick={() => setBulk('disable')}>{t('editor.disable')}</Button>
            <Button onClick={() => setBulk('remove')}>{t('editor.remove')}</Button>
            {chosen.length === 1 && (
              <>
                <Button onClick={() => go(`/deployments/copy/${encodeURIComponent(chosen[0] ?? '')}`)}>{t('editor.duplicate')}</Button>
                <Button onClick={() => open(chosen[0] ?? '')}>{t('editor.edit')}</Button>
              </>
            )}
          </>
        )}
        <Button variant="filled" leftSection={<Plus size={14} />} onClick={() => go('/deployments/new')}>
          {t('deployments.add')}
        </Button>
      </ScreenHead>
      {failed && <Failure failed={failed} />}
      {value && all.length === 0 && <Empty title={t('deployments.none')} text={t('deployments.noneText')} />}
      {all.length > 0 && rows.length === 0 && (
        <Empty title={t('deployments.noMatch')}>
          <Button onClick={() => change('deployments', { text: '', enforcements: [], origins: [] })}>{t('computers.clear')}</Button>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label={t('deployments.table')}
          columns={columns}
          total={rows.length}
          rowAt={(index) => rows[index]}
          idOf={({ deployment }) => deployment.name}
          focused={place.focused}
          onFocus={({ deployment }) => change('deployments', { focused: deployment.name })}
          onOpen={({ deployment }) => open(deployment.name)}
          sort={place.sort}
          onSort={(by) => change('deployments', { sort: { by, descending: place.sort.by === by && !place.sort.descending } })}
          ticked={ticked}
          onTick={(ids, on) => setTicked(new Set(on ? [...ticked, ...ids] : [...ticked].filter((id) => !ids.includes(id))))}
          all={{
            label: t('computers.selectAll'),
            state: ticked.size === 0 ? 'none' : ticked.size >= rows.length ? 'all' : 'some',
            toggle: () => setTicked(new Set(ticked.size > 0 ? [] : rows.map(({ deployment }) => deployment.name))),
          }}
          tickLabel={({ deployment }) => t('computers.select', { name: deployment.name })}
        />
      )}
      {bulk && (
        <BulkDialog
          action={bulk}
          names={names}
          onClose={() => {
            setBulk(null);
            setTicked(new Set());
          }}
        />
      )}
    </Screen>
  );
}
