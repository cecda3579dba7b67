import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeploymentRow } from '../../shared/api/set-up.ts';
import { Cut } from '../components/cut.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Failure } from '../components/failure.tsx';
import { Empty, Screen, ScreenHead } from '../components/screen.tsx';
import { stateWords } from '../computers/state-words.ts';
import { count } from '../i18n/format.ts';
import { usePlace } from '../state/place.ts';
import { useCall } from '../state/use-call.ts';
import { useTopic } from '../state/use-topic.ts';

export function Deployments() {
  const { t } = useTranslation();
  const { deployments: place, change } = usePlace();
  const version = useTopic('set-up', '')?.version ?? 0;
  const { value, failed } = useCall('deployments.list', {}, version);
  const rows = value?.rows ?? [];
  const columns = useMemo(
    (): Column<DeploymentRow>[] => [
      {
        id: 'name',
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
        label: t('deployments.item'),
        width: 'minmax(140px, 1.2fr)',
        cell: ({ deployment, itemName }) => <Cut text={!deployment.instance ? itemName : `${itemName}: ${deployment.instance}`} />,
      },
      {
        id: 'state',
        label: t('deployments.state'),
        width: 'minmax(80px, 0.7fr)',
        cell: ({ deployment }) => <Cut text={stateWords(deployment)} muted />,
      },
      { id: 'target', label: t('deployments.target'), width: 'minmax(120px, 1.2fr)', cell: ({ target }) => <Cut text={target} muted /> },
      {
        id: 'enforcement',
        label: t('deployments.enforcement'),
        width: '100px',
        cell: ({ deployment }) => <Cut text={t(`enforcement.${deployment.enforcement}`)} muted />,
      },
      {
        id: 'origin',
        label: t('deployments.origin'),
        width: '110px',
        cell: ({ deployment }) => <Cut text={t(`origin.${deployment.origin}`)} muted />,
      },
      {
        id: 'holds',
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
  return (
    <Screen>
      <ScreenHead title={t('place.deployments')} />
      {failed && <Failure failed={failed} />}
      {value && rows.length === 0 ? (
        <Empty title={t('deployments.none')} text={t('deployments.noneText')} />
      ) : (
        <DataTable
          label={t('deployments.table')}
          columns={columns}
          total={rows.length}
          rowAt={(index) => rows[index]}
          idOf={({ deployment }) => deployment.name}
          focused={place.focused}
          onFocus={({ deployment }) => change('deployments', { focused: deployment.name })}
        />
      )}
    </Screen>
  );
}
