import { describe, expect, it } from 'vitest';
import { computer, SETUP } from '../../cli/test-engine.ts';
import type { SetUp } from '../../shared/model.ts';
import { mergedConnection } from '../setup/connection.ts';
import { reachOf, scopeRows } from './scopes.ts';

const setUp: SetUp = {
  ...SETUP,
  tenants: [{ name: 'Acme', connection: { user: 'root', port: 22 }, limits: { concurrency: 3 } }, { name: 'Globex' }],
  computers: [
    computer('Acme', 'web-1', ['web']),
    { ...computer('Acme', 'web-2', ['web']), connection: { user: 'own' } },
    computer('Acme', 'db-1'),
    computer('Globex', 'db-1'),
  ],
  groups: [
    { id: 'Acme/Web', name: 'Web', tenant: 'Acme', filter: { tag: 'web' }, connection: { user: 'www', port: 2222 } },
    { id: 'Servers', name: 'Servers', filter: { role: 'server' }, connection: { port: 2022 } },
  ],
};
const facts: Record<string, Record<string, string>> = { 'Acme/web-1': { role: 'server' }, 'Acme/web-2': { role: 'workstation' }, 'Acme/db-1': {} };
const factsOf = (id: string) => facts[id];

describe('tenants and groups', () => {
  it('stand with their groups below them, those across tenants last, each with whom it holds', () =>
    expect(scopeRows(setUp, factsOf).map(({ kind, id, computers, notKnown }) => [kind, id, computers, notKnown])).toEqual([
      ['tenant', 'Acme', 3, 0],
      ['group', 'Acme/Web', 2, 0],
      ['tenant', 'Globex', 1, 0],
      ['group', 'Servers', 1, 2],
    ]));

  it('say for how many computers each default decides, and what decides for the others', async () => {
    const { fields, computers } = await reachOf(setUp, { kind: 'tenant', id: 'Acme' }, factsOf);
    expect(computers).toBe(3);
    expect(fields).toEqual([
      {
        field: 'user',
        holds: 1,
        overridden: [
          { by: 'group Acme/Web', count: 1 },
          { by: null, count: 1 },
        ],
      },
      {
        field: 'port',
        holds: 1,
        overridden: [
          { by: 'group Servers', count: 1 },
          { by: 'group Acme/Web', count: 1 },
        ],
      },
    ]);
    // The same as a computer is reached with.
    expect(setUp.computers.filter(({ id }) => mergedConnection(setUp, id, facts[id] ?? {}).user === 'root')).toHaveLength(1);
  });

  it('of a group too; one that is gone holds nobody and says why', async () => {
    expect((await reachOf(setUp, { kind: 'group', id: 'Acme/Web' }, factsOf)).fields[0]).toEqual({
      field: 'user',
      holds: 1,
      overridden: [{ by: null, count: 1 }],
    });
    expect(await reachOf(setUp, { kind: 'group', id: 'Gone' }, factsOf)).toMatchObject({ computers: 0, problem: 'group Gone does not exist' });
  });
});
