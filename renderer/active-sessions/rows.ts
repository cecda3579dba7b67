/** The rows of the active sessions: batches that open to their sessions, or all sessions by phase, result or tenant. Pure. */
import type { BatchLine, LiveView, SessionLine } from '../../shared/api/sessions.ts';
import { PHASES, SESSION_STATUSES, type Phase, type SessionStatus } from '../../shared/words.ts';

export const GROUPINGS = ['batch', 'phase', 'result', 'tenant'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export type Row =
  | { kind: 'batch'; id: string; batch: BatchLine; closed: boolean }
  | { kind: 'group'; id: string; of: GroupOf; total: number; closed: boolean }
  | { kind: 'session'; id: string; line: SessionLine };

/** What the sessions of a group have in common. */
export type GroupOf = { phase: Phase } | { status: SessionStatus } | { tenant: string };

/** @param closed ids of batches and groups that are not open */
export function activeRows(view: LiveView, by: Grouping, closed: readonly string[]): Row[] {
  const session = (line: SessionLine): Row => ({ kind: 'session', id: line.id, line });
  if (by === 'batch') {
    return view.batches.flatMap((batch): Row[] => {
      const isClosed = closed.includes(batch.id);
      const lines = isClosed ? [] : view.sessions.filter((line) => line.batch === batch.id);
      return [{ kind: 'batch', id: batch.id, batch, closed: isClosed }, ...lines.map(session)];
    });
  }
  const groups = new Map<string, { of: GroupOf; lines: SessionLine[] }>();
  for (const line of view.sessions) {
    const of = groupOf(line, by);
    const id = `${by} ${Object.values(of).join()}`;
    const group = groups.get(id);
    if (group) group.lines.push(line);
    else groups.set(id, { of, lines: [line] });
  }
  return [...groups]
    .sort(([, a], [, b]) => rank(a.of) - rank(b.of) || name(a.of).localeCompare(name(b.of)))
    .flatMap(([id, { of, lines }]): Row[] => {
      const isClosed = closed.includes(id);
      return [{ kind: 'group', id, of, total: lines.length, closed: isClosed }, ...(isClosed ? [] : lines.map(session))];
    });
}

/** What does not run has no phase: it is told by its status. */
function groupOf({ status, phase, tenant }: SessionLine, by: Exclude<Grouping, 'batch'>): GroupOf {
  if (by === 'tenant') return { tenant };
  return by === 'phase' && status === 'running' && phase !== null ? { phase } : { status };
}

function rank(of: GroupOf): number {
  if ('phase' in of) return PHASES.indexOf(of.phase);
  return 'status' in of ? PHASES.length + SESSION_STATUSES.indexOf(of.status) : 0;
}

const name = (of: GroupOf): string => ('tenant' in of ? of.tenant : '');
