import { describe, expect, it } from 'vitest';
import type { ImportOptions } from '../../shared/api/imports.ts';
import type { SetUpEntry } from '../store/store.ts';
import { kindOf } from './kind-of.ts';
import type { ImportedComputer } from './imported.ts';
import { planImport } from './plan-import.ts';

type Choice = Pick<ImportOptions, 'tenant' | 'tags' | 'existing' | 'without'>;
const CURRENT = [
  { kind: 'tenant', sources: [], value: { name: 'Acme' } },
  { kind: 'credential', sources: [], value: { name: 'db', kind: 'ssh-key', keyFile: '/keys/db' } },
  {
    kind: 'computer',
    sources: [],
    value: { id: 'Acme/web-1', name: 'web-1', tenant: 'Acme', tags: ['old'], connection: { host: '10.0.0.1', port: 22 } },
  },
  { kind: 'group', sources: [], value: { id: 'Acme/Web', name: 'Web', tenant: 'Acme', members: ['Acme/web-1'] } },
  { kind: 'group', sources: [], value: { id: 'Acme/Filtered', name: 'Filtered', tenant: 'Acme', filter: { tag: 'x' } } },
] as SetUpEntry[];
const computer = (name: string, more: Partial<ImportedComputer> = {}): ImportedComputer => ({
  line: 1,
  name,
  tags: [],
  groups: [],
  connection: {},
  refused: null,
  ...more,
});
const CHOICE: Choice = { tenant: 'acme', tags: [], existing: 'change', without: [] };
const plan = (computers: ImportedComputer[], choice: Partial<Choice> = {}) =>
  planImport({ computers, notes: [] }, CURRENT, { ...CHOICE, ...choice }, new Map());

describe('what an import makes of the set-up', () => {
  it('adds what is new, changes what the file says otherwise, keeps the rest', () => {
    const { rows, edit } = plan([computer('web-1', { connection: { host: '10.0.0.2' }, tags: ['new'] }), computer('web-2'), computer('WEB-1')]);
    expect(rows.map(({ action, why }) => [action, why])).toEqual([
      ['change', 'changes host, tags'],
      ['add', null],
      ['refused', 'it is web-1 of line 1 again'],
    ]);
    expect(edit.put.computers).toEqual([
      { name: 'web-1', tenant: 'Acme', tags: ['old', 'new'], connection: { host: '10.0.0.2', port: 22 } },
      { name: 'web-2', tenant: 'Acme' },
    ]);
    expect(edit.fresh).toEqual([{ kind: 'computer', id: 'Acme/web-2' }]);
    expect(edit.seen).toMatchObject([{ kind: 'computer', id: 'Acme/web-1' }]);
  });

  it('what is the same already, not wanted or to be left changes nothing', () => {
    const { rows, edit } = plan([computer('web-1'), computer('x')], { without: [1] });
    expect(rows.map(({ action }) => action)).toEqual(['same', 'left']);
    expect(edit.put).toEqual({});
    expect(plan([computer('web-1', { connection: { port: 1 } })], { existing: 'leave' }).rows[0]?.action).toBe('left');
  });

  it('keys become credentials: one that is there, or a new one under a free name', () => {
    const { credentials, edit } = plan([
      computer('a', { keyFile: '/keys/db' }),
      computer('b', { keyFile: '/other/db' }),
      computer('c', { keyFile: '/other/db' }),
    ]);
    expect(credentials).toEqual(['db 2']);
    expect(edit.put.computers).toMatchObject([
      { connection: { credential: 'db' } },
      { connection: { credential: 'db 2' } },
      { connection: { credential: 'db 2' } },
    ]);
  });

  it('groups are joined or made; one with a filter takes nobody, which is said', () => {
    const { groups, edit, notes } = plan([computer('a', { groups: ['web', 'Fresh', 'Filtered'] })]);
    expect(groups).toEqual(['Acme/Fresh']);
    expect(edit.put.groups).toEqual([
      { name: 'Web', tenant: 'Acme', members: ['Acme/web-1', 'Acme/a'] },
      { name: 'Fresh', tenant: 'Acme', members: ['Acme/a'] },
    ]);
    expect(notes[0]?.message).toContain('by a filter');
  });

  it('without a tenant nothing is taken; a new one is made once', () => {
    expect(plan([computer('a')], { tenant: '' }).rows[0]?.why).toContain('choose one for all');
    const { tenants, edit } = plan([computer('a', { tenant: 'Neu' }), computer('b', { tenant: 'neu' })]);
    expect(tenants).toEqual(['Neu']);
    expect(edit.put.tenants).toEqual([{ name: 'Neu' }]);
    expect(edit.put.computers).toMatchObject([{ tenant: 'Neu' }, { tenant: 'Neu' }]);
  });

  it('whom a computer goes through is looked for where it is', () => {
    const { edit } = plan([computer('a', { connection: { jump: 'gate' } }), computer('gate'), computer('b', { connection: { jump: 'web-1' } })]);
    expect(edit.put.computers).toMatchObject([{ connection: { jump: 'Acme/gate' } }, {}, { connection: { jump: 'Acme/web-1' } }]);
  });
});

describe('what a file seems to be', () => {
  it.each([
    ['name,host\na,1.1.1.1\n', 'list.csv', 'csv'],
    ['name;host\n', null, 'csv'],
    ['Host a\n  HostName b\n', 'config', 'ssh-config'],
    ['# mine\nHost *\n User x\n', null, 'ssh-config'],
    ['[web]\na\n', 'hosts', 'ansible'],
    ['all:\n  hosts:\n    a:\n', null, 'ansible'],
    ['a ansible_host=1.1.1.1\n', null, 'ansible'],
    ['tenants:\n  - name: Acme\n', 'rounds.yaml', 'set-up'],
    ['Host,IP\na,1.1.1.1\n', null, 'csv'],
  ])('%j %s', (text, name, kind) => expect(kindOf(text, name)).toBe(kind));
});
