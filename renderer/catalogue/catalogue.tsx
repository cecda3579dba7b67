import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Item } from '../../shared/model.ts';
import { Cut } from '../components/cut.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Pane, PaneBar, Panes } from '../components/panes.tsx';
import { Failure } from '../components/failure.tsx';
import { Screen, ScreenHead } from '../components/screen.tsx';
import { usePlace } from '../state/place.ts';
import { useCall } from '../state/use-call.ts';
import { useTopic } from '../state/use-topic.ts';
import classes from './catalogue.module.css';

/** The items that there are, with their scripts, readable. */
export function Catalogue() {
  const { t } = useTranslation();
  const { catalogue: place, change } = usePlace();
  const version = useTopic('set-up', '')?.version ?? 0;
  const { value, failed } = useCall('catalogue.list', {}, version);
  const items = value?.items ?? [];
  const shown = items.find((item) => item.id === place.focused) ?? items[0];
  const columns = useMemo(
    (): Column<Item>[] => [
      { id: 'name', label: t('catalogue.name'), width: 'minmax(160px, 1.4fr)', cell: (item) => <Cut text={item.name} strong /> },
      { id: 'id', label: t('catalogue.id'), width: 'minmax(120px, 1fr)', cell: (item) => <Cut text={item.id} muted /> },
      { id: 'kind', label: t('catalogue.kind'), width: '100px', cell: (item) => <Cut text={t(`catalogue.${item.kind}`)} muted /> },
      {
        id: 'platforms',
        label: t('catalogue.platforms'),
        width: 'minmax(100px, 0.8fr)',
        cell: (item) => <Cut text={item.platforms.join(', ')} muted />,
      },
    ],
    [t],
  );
  return (
    <Screen>
      <ScreenHead title={t('place.catalogue')} />
      {failed && <Failure failed={failed} />}
      <Panes>
        <Pane min={120}>
          <DataTable
            label={t('catalogue.table')}
            columns={columns}
            total={items.length}
            rowAt={(index) => items[index]}
            idOf={(item) => item.id}
            focused={shown?.id ?? null}
            onFocus={(item) => change('catalogue', { focused: item.id })}
          />
        </Pane>
        {shown && (
          <>
            <PaneBar />
            <Pane min={120} size="50%">
              <Scripts item={shown} />
            </Pane>
          </>
        )}
      </Panes>
    </Screen>
  );
}

function Scripts({ item }: { item: Item }) {
  const { t } = useTranslation();
  const scripts = Object.entries(item.scripts).flatMap(([platform, named]) =>
    Object.entries(named ?? {}).map(([name, script]) => ({ key: `${platform}/${name}`, title: `${name} (${platform})`, text: script.text })),
  );
  return (
    <section className={classes.scripts} aria-label={t('catalogue.scripts')} tabIndex={0}>
      <h2>{item.name}</h2>
      {scripts.map((script) => (
        <details key={script.key} open={scripts.length < 3}>
          <summary>{script.title}</summary>
          <pre>{script.text}</pre>
        </details>
      ))}
    </section>
  );
}
