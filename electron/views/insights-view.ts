/** What the screen Insights is shown, made of the sums over a period. Pure. */
import type { CellRow, InsightsBlock, InsightsView } from '../../shared/api/insights.ts';
import { isFailure, VERDICTS, type Verdict, type VerdictCounts } from '../../shared/insights.ts';
import { reasonText } from '../../shared/reasons.ts';
import type { InsightsRecord } from '../store/insights.ts';
import { daysFinding, mapFinding, type FailingItem } from './insight-findings.ts';

/** A column of the heat map. */
export interface Column {
  /** `TENANT/NAME`. */
  id: string;
  name: string;
  tenant: string;
}

/** The sums over a period, with the columns and the days that they were asked for with. */
export interface Period {
  columns: Column[];
  days: number[];
  record: InsightsRecord;
}

function countsOf(numbers: readonly number[]): VerdictCounts {
  return Object.fromEntries(VERDICTS.flatMap((verdict, at) => ((numbers[at] ?? 0) > 0 ? [[verdict, numbers[at]]] : [])));
}
const verdictAt = (code: number | undefined): Verdict | null => (code ? (VERDICTS[code - 1] ?? null) : null);

/** Everything of a period but its single cells. */
export function insightsView({ columns, days, record }: Period, made: number): InsightsView {
  const { items, cells, since } = record;
  const width = columns.length;
  const none = (): number[] => VERDICTS.map(() => 0);
  const byItem = items.map(none);
  const byTenant = new Map<string, { first: number; computers: number; counts: number[] }>();
  columns.forEach(({ tenant }, at) => {
    const found = byTenant.get(tenant);
    if (found) found.computers += 1;
    else byTenant.set(tenant, { first: at, computers: 1, counts: none() });
  });
  const tenantOf = columns.map(({ tenant }) => byTenant.get(tenant)?.counts ?? none());
  const failing: FailingItem[] = [];
  items.forEach(({ key, name }, row) => {
    const counts = byItem[row] ?? none();
    const on: FailingItem['on'] = [];
    for (let column = 0; column < width; column += 1) {
      const code = cells[row * width + column] ?? 0;
      if (code === 0) continue;
      counts[code - 1] = (counts[code - 1] ?? 0) + 1;
      const ofTenant = tenantOf[column];
      if (ofTenant) ofTenant[code - 1] = (ofTenant[code - 1] ?? 0) + 1;
      const [verdict, there] = [verdictAt(code), columns[column]];
      if (verdict && there && isFailure(verdict))
        on.push({ computer: there.name, tenant: there.tenant, since: days[since[row * width + column] ?? 0] ?? 0 });
    }
    failing.push({ key, name, on });
  });
  const shownDays = days.map((at, day) => ({ at, counts: countsOf(record.days[day] ?? []) }));
  const names = new Map(items.map(({ key, name }) => [key, name]));
  return {
    computers: width,
    tenants: [...byTenant].map(([name, { counts, ...rest }]) => ({ name, ...rest, counts: countsOf(counts) })),
    items: items.map(({ key, name }, row) => ({ key, name, counts: countsOf(byItem[row] ?? []) })),
    omitted: record.omitted,
    days: shownDays,
    comebacks: record.comebacks.map(({ reason, ...told }) => ({
      ...told,
      id: `${told.key} ${told.result} ${reason ?? ''}`,
      item: names.get(told.key) ?? told.key,
      sentence: reason === null ? '' : reasonText(reason).sentence,
    })),
    map: mapFinding(failing, record.order.length > 0, width, days),
    time: daysFinding(shownDays),
    made,
  };
}

/** Some columns of the heat map. */
export function insightsBlock({ columns, record }: Period, first: number, limit: number): Omit<InsightsBlock, 'made'> {
  const width = columns.length;
  const until = Math.min(width, first + limit);
  const letter = (code: number): string => (code === 0 ? '.' : String.fromCharCode(96 + code));
  return {
    computers: columns.slice(first, until),
    rows: record.items.map((_, row) => Array.from(record.cells.subarray(row * width + Math.min(first, until), row * width + until), letter).join('')),
  };
}

/** What the list of cells is narrowed to; an empty list of verdicts is all of them. */
export interface CellsFilter {
  item?: string | undefined;
  of?: string | undefined;
  verdicts: readonly Verdict[];
}

/** A page of the cells, what is wrong first. */
export function cellsPage({ columns, days, record }: Period, filter: CellsFilter, offset: number, limit: number): { rows: CellRow[]; total: number } {
  const { items, cells, since, order } = record;
  const width = columns.length;
  const row = filter.item === undefined ? -1 : items.findIndex(({ key }) => key === filter.item);
  const [from, until] = filter.item === undefined ? [0, cells.length] : row === -1 ? [0, 0] : [row * width, (row + 1) * width];
  const codes = VERDICTS.map((verdict) => filter.verdicts.length === 0 || filter.verdicts.includes(verdict));
  const ofTenant = columns.map(({ tenant }) => filter.of === undefined || tenant === filter.of);
  const everything = from === 0 && until === cells.length && codes.every(Boolean) && filter.of === undefined;
  const held = everything
    ? order
    : order.filter((at) => at >= from && at < until && codes[(cells[at] ?? 0) - 1] === true && ofTenant[at % width] === true);
  const rows = Array.from(held.subarray(offset, offset + limit), (at): CellRow[] => {
    const [item, column, verdict] = [items[Math.floor(at / width)], columns[at % width], verdictAt(cells[at])];
    if (!item || !column || !verdict) return [];
    return [
      {
        item: item.name,
        key: item.key,
        computer: column.name,
        computerId: column.id,
        tenant: column.tenant,
        verdict,
        since: isFailure(verdict) ? (days[since[at] ?? 0] ?? null) : null,
      },
    ];
  });
  return { rows: rows.flat(), total: held.length };
}
