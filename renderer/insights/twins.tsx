/** The pictures as tables: the same figures, for those who read rather than look. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InsightsView } from '../../shared/api/insights.ts';
import { complianceOf, isCompliant, isFailure, isWrong, sumOf, type VerdictCounts } from '../../shared/insights.ts';
import { Cut } from '../components/cut.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { count, day } from '../i18n/format.ts';
import { percent } from './verdicts.tsx';

interface Counted {
  counts: VerdictCounts;
}
const isRest = (counts: VerdictCounts): number => sumOf(counts, (verdict) => !isCompliant(verdict) && !isWrong(verdict));

/** Right-aligned figures; nothing for none, so that what is there stands out. */
function useFigures<Row extends Counted>(): (id: string, label: string, of: (row: Row) => string | number, width?: string) => Column<Row> {
  return (id, label, of, width = '92px') => ({
    id,
    label,
    width,
    align: 'end',
    cell: (row) => {
      const figure = of(row);
      return <span className="number">{typeof figure === 'number' ? (figure === 0 ? '' : count(figure)) : figure}</span>;
    },
  });
}

interface TwinProps<Row> {
  label: string;
  rows: readonly Row[];
  onOpen: (row: Row) => void;
}

export function ItemsTable({ label, rows, onOpen }: TwinProps<InsightsView['items'][number]>) {
  const { t } = useTranslation();
  const [focused, setFocused] = useState<string | null>(null);
  const figures = useFigures<InsightsView['items'][number]>();
  return (
    <DataTable
      label={label}
      columns={[
        { id: 'item', label: t('insights.item'), width: 'minmax(120px, 1fr)', cell: ({ name }) => <Cut text={name} strong /> },
        figures('share', t('insights.compliance'), ({ counts }) => percent(complianceOf(counts))),
        figures('compliant', t('insights.compliant'), ({ counts }) => sumOf(counts, isCompliant)),
        figures('failed', t('insights.failed'), ({ counts }) => sumOf(counts, isFailure), '72px'),
        figures('change', t('insights.wouldChange'), ({ counts }) => counts['would-change'] ?? 0, '110px'),
        figures('rest', t('insights.rest'), ({ counts }) => isRest(counts) + (counts.unknown ?? 0), '72px'),
      ]}
      total={rows.length}
      rowAt={(index) => rows[index]}
      idOf={({ key }) => key}
      focused={focused}
      onFocus={({ key }) => setFocused(key)}
      onOpen={onOpen}
    />
  );
}

export function TenantsTable({ label, rows, onOpen }: TwinProps<InsightsView['tenants'][number]>) {
  const { t } = useTranslation();
  const [focused, setFocused] = useState<string | null>(null);
  const figures = useFigures<InsightsView['tenants'][number]>();
  return (
    <DataTable
      label={label}
      columns={[
        { id: 'tenant', label: t('insights.tenant'), width: 'minmax(80px, 1fr)', cell: ({ name }) => <Cut text={name} strong /> },
        figures('computers', t('insights.computers'), ({ computers }) => computers),
        figures('share', t('insights.compliance'), ({ counts }) => percent(complianceOf(counts))),
        figures('failed', t('insights.failed'), ({ counts }) => sumOf(counts, isFailure), '72px'),
      ]}
      total={rows.length}
      rowAt={(index) => rows[index]}
      idOf={({ name }) => name}
      focused={focused}
      onFocus={({ name }) => setFocused(name)}
      onOpen={onOpen}
    />
  );
}

/** Newest first. */
export function DaysTable({ label, rows, onOpen }: TwinProps<InsightsView['days'][number]>) {
  const { t } = useTranslation();
  const [focused, setFocused] = useState<string | null>(null);
  const figures = useFigures<InsightsView['days'][number]>();
  const newest = [...rows].reverse();
  return (
    <DataTable
      label={label}
      columns={[
        { id: 'day', label: t('insights.day'), width: 'minmax(70px, 1fr)', cell: ({ at }) => <span className="number">{day(at)}</span> },
        figures('failed', t('insights.failed'), ({ counts }) => sumOf(counts, isFailure), '72px'),
        figures('changed', t('insights.changed'), ({ counts }) => counts.success ?? 0, '84px'),
        figures('well', t('insights.already'), ({ counts }) => counts['already-compliant'] ?? 0, '84px'),
        figures('rest', t('insights.rest'), ({ counts }) => isRest(counts) + (counts.unknown ?? 0) + (counts['would-change'] ?? 0), '72px'),
      ]}
      total={newest.length}
      rowAt={(index) => newest[index]}
      idOf={({ at }) => String(at)}
      focused={focused}
      onFocus={({ at }) => setFocused(String(at))}
      onOpen={onOpen}
    />
  );
}
