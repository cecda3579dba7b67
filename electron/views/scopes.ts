/** Tenants and groups, and how far what computers inherit from them reaches. Pure. */
import type { ConnectionField, Reach, ScopeRow } from '../../shared/api/scopes.ts';
import type { ConnectionOptions, SetUp, Target } from '../../shared/model.ts';
import { targetComputers, type FactsOf } from '../resolution/index.ts';
import { connectionLayers } from '../setup/connection.ts';

/** So many names are told. */
const NAMES = 200;
/** So many computers are looked at in one go: there may be 10,000. */
const PIECE = 200;

const targetOf = ({ kind, id }: { kind: 'tenant' | 'group'; id: string }): Target => (kind === 'tenant' ? { tenant: id } : { group: id });

/** Each tenant followed by its groups, then the groups across tenants. */
export function scopeRows(setUp: SetUp, factsOf: FactsOf): ScopeRow[] {
  const held = (of: { kind: 'tenant' | 'group'; id: string }): Pick<ScopeRow, 'computers' | 'problem' | 'notKnown'> => {
    const { computers, notKnown, problem } = targetComputers(targetOf(of), setUp, factsOf);
    return { computers: problem === null ? computers.length : null, problem, notKnown: notKnown.length };
  };
  const groupsOf = (tenant: string | null): ScopeRow[] =>
    setUp.groups
      .filter((group) => (group.tenant ?? null) === tenant)
      .map((group) => ({
        kind: 'group',
        id: group.id,
        name: group.name,
        tenant,
        ...held({ kind: 'group', id: group.id }),
        filter: group.filter ?? null,
        connection: group.connection ?? null,
        limits: {},
      }));
  const tenants = setUp.tenants.flatMap((tenant): ScopeRow[] => [
    {
      kind: 'tenant',
      id: tenant.name,
      name: tenant.name,
      tenant: null,
      ...held({ kind: 'tenant', id: tenant.name }),
      filter: null,
      connection: tenant.connection ?? null,
      limits: tenant.limits ?? {},
    },
    ...groupsOf(tenant.name),
  ]);
  return [...tenants, ...groupsOf(null)];
}

/** For how many computers each connection default of a tenant or a group decides, and what decides for the others. */
export async function reachOf(setUp: SetUp, of: { kind: 'tenant' | 'group'; id: string }, factsOf: FactsOf): Promise<Reach> {
  const held = targetComputers(targetOf(of), setUp, factsOf);
  const own = of.kind === 'tenant' ? setUp.tenants.find(({ name }) => name === of.id) : setUp.groups.find(({ id }) => id === of.id);
  const fields = Object.keys(own?.connection ?? {}) as ConnectionField[];
  const found = new Map(fields.map((field) => [field, { holds: 0, overridden: new Map<string | null, number>() }]));
  const by = `${of.kind} ${of.id}`;
  const ids = new Set(held.computers);
  const computers = fields.length === 0 ? [] : setUp.computers.filter(({ id }) => ids.has(id));
  for (const [index, computer] of computers.entries()) {
    if (index % PIECE === PIECE - 1) await new Promise((resolve) => setImmediate(resolve));
    const layers = connectionLayers(setUp, computer, factsOf(computer.id) ?? {});
    for (const [field, count] of found) {
      const last = lastThatNames(layers, field);
      if (last === undefined) continue;
      if (last.by === by) count.holds += 1;
      else count.overridden.set(last.by, (count.overridden.get(last.by) ?? 0) + 1);
    }
  }
  return {
    computers: held.computers.length,
    names: held.computers.slice(0, NAMES),
    notKnown: held.notKnown.length,
    problem: held.problem,
    fields: [...found].map(([field, { holds, overridden }]) => ({
      field,
      holds,
      overridden: [...overridden].map(([other, count]) => ({ by: other, count })).sort((a, b) => b.count - a.count),
    })),
  };
}

function lastThatNames<Layer extends { options: ConnectionOptions }>(layers: readonly Layer[], field: ConnectionField): Layer | undefined {
  return [...layers].reverse().find(({ options }) => Object.hasOwn(options, field));
}
