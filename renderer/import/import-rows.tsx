import { CircleCheck, CircleDashed, CircleMinus, CirclePlus, CircleX, Pencil, type LucideIcon } from 'lucide-react';
import { useMemo, useState, type ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportPreview, ImportRow, RowAction } from '../../shared/api/imports.ts';
import { call } from '../bridge.ts';
import { Cut } from '../components/cut.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { useRows } from '../state/row-book.ts';
import { usePages } from '../state/use-pages.ts';
import { useImport } from './import-state.ts';
import classes from './import.module.css';

const MARKS: Record<RowAction, LucideIcon> = {
  add: CirclePlus,
  change: Pencil,
  same: CircleCheck,
  left: CircleDashed,
  refused: CircleX,
  remove: CircleMinus,
};

/** Every row of the file with what becomes of it; those that are not wanted are unticked. */
export function ImportRows({ source, preview }: { source: string; preview: ImportPreview }) {
  const { t } = useTranslation();
  const { options, change } = useImport();
  const [focused, setFocused] = useState<string | null>(null);
  const pages = usePages<ImportRow, { rows: ImportRow[]; total: number }>(source, preview, (offset, limit) =>
    call('import.rows', { source, offset, limit }),
  );
  const came = useRows(pages.book);
  const computers = preview.kind !== 'set-up';
  const columns = useMemo((): Column<ImportRow>[] => {
    const column = (id: Column<ImportRow>['id'], width: string, cell: Column<ImportRow>['cell']): Column<ImportRow> => ({
      id,
      label: t(`import.row.${id as 'name'}`),
      width,
      cell,
    });
    return [
      ...(computers ? [{ ...column('line', '52px', ({ line }) => <span className="number">{line ?? ''}</span>), align: 'end' as const }] : []),
      ...(computers ? [] : [column('what', '100px', ({ what }) => <Cut text={t(`import.what.${what}`)} muted />)]),
      column('name', 'minmax(90px, 1fr)', ({ name }) => <Told text={name} strong />),
      column('tenant', 'minmax(60px, 0.6fr)', ({ tenant }) => <Told text={tenant ?? ''} />),
      ...(computers ? [column('reached', 'minmax(110px, 1.1fr)', ({ reached }) => <Told text={reached} muted />)] : []),
      column('action', 'minmax(200px, 2.2fr)', ({ action, why }) => <Becomes action={action} why={why} />),
    ];
  }, [t, computers]);
  const without = useMemo(() => new Set(options.without), [options.without]);
  const ticked = useMemo(() => {
    const all = new Set<string>();
    for (let at = 0; at < preview.total; at += 1) if (!without.has(at) && pages.rowAt(at)?.action !== 'refused') all.add(String(at));
    return all;
  }, [preview.total, without, pages.rowAt, came]);
  const take = (ids: string[], on: boolean): void => {
    const next = new Set(without);
    for (const id of ids)
      if (on) next.delete(Number(id));
      else next.add(Number(id));
    change({ without: [...next].sort((a, b) => a - b) });
  };
  const everything = (): void => change({ without: ticked.size > 0 ? Array.from({ length: preview.total }, (_, at) => at) : [] });
  return (
    <DataTable
      label={t('import.rows')}
      columns={columns}
      total={preview.total}
      rowAt={pages.rowAt}
      book={pages.book}
      onRange={pages.onRange}
      idOf={(row) => String(row.at)}
      focused={focused}
      onFocus={(row) => setFocused(String(row.at))}
      {...(computers
        ? {
            ticked,
            onTick: take,
            tickLabel: (row: ImportRow) => t('import.take', { name: row.name }),
            all: {
              label: t('import.takeAll'),
              state: ticked.size === 0 ? ('none' as const) : ticked.size >= preview.total ? ('all' as const) : ('some' as const),
              toggle: everything,
            },
          }
        : {})}
    />
  );
}

/** What the file says, or the engine about it: the same in every language. */
function Told(props: ComponentProps<typeof Cut>) {
  return (
    <span translate="no" className={classes.told}>
      <Cut {...props} />
    </span>
  );
}

function Becomes({ action, why }: { action: RowAction; why: string | null }) {
  const { t } = useTranslation();
  const Mark = MARKS[action];
  return (
    <span className={classes.becomes} data-action={action}>
      <Mark size={15} strokeWidth={1.75} aria-hidden />
      <span className={classes.word}>{t(`import.act.${action}`)}</span>
      {why !== null && <Told text={why} muted />}
    </span>
  );
}
