import { describe, expect, it } from 'vitest';
import { RoundsError } from '../../shared/errors.ts';
import { parseTarget, selectComputers } from './cli-targets.ts';
import { acmeWeb, computer, LINUX, setUp } from './fixtures.ts';

const world = setUp({
  tenants: [{ name: 'Acme' }, { name: 'Globex' }, { name: 'Nobody' }],
  groups: [
    acmeWeb,
    { id: 'Globex/Web', name: 'Web', tenant: 'Globex', members: ['Globex/web-1'] },
    { id: 'All: web', name: 'All: web', filter: { tag: 'web' } },
    { id: 'Linux', name: 'Linux', filter: { platform: 'linux' } },
    { id: 'Acme/Linux', name: 'Linux', tenant: 'Acme', members: ['Acme/db-1'] },
    { id: 'Acme/Empty', name: 'Empty', tenant: 'Acme', members: [] },
    { id: 'Acme/Role', name: 'Role', tenant: 'Acme', filter: { role: 'server' } },
  ],
});
const select = (...targets: string[]) => selectComputers(targets, world, (id) => (id === 'Acme/web-1' ? { platform: 'linux' } : undefined));

describe('targets of a command', () => {
  it.each([
    [['computer:db-1'], ['Acme/db-1']],
    [['computer:Globex/web-1'], ['Globex/web-1']],
    [
      ['group:Acme/Web', 'group:Globex/Web', 'computer:Acme/web-1'],
      ['Acme/web-1', 'Globex/web-1'],
    ],
    [['group:All: web'], ['Acme/web-1', 'Globex/web-1']],
    [['tenant:Acme'], ['Acme/db-1', 'Acme/web-1']],
    [['tag:db'], ['Acme/db-1']],
    [['all'], ['Acme/db-1', 'Acme/web-1', 'Globex/web-1']],
  ])('%j', (targets, computers) => {
    expect(select(...targets)).toEqual({ computers, warnings: [] });
  });

  it('takes a full id before a name', () => {
    expect(parseTarget('group:Linux', world)).toEqual({ group: 'Linux' });
    expect(select('group:Linux')).toEqual({
      computers: ['Acme/web-1'],
      warnings: ['Whether group Linux holds more is not yet known for Acme/db-1, Globex/web-1.'],
    });
  });

  it.each([
    ['computer:gone', "there is no computer 'gone'; known: computer:Acme/db-1, computer:Acme/web-1, computer:Globex/web-1"],
    ['computer:web-1', "several are called 'web-1'; allowed: computer:Acme/web-1, computer:Globex/web-1"],
    ['computer:Acme', "there is no computer 'Acme'"],
    ['group:Web', "several are called 'Web'; allowed: group:Acme/Web, group:Globex/Web"],
    ['group:gone', "there is no group 'gone'; known: group:Acme/Empty, group:Acme/Linux,"],
    ['group:Empty', 'it holds no computer (nobody is in it); nothing runs'],
    ['group:Role', 'it holds no computer (not yet known for Acme/db-1, Acme/web-1); nothing runs'],
    ['tenant:acme', "there is no tenant 'acme'; known: tenant:Acme, tenant:Globex, tenant:Nobody"],
    ['tenant:Nobody', 'it holds no computer (nobody is in it)'],
    ['tag:gone', "no computer has the tag 'gone'; known: tag:db, tag:web"],
    ['tag:', 'not a target; allowed: computer:NAME'],
    ['web-1', 'not a target; allowed: computer:NAME'],
    ['ALL', 'not a target'],
    ['all:', 'not a target'],
    ['', 'not a target'],
    ['constructor:x', 'not a target'],
    ['tenant:__proto__', "there is no tenant '__proto__'"],
  ])('refuses %s', (target, message) => {
    const refused = expect(() => select('computer:db-1', target));
    refused.toThrowError(RoundsError);
    refused.toThrowError(
      expect.objectContaining({ kind: 'usage/target', message: expect.stringContaining(`Target '${target}': ${message}`) as string }),
    );
  });

  it('refuses no target at all, and everything where there is no computer', () => {
    expect(() => select()).toThrowError(/No target; allowed: computer:NAME/);
    expect(() => selectComputers(['all'], setUp({ computers: [] }), () => undefined)).toThrowError(/holds no computer/);
  });

  it('names what there is as it can be pasted', () => {
    const named = setUp({ computers: [computer("Acme/Anna's desk")] });
    expect(() => selectComputers(['computer:x'], named, () => LINUX)).toThrowError(/known: 'computer:Acme\/Anna'\\''s desk'$/);
  });

  it('names only some of many', () => {
    const many = setUp({ computers: Array.from({ length: 10_000 }, (_, n) => computer(`Acme/c${String(n).padStart(5, '0')}`)) });
    expect(() => selectComputers(['computer:x'], many, () => LINUX)).toThrowError(/known: computer:Acme\/c00000, .*Acme\/c00007 and 9992 more$/);
  });
});
