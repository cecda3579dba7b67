import { describe, expect, it } from 'vitest';
import type { Computer, ConnectionOptions, Group, SetUp } from '../../shared/model.ts';
import { effectiveConnection } from './connection.ts';

const computer = (name: string, connection?: ConnectionOptions): Computer => ({
  id: `Acme/${name}`,
  name,
  tenant: 'Acme',
  tags: [],
  ...(connection ? { connection } : {}),
});
const group = (id: string, members: string[], connection: ConnectionOptions): Group => ({
  id,
  name: id,
  members: members.map((name) => `Acme/${name}`),
  connection,
});

function setUp(change: Partial<SetUp>): SetUp {
  return {
    tenants: [{ name: 'Acme', connection: { user: 'root', port: 22, credential: 'key' }, limits: { connect: 3000 } }],
    credentials: [
      { name: 'key', kind: 'ssh-key', keyFile: '/keys/id' },
      { name: 'pw', kind: 'password' },
    ],
    computers: [],
    groups: [],
    deployments: [],
    items: [],
    limits: { resolve: 2000 },
    ...change,
  };
}

describe('effectiveConnection', () => {
  it('inherits from the tenant, then the groups, then the computer', () => {
    const all = setUp({
      computers: [computer('web', { port: 2222, sudo: { credential: 'pw' } })],
      groups: [
        group('b', ['web'], { user: 'second' }),
        group('a', ['web'], { user: 'first', port: 99, host: '10.0.0.1' }),
        group('c', [], { user: 'other' }),
      ],
    });
    expect(effectiveConnection(all, 'Acme/web')).toEqual({
      target: {
        computer: 'Acme/web',
        kind: 'ssh',
        host: '10.0.0.1',
        port: 2222,
        user: 'second',
        credential: { name: 'key', kind: 'ssh-key', keyFile: '/keys/id' },
        sudo: { password: { name: 'pw', kind: 'password' } },
        persistentShell: true,
        limits: { resolve: 2000, connect: 3000, authenticate: 20_000 },
      },
      warnings: ['Acme/web: groups a and b both set connection.user; b wins'],
    });
  });

  it('asks facts only where a group filters by them', () => {
    const filtered: Group = { id: 'linux', name: 'linux', filter: { platform: 'linux' }, connection: { user: 'admin' } };
    const all = setUp({ computers: [computer('web')], groups: [filtered] });
    expect(effectiveConnection(all, 'Acme/web').target.user).toBe('root');
    expect(effectiveConnection(all, 'Acme/web', { platform: 'linux' }).target.user).toBe('admin');
  });

  it('takes nothing for a local computer but sudo', () => {
    const { target } = effectiveConnection(setUp({ computers: [computer('here', { kind: 'local', sudo: true, credential: 'gone' })] }), 'Acme/here');
    expect(target).toMatchObject({ kind: 'local', host: 'here', sudo: {} });
    expect(target).not.toHaveProperty('credential');
    expect(target).not.toHaveProperty('user');
  });

  it('goes through jump hosts, and an inherited jump not back to where the way comes from', () => {
    const all = setUp({
      tenants: [{ name: 'Acme', connection: { jump: 'Acme/bastion' } }],
      computers: [computer('web'), computer('bastion', { jump: 'Acme/outer' }), computer('outer')],
    });
    const { target } = effectiveConnection(all, 'Acme/web');
    expect([target.jump?.computer, target.jump?.jump?.computer, target.jump?.jump?.jump]).toEqual(['Acme/bastion', 'Acme/outer', undefined]);
    const direct = setUp({ tenants: [{ name: 'Acme', connection: { jump: 'Acme/bastion' } }], computers: [computer('bastion')] });
    expect(effectiveConnection(direct, 'Acme/bastion').target.jump).toBeUndefined();
  });

  it.each<[string, Partial<SetUp>, string, string]>([
    [
      'a circle',
      { computers: [computer('a', { jump: 'Acme/b' }), computer('b', { jump: 'Acme/a' })] },
      'connect/connection-invalid',
      'the jump hosts go in a circle: Acme/a -> Acme/b -> Acme/a',
    ],
    ['itself', { computers: [computer('a', { jump: 'Acme/a' })] }, 'connect/connection-invalid', 'the jump hosts go in a circle: Acme/a -> Acme/a'],
    [
      'a jump that is gone',
      { computers: [computer('a', { jump: 'Acme/x' })] },
      'connect/connection-invalid',
      'Acme/a goes through Acme/x, and there is no such computer',
    ],
    [
      'a credential that is gone',
      { computers: [computer('a', { credential: 'x' })] },
      'connect/credential-missing',
      "Acme/a names the credential 'x', and there is none of that name",
    ],
    ['no such computer', {}, 'setup/unknown-computer', 'there is no computer Acme/a'],
  ])('refuses %s', (_what, change, kind, message) => {
    expect(() => effectiveConnection(setUp(change), 'Acme/a')).toThrow(expect.objectContaining({ kind, message }) as Error);
  });
});
