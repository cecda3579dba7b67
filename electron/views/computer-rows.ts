/** The table of computers: what stands in a row, which rows a filter holds, in which order. Pure. */
import type { ComputerColumn, ComputerFilter, ComputerRow, LastSession } from '../../shared/api/computers.ts';
import type { Computer, ComputerState, SetUp } from '../../shared/model.ts';
import type { Platform } from '../../shared/words.ts';
import { targetHolds } from '../resolution/index.ts';
import { effectiveConnection } from '../setup/connection.ts';
import { rankFew } from './text-ranks.ts';

export interface ComputerEntry {
  row: ComputerRow;
  computer: Computer;
  /** What it was made of. */
  state: ComputerState | undefined;
  platform: Platform | null;
  /** Its groups: worked out when somebody asks. */
  groups: () => readonly string[];
  /** What the text filter looks into, in lower case. */
  searched: string;
  /** Of its name among all names; equal ones have the same. */
  nameRank: number;
}

/** What the table knows of a computer. */
export function computerEntry(
  setUp: SetUp,
  computer: Computer,
  state: ComputerState | undefined,
  nameRank: number,
  last: LastSession | null,
): ComputerEntry {
  const facts = state?.facts ?? {};
  const reached = reachedBy(setUp, computer.id, facts);
  const row: ComputerRow = {
    id: computer.id,
    name: computer.name,
    tenant: computer.tenant,
    platform: platformName(facts),
    connection: reached?.kind ?? null,
    host: reached?.host ?? computer.name,
    tags: computer.tags,
    lastSeen: state?.lastSeen ?? null,
    last,
  };
  return {
    row,
    computer,
    state,
    nameRank,
    platform: (facts['platform'] as Platform | undefined) ?? null,
    groups: once(() => setUp.groups.filter(({ id }) => targetHolds({ group: id }, computer, facts, setUp).held === 'yes').map(({ id }) => id)),
    searched: [row.name, row.tenant, row.host, row.platform ?? '', ...row.tags].join('\n').toLowerCase(),
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

function reachedBy(setUp: SetUp, id: string, facts: ComputerState['facts']): { kind: ComputerRow['connection']; host: string } | null {
  try {
    const { target } = effectiveConnection(setUp, id, facts);
    return { kind: target.kind, host: target.host };
  } catch {
    // A credential or a jump that is missing: told when it is opened, no reason to leave the computer out.
    return null;
  }
}

/** `Debian 12` of `Debian GNU/Linux 12 (bookworm)`; the platform's name where nothing better is known. */
export function platformName(facts: Record<string, string>): string | null {
  const name = facts['os-name'];
  if (name)
    return name
      .replace(/ GNU\/Linux/, '')
      .replace(/ \([^)]*\)$/, '')
      .replace(/^Microsoft /, '');
  const known: Record<string, string> = { linux: 'Linux', macos: 'macOS', windows: 'Windows' };
  return known[facts['platform'] ?? ''] ?? null;
}

export function matches(entry: ComputerEntry, filter: Required<ComputerFilter>): boolean {
  const { row } = entry;
  const some = <T>(wanted: readonly T[], is: (one: T) => boolean): boolean => wanted.length === 0 || wanted.some(is);
  return (
    filter.text
      .toLowerCase()
      .split(/\s+/)
      .every((word) => entry.searched.includes(word)) &&
    some(filter.tenants, (tenant) => tenant === row.tenant) &&
    some(filter.platforms, (platform) => platform === entry.platform) &&
    some(filter.connections, (kind) => kind === row.connection) &&
    some(filter.tags, (tag) => row.tags.includes(tag)) &&
    some(filter.groups, (group) => entry.groups().includes(group)) &&
    some(filter.statuses, (status) => status === row.last?.status)
  );
}

/** What a column sorts by; null goes last, whatever the direction. */
function sortValue(row: ComputerRow, by: Exclude<ComputerColumn, 'name'>): string | number | null {
  switch (by) {
    case 'tenant':
      return row.tenant;
    case 'platform':
      return row.platform;
    case 'connection':
      return row.connection;
    case 'tags':
      return row.tags.join(' ') || null;
    case 'lastSeen':
      return row.lastSeen;
    case 'lastResult':
      return row.last === null ? null : row.last.status;
    case 'compliance':
      return row.last === null || row.last.total === 0 ? null : row.last.good / row.last.total;
  }
}

export function sortEntries(entries: readonly ComputerEntry[], by: ComputerColumn, descending: boolean): ComputerEntry[] {
  const tenants = rankFew(entries.map(({ row }) => row.tenant));
  const values = entries.map((entry) => (by === 'name' ? entry.nameRank : sortValue(entry.row, by)));
  const texts = rankFew(values.filter((value) => typeof value === 'string'));
  const turn = descending ? -1 : 1;
  const keyed = entries.map((entry, at) => {
    const value = values[at] ?? null;
    return {
      entry,
      value: value === null ? Infinity : turn * (typeof value === 'string' ? (texts.get(value) ?? 0) : value),
      tenant: tenants.get(entry.row.tenant) ?? 0,
    };
  });
  const order = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);
  return keyed
    .sort((a, b) => order(a.value, b.value) || order(a.entry.nameRank, b.entry.nameRank) || order(a.tenant, b.tenant))
    .map(({ entry }) => entry);
}
