import { describe, expect, it } from 'vitest';
import { computer, deployment, SETUP } from '../../cli/test-engine.ts';
import type { SetUp } from '../../shared/model.ts';
import { removeCredential, saveCredential } from '../setup/change-credential.ts';
import { credentialUse } from '../setup/connection.ts';
import type { SetUpEntry } from '../store/store.ts';
import { credentialRows } from './credential-rows.ts';

const setUp: SetUp = {
  ...SETUP,
  tenants: [{ name: 'Acme', connection: { credential: 'root', sudo: { credential: 'sudo' } } }, { name: 'Globex' }],
  credentials: [
    { name: 'root', kind: 'password' },
    { name: 'sudo', kind: 'password' },
    { name: 'spare', kind: 'ssh-key', keyFile: '/k' },
  ],
  computers: [
    computer('Acme', 'web-1'),
    { ...computer('Acme', 'web-2'), connection: { credential: 'spare' } },
    { ...computer('Acme', 'here'), connection: { kind: 'local' } },
    computer('Globex', 'db-1'),
  ],
  groups: [],
  deployments: [deployment('Token', { parameters: { token: { secret: 'token' }, again: { secret: 'token' } } })],
};
const entries: SetUpEntry[] = [
  ...setUp.tenants.map((value) => ({ sources: ['file'], kind: 'tenant' as const, value })),
  ...setUp.credentials.map((value) => ({ sources: ['file'], kind: 'credential' as const, value })),
];

describe('credentials', () => {
  it('are counted where they are used: for the login, for sudo, by inheritance and against it', async () => {
    const use = await credentialUse(setUp, () => ({}));
    expect(Object.fromEntries([...use].map(([name, ids]) => [name, [...ids].sort()]))).toEqual({
      root: ['Acme/web-1'],
      sudo: ['Acme/here', 'Acme/web-1', 'Acme/web-2'],
      spare: ['Acme/web-2'],
    });
  });
  it('say what is kept, who names them, and where they last worked and failed', async () => {
    const use = await credentialUse(setUp, () => ({}));
    const used = { session: 's4', computer: 'Acme/web-1', at: 200, reason: null };
    const rows = credentialRows({
      setUp,
      entries,
      use,
      worked: new Map([['root', used]]),
      failed: new Map([['root', { ...used, session: 's2', at: 300, reason: 'auth-refused' as const }]]),
      kept: [
        { name: 'root', since: 5 },
        { name: 'left-over', since: 6 },
      ],
    });
    expect(rows.map(({ name, kind }) => [name, kind])).toEqual([
      ['root', 'password'],
      ['spare', 'ssh-key'],
      ['sudo', 'password'],
      ['left-over', 'parameter'],
      ['token', 'parameter'],
    ]);
    expect(rows[0]).toMatchObject({ since: 5, computers: 1, usedBy: ['tenant Acme'], worked: { session: 's4' }, failed: { session: 's2' } });
    expect(rows[0]?.failed?.reason).toContain('refused');
    expect(rows[1]).toMatchObject({ since: null, worked: null, failed: null, usedBy: [] });
    expect(rows[4]).toMatchObject({ deployments: ['Token'], since: null });
  });
});

describe('changing a credential in the window', () => {
  it('adds and changes it as the window’s own', () => {
    expect(saveCredential(entries, { name: 'new', kind: 'ssh-key', keyFile: '/k', add: true }).put).toMatchObject([
      { kind: 'credential', value: { name: 'new', kind: 'ssh-key', keyFile: '/k' } },
    ]);
    expect(saveCredential(entries, { name: 'root', kind: 'ssh-agent', add: false }).put).toHaveLength(1);
  });
  it.each([
    ['a second one of a name', { name: 'ROOT', kind: 'password', add: true }],
    ['one that went away', { name: 'gone', kind: 'password', add: false }],
    ['a key without a file', { name: 'new', kind: 'ssh-key', add: true }],
    ['a password with one', { name: 'new', kind: 'password', keyFile: '/k', add: true }],
    ['a path from nowhere', { name: 'new', kind: 'ssh-key', keyFile: 'k', add: true }],
  ] as const)('refuses %s', (_what, form) => expect(() => saveCredential(entries, form)).toThrow());
  it('removes only what nothing names', () => {
    expect(() => removeCredential(entries, 'root')).toThrow('tenant Acme names it');
    expect(removeCredential(entries, 'spare').remove).toEqual([{ kind: 'credential', id: 'spare' }]);
  });
});
