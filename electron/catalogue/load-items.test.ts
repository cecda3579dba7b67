import { chmod, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadItemFolder, loadItems } from './load-items.ts';
import { checkSyntax } from './syntax-check.ts';
import { taskFiles, testFolder } from './test-folder.ts';
import type { TestFolder } from './test-folder.ts';

let folder: TestFolder;
beforeEach(async () => {
  folder = await testFolder();
});
afterEach(() => folder.remove());

async function load(...ids: string[]): Promise<{ items: string[]; problems: string[] }> {
  const loaded = await loadItems(ids.map((id) => ({ path: path.join(folder.path, id), source: 'local' as const })));
  return {
    items: loaded.items.map((item) => item.id),
    problems: loaded.problems.map(({ place, message }) => `${place}: ${message}`.replaceAll(`${folder.path}/`, '')),
  };
}

describe('loadItems', () => {
  it('loads the item of the specification, every field', async () => {
    await folder.write({
      'motd/item.yaml': `id: motd
name: Message of the day
kind: task
platforms: [linux]
when: {fact: {init: systemd, cores: 4}}
timeout: 60s
parameters: {text: {type: string, required: true}, token: {type: string, secret: true}}
dependsOn: [{item: base-files}, {item: banner, soft: true}]
place: {beginning: 10}
mayRestart: true
files: [./b/banner.txt, a.txt]
scripts: {linux: {test: test.sh, set: set.sh, get: test.sh}}
`,
      'motd/test.sh': '\uFEFF#!/bin/sh\r\nexit 0\r\n',
      'motd/set.sh': 'printf "%s" "$ROUNDS_PARAM_TEXT"\n',
      'motd/a.txt': 'a',
      'motd/b/banner.txt': 'hello',
    });
    await chmod(path.join(folder.path, 'motd/a.txt'), 0o755);
    const { items, problems } = await loadItemFolder(path.join(folder.path, 'motd'));
    expect(problems).toEqual([]);
    const [item] = items;
    expect(item).toMatchObject({
      when: { fact: { init: 'systemd', cores: '4' } },
      timeout: 60_000,
      dependsOn: [
        { item: 'base-files', soft: false },
        { item: 'banner', soft: true },
      ],
      place: { section: 'beginning', order: 10 },
      mayRestart: true,
      files: [
        { path: 'a.txt', bytes: 1, executable: true, sha256: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb' },
        { path: 'b/banner.txt', bytes: 5, executable: false },
      ],
      source: 'local',
      folder: path.join(folder.path, 'motd'),
    });
    expect(item?.scripts.linux?.test).toEqual({ file: 'test.sh', text: '#!/bin/sh\nexit 0\n' });
  });

  it('has a hash of the content, not of the place', async () => {
    const other = await testFolder(taskFiles('a'));
    await folder.write(taskFiles('a'));
    const hash = async (root: string): Promise<string | undefined> => (await loadItemFolder(path.join(root, 'a'))).items[0]?.hash;
    expect(await hash(folder.path)).toBe(await hash(other.path));
    await other.write({ 'a/set.sh': 'exit 1\n' });
    expect(await hash(folder.path)).not.toBe(await hash(other.path));
    await other.remove();
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'unknown key',
      { 'a/item.yaml': 'id: a\nname: A\nkind: task\nplatforms: [linux]\nscript: {}\nscripts: {linux: {test: t.sh}}\n' },
      [
        "a/item.yaml:5:1: unknown key 'script'; did you mean scripts?; allowed: id, name, description, platforms, when, timeout, parameters, dependsOn, place, mayRestart, files, kind, scripts",
      ],
    ],
    ['kind', { 'a/item.yaml': 'id: a\nkind: tsk\n' }, ["a/item.yaml:2:7 (kind): 'tsk' is not allowed; allowed: task, software"]],
    [
      'id',
      { 'a/item.yaml': 'id: A_b\nname: A\nkind: task\nplatforms: [linux]\nscripts: {}\n' },
      ["a/item.yaml:1:5 (id): 'A_b' is not allowed; allowed: 1 to 64 of lower-case letters, digits and '-', starting with a letter or digit"],
    ],
    [
      'no scripts',
      { 'a/item.yaml': 'id: a\nname: A\nkind: task\nplatforms: [linux]\nscripts: {}\n' },
      ['a/item.yaml:5:10 (scripts): linux has neither test nor get; allowed: at least one of them for every platform of the item'],
    ],
    [
      'software',
      { 'a/item.yaml': 'id: a\nname: A\nkind: software\nplatforms: [linux]\nscripts: {linux: {install: i.sh}}\n', 'a/i.sh': 'x' },
      ['a/item.yaml:5:18 (scripts.linux): linux has no detect; allowed: software with a detect for every platform of the item'],
    ],
    [
      'other platform',
      {
        ...taskFiles('a'),
        'a/item.yaml': 'id: a\nname: A\nkind: task\nplatforms: [linux]\nscripts: {linux: {test: test.sh}, windows: {test: test.ps1}}\n',
        'a/test.ps1': '$true',
      },
      ['a/item.yaml:5:35 (scripts): the item is not for windows; allowed: linux'],
    ],
    [
      'missing script',
      { 'a/item.yaml': taskFiles('a')['a/item.yaml'] ?? '', 'a/test.sh': 'exit 0' },
      ['a/item.yaml:5:39 (scripts.linux.set): set.sh is not there'],
    ],
    ['empty script', taskFiles('a', '', { 'test.sh': ' \n' }), ['a/item.yaml:5:25 (scripts.linux.test): test.sh is empty']],
    [
      'way out',
      { 'a/item.yaml': 'id: a\nname: A\nkind: task\nplatforms: [linux]\nscripts: {linux: {test: ../x.sh}}\n' },
      [
        "a/item.yaml:5:25 (scripts.linux.test): '../x.sh' is not allowed; allowed: a file inside the item's folder, with / between folders and without '..', ending in .sh or .ps1",
      ],
    ],
    [
      'secret default',
      taskFiles('a', 'parameters: {t: {type: string, secret: true, default: x}}\n'),
      ['a/item.yaml:6:55 (parameters.t.default): a secret parameter has no default: a secret is never written in a file'],
    ],
    [
      'names that collide',
      taskFiles('a', 'parameters: {a-b: {type: string}, a_b: {type: string}}\n'),
      [
        "a/item.yaml:6:35 (parameters): the parameters 'a-b' and 'a_b' would both be ROUNDS_PARAM_A_B; allowed: names that differ in letters and digits",
      ],
    ],
    ['itself', taskFiles('a', 'dependsOn: [{item: a}]\n'), ['a/item.yaml:6:20 (dependsOn[0].item): a depends on itself; allowed: another item']],
    [
      'duration',
      taskFiles('a', 'timeout: 60\n'),
      ['a/item.yaml:6:10 (timeout): 60 is not allowed; allowed: a number and ms, s, m, h or d, from 1ms to 30d (10s, 1.5h)'],
    ],
    [
      'missing name',
      { 'a/item.yaml': 'id: a\nkind: task\nplatforms: [linux]\nscripts: {}\n' },
      ['a/item.yaml:1:1 (name): name is missing; allowed: text'],
    ],
    ['syntax', taskFiles('a', '', { 'test.sh': 'echo\nif true; then\n' }), ['a/test.sh:3: Syntax error: end of file unexpected (expecting "fi")']],
  ])('refuses: %s', async (_what, files, problems) => {
    await folder.write(files);
    expect(await load('a')).toEqual({ items: [], problems });
  });

  it('refuses scripts and files that links lead out of the folder, and folders', async () => {
    await folder.write({ ...taskFiles('a', 'files: [out.txt, sub]\n'), 'secret.txt': 'x', 'a/sub/x': 'x' });
    await symlink(path.join(folder.path, 'secret.txt'), path.join(folder.path, 'a/out.txt'));
    expect(await load('a')).toEqual({
      items: [],
      problems: [
        "a/item.yaml:6:9 (files[0]): out.txt is a link that leads out of the item's folder; allowed: a file inside it",
        'a/item.yaml:6:18 (files[1]): sub is a folder; allowed: a file',
      ],
    });
  });

  it('refuses scripts that are no text', async () => {
    await folder.write({ ...taskFiles('a', '', { 'test.sh': 'x', 'set.sh': 'x' }), 'a/test.sh': Buffer.from([0x0a, 0xff]), 'a/set.sh': 'a\0b' });
    expect((await load('a')).problems).toEqual([
      'a/item.yaml:5:25 (scripts.linux.test): test.sh is not valid UTF-8; allowed: text in UTF-8 (line 2)',
      'a/item.yaml:5:39 (scripts.linux.set): set.sh holds a NUL character; allowed: text in UTF-8 (line 1)',
    ]);
  });

  it('keeps the others when some do not load, and names both places of an id and the path of a cycle', async () => {
    await folder.write({
      ...taskFiles('a', 'dependsOn: [{item: b}]\n'),
      ...taskFiles('b', 'dependsOn: [{item: a}]\n'),
      ...taskFiles('c', 'dependsOn: [{item: d, soft: true}]\n'),
      ...taskFiles('d', 'dependsOn: [{item: c}]\n'),
      'e/item.yaml': taskFiles('c')['c/item.yaml'] ?? '',
      'e/test.sh': 'exit 0',
      'e/set.sh': 'exit 0',
    });
    expect(await load('a', 'b', 'c', 'd', 'e', 'none')).toEqual({
      items: ['c', 'd'],
      problems: [
        'none/item.yaml: is not there',
        "e/item.yaml:1:5 (id): the item 'c' is in two folders, c and e; allowed: each id once (the first is used)",
        'a/item.yaml:6:12 (dependsOn): a depends on itself: a -> b -> a; allowed: dependencies without a circle',
        'b/item.yaml:6:12 (dependsOn): b depends on itself: a -> b -> a; allowed: dependencies without a circle',
      ],
    });
  });
});

describe('checkSyntax', () => {
  it('is unchecked without the shell, and a warning at most', async () => {
    const text = `exit 0 # ${folder.path}`;
    expect(await checkSyntax([{ shell: 'sh', text }], { programs: { sh: '/nowhere/sh' } })).toEqual(['unchecked']);
    await folder.write(taskFiles('a', '', { 'test.sh': text }));
    const loaded = await loadItemFolder(path.join(folder.path, 'a'), 'local', { programs: { sh: '/nowhere/sh' } });
    expect(loaded.items).toHaveLength(1);
    expect(loaded.problems).toEqual([{ place: 'sh', message: 'there is no sh here that could check the syntax of 1 scripts', level: 'warning' }]);
  });

  it('keeps what it found, and survives a spoilt cache', async () => {
    const cacheFolder = path.join(folder.path, 'cache');
    await folder.write({ 'cache/syntax-checks.json': '{"x": 5' });
    const text = `if # ${folder.path}`;
    const first = await checkSyntax([{ shell: 'sh', text }], { cacheFolder });
    expect(first[0]).toMatchObject({ line: expect.any(Number) as number });
    vi.resetModules();
    const later = await import('./syntax-check.ts');
    expect(await later.checkSyntax([{ shell: 'sh', text }], { cacheFolder, programs: { sh: '/nowhere/sh' } })).toEqual(first);
  });

  it("asks PowerShell's parser once for all scripts", async () => {
    await folder.write({
      pwsh: `#!/bin/sh\ncat > '${folder.path}/input'\necho "1 3 $(printf 'Missing closing }' | base64)"\necho 'checked 2'\n`,
    });
    await chmod(path.join(folder.path, 'pwsh'), 0o755);
    const scripts = ['$true', 'if (1) {'].map((text) => ({ shell: 'powershell' as const, text: `${text} # ${folder.path}` }));
    expect(await checkSyntax(scripts, { programs: { powershell: path.join(folder.path, 'pwsh') } })).toEqual([
      null,
      { line: 3, message: 'Missing closing }' },
    ]);
  });
});
