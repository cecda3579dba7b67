import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Deployment, ParameterValue, Target } from '../../shared/model.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { canonicalJson } from '../catalogue/canonical-json.ts';
import { loadItems } from '../catalogue/load-items.ts';
import { taskFiles, testFolder } from '../catalogue/test-folder.ts';
import type { TestFolder } from '../catalogue/test-folder.ts';
import type { SetUpEntry } from '../store/store.ts';
import { dump, dumpText } from './dump.ts';
import { entryId } from './entries.ts';
import { planApply } from './plan-apply.ts';
import { readSetUpFiles } from './read-files.ts';

const nothing: Catalogue = { items: [], problems: [], recommended: [] };
const PARAMETERS = 'parameters: {s: {type: string}, n: {type: number}, b: {type: boolean}, l: {type: list}, t: {type: string, secret: true}}\n';
let folder: TestFolder;
beforeEach(async () => {
  folder = await testFolder({
    ...taskFiles('motd', `${PARAMETERS}files: [data/x.bin]\n`),
    'motd/data/x.bin': Buffer.from([0, 255, 1]),
    'motd/notes.txt': 'not part of it',
  });
});
afterEach(() => folder.remove());

const read = async (file: string, current: SetUpEntry[], catalogue = nothing) =>
  planApply(current, await readSetUpFiles([file]), { prune: false, catalogue });
const content = (entries: SetUpEntry[]): string[] => entries.map(({ kind, value }) => canonicalJson({ kind, value })).sort();

/** But that it belongs to the dump's file as well from then on. */
const NOTHING_CHANGES = { added: [], changed: [], removed: [] };

describe('dump', () => {
  it('can be applied where it was made and elsewhere, and again', async () => {
    await folder.write({
      'rounds.yaml': `tenants: [{name: "no"}]\ncredentials: [{name: k, kind: ssh-key, keyFile: ~/.ssh/k}]\ncomputers: [{name: "0644", tags: [1e3x, "yes"]}]\ngroups: [{name: G, members: ["0644"]}]\nitems: [./motd]\ndeployments: [{name: D, item: motd, target: {group: G}, limits: {action: 90s}}]\n`,
    });
    const store = (await read(path.join(folder.path, 'rounds.yaml'), [])).change.put;
    const to = path.join(folder.path, 'dumped');
    const file = await dump(store, to);
    expect(await readdir(to)).toEqual(['items', 'rounds.yaml']);
    expect((await readdir(path.join(to, 'items/motd'), { recursive: true })).sort()).toEqual([
      'data',
      'data/x.bin',
      'item.yaml',
      'set.sh',
      'test.sh',
    ]);
    expect(await read(file, store)).toMatchObject(NOTHING_CHANGES);
    const fresh = (await read(file, [])).change.put;
    const places = (entries: SetUpEntry[]): SetUpEntry[] => entries.filter((entry) => entry.kind !== 'item-folder');
    expect(content(places(fresh))).toEqual(content(places(store)));
    // from the very folder into which it is dumped
    expect(await dump(fresh, to)).toBe(file);
    expect((await read(file, fresh)).change).toEqual({ put: [], remove: [] });
    expect(await readFile(file, 'utf8')).toMatch(/^# Written by rounds dump/);
  });

  it('overwrites nothing that it did not write', async () => {
    await folder.write({ 'other/rounds.yaml': 'tenants: []\n', 'full/x': 'x' });
    await expect(dump([], path.join(folder.path, 'other'))).rejects.toThrow(
      'holds a rounds.yaml that no dump wrote; allowed: a new or empty folder, or one that holds an earlier dump',
    );
    await expect(dump([], path.join(folder.path, 'full'))).rejects.toThrow('holds other files; allowed:');
    await expect(dump([], path.join(folder.path, 'full/x'))).rejects.toThrow('is no folder that can be read; allowed:');
  });

  it('fails whole when an item does not load', async () => {
    const entry: SetUpEntry = { sources: ['x'], kind: 'item-folder', value: { id: '/nowhere', path: '/nowhere' } };
    await expect(dump([entry], path.join(folder.path, 'new'))).rejects.toThrow('/nowhere/item.yaml: is not there');
    expect(await readdir(folder.path)).not.toContain('new');
  });

  it('of an empty set-up can be applied', async () => {
    const file = await dump([], path.join(folder.path, 'empty'));
    expect((await read(file, [])).change).toEqual({ put: [], remove: [] });
  });
});

const NASTY = [
  'no',
  'yes',
  'null',
  '~',
  '1e3',
  '0644',
  '0x1f',
  '.5',
  '12:30',
  '2024-01-01',
  '- x',
  '# x',
  'a: b',
  '{a}',
  '[a]',
  '*a',
  '&a',
  '!a',
  '%a',
  '@a',
  '`a',
  '"',
  "'",
  '😀',
  'é',
  '日本語',
  'true',
  '<<',
  '=',
  '?',
  '|',
  '>',
  'a\u00a0b',
  '\u200b',
];
const name = fc
  .oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }))
  .map((text) => text.normalize('NFC').trim())
  .filter((text) => text !== '' && !/[/\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u.test(text));
const names = (max: number) => fc.uniqueArray(name, { maxLength: max, minLength: 1, selector: (text) => text.toLowerCase() });
const text = fc
  .oneof(
    fc.constantFrom(
      ...NASTY,
      '',
      ' lead',
      'trail ',
      'a\nb',
      'a\n\n',
      '\n',
      '\ttab',
      'x\r\ny',
      '\u0085',
      '\u2028',
      '---',
      '...',
      '--- a\n',
      ' a\n  b\n',
    ),
    fc.string({ unit: 'grapheme', maxLength: 30 }),
  )
  .filter((value) => !value.includes('\0') && !/\p{Cs}/u.test(value));
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })).map((value) => (Object.is(value, -0) ? 0 : value));

const setUp = fc.record({ tenants: names(3), computers: names(5), groups: names(3), credentials: names(2), deployments: names(5) }).chain((ids) => {
  const computers = ids.computers.map((each, index) => ({ name: each, tenant: ids.tenants[index % ids.tenants.length] ?? '' }));
  const groups = ids.groups.map((each, index) => ({ name: each, tenant: index % 2 === 0 ? undefined : ids.tenants[0] }));
  const groupId = (group: { name: string; tenant: string | undefined }): string =>
    group.tenant === undefined ? group.name : `${group.tenant}/${group.name}`;
  const anyTenant = fc.constantFrom(...ids.tenants);
  const filter = fc.oneof(
    fc.record({ tag: name }),
    fc.record({ platform: fc.constantFrom('linux', 'windows') }),
    fc.record({
      fact: fc.dictionary(
        name.filter((key) => key !== '__proto__'),
        text,
        { minKeys: 1, maxKeys: 3 },
      ),
    }),
  );
  const target: fc.Arbitrary<Target> = fc.oneof(
    fc.record({ computer: fc.constantFrom(...computers.map((each) => `${each.tenant}/${each.name}`)) }),
    fc.record({ group: fc.constantFrom(...groups.map(groupId)) }),
    fc.record({ tag: name, tenant: anyTenant }, { requiredKeys: ['tag'] }),
    fc.record({ filter, tenant: anyTenant }, { requiredKeys: ['filter'] }) as fc.Arbitrary<Target>,
    fc.record({ tenant: anyTenant }),
    fc.constant({ all: true as const }),
  );
  const parameters = fc.record(
    { s: text, n: number, b: fc.boolean(), l: fc.array(text.filter((value) => !/[\r\n]/.test(value))), t: fc.record({ secret: name }) },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Record<string, ParameterValue>>;
  const entries: fc.Arbitrary<SetUpEntry>[] = [
    ...ids.tenants.map((each) =>
      fc
        .record(
          {
            user: fc.constant('root'),
            port: fc.integer({ min: 1, max: 65_535 }),
            credential: fc.constantFrom(...ids.credentials),
            persistentShell: fc.boolean(),
          },
          { requiredKeys: [] },
        )
        .map((connection): SetUpEntry => ({
          sources: [''],
          kind: 'tenant',
          value: { name: each, connection, limits: { concurrency: 3, action: 1501 } },
        })),
    ),
    ...ids.credentials.map((each) =>
      fc.constant<SetUpEntry>({ sources: [''], kind: 'credential', value: { name: each, kind: 'ssh-key', keyFile: path.resolve(`/keys/${each}`) } }),
    ),
    ...computers.map((each) =>
      fc
        .uniqueArray(name)
        .map((tags): SetUpEntry => ({ sources: [''], kind: 'computer', value: { id: `${each.tenant}/${each.name}`, ...each, tags } })),
    ),
    ...groups.map((each) =>
      filter.map((value): SetUpEntry => ({
        sources: [''],
        kind: 'group',
        value: { id: groupId(each), name: each.name, ...(each.tenant === undefined ? {} : { tenant: each.tenant }), filter: value },
      })),
    ),
    ...ids.deployments.map((each) =>
      fc
        .record({
          target,
          parameters,
          instance: fc.option(name),
          enabled: fc.boolean(),
          mode: fc.constantFrom('enforce' as const, 'audit' as const),
          enforcement: fc.constantFrom('required' as const, 'adhoc' as const),
        })
        .map((value): SetUpEntry => ({
          sources: [''],
          kind: 'deployment',
          value: { name: each, item: 'motd', origin: 'local', ...value } satisfies Deployment,
        })),
    ),
  ];
  return fc.tuple(...entries);
});

describe('dumpText', () => {
  it('says again exactly what was there, whatever the names and texts', async () => {
    const { items } = await loadItems([{ path: path.join(folder.path, 'motd'), source: 'catalogue' }]);
    const scratch = await mkdtemp(path.join(folder.path, 'scratch-'));
    const file = path.join(scratch, 'rounds.yaml');
    await fc.assert(
      fc.asyncProperty(setUp, async (entries) => {
        await writeFile(file, dumpText(entries));
        const plan = await read(file, [], { ...nothing, items });
        expect(content(plan.change.put)).toEqual(content(entries));
        expect(await read(file, entries, { ...nothing, items })).toMatchObject(NOTHING_CHANGES);
        expect(new Set(plan.change.put.map((entry) => `${entry.kind} ${entryId(entry)}`)).size).toBe(entries.length);
      }),
      { numRuns: 150 },
    );
    await rm(scratch, { recursive: true });
  }, 60_000);
});
