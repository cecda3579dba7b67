import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkItemFiles, makeItemFolder, readItemFiles, writeItemFiles, type TextFile } from './item-on-disk.ts';

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'rounds-item-'));
  folder = path.join(root, 'motd');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const DEFINITION = 'id: motd\nname: Motd\nkind: task\nplatforms: [linux]\nscripts: {linux: {test: test.sh}}\n';
const files = (...more: [string, string][]): TextFile[] =>
  [['item.yaml', DEFINITION] as [string, string], ['test.sh', 'exit 0\n'] as [string, string], ...more].map(([name, text]) => ({ name, text }));
const check = (given: TextFile[], of: string | null = null) => checkItemFiles(of, given, path.join(root, 'scratch'), {});

describe('The files of an item', () => {
  it('are made whole, read again as they are, and those that are no text are named', async () => {
    const stamp = await makeItemFolder(folder, files(['sub/notes.txt', 'ä\n']), null);
    writeFileSync(path.join(folder, 'setup.bin'), Buffer.from([0xff, 0, 1]));
    const read = await readItemFiles(folder);
    expect(read.files.map(({ name }) => name)).toEqual(['item.yaml', 'sub/notes.txt', 'test.sh']);
    expect(read.others).toEqual([{ name: 'setup.bin', bytes: 3 }]);
    expect(read.stamp).toBe(stamp);
    expect(readdirSync(root).filter((name) => name.startsWith('.new-'))).toEqual([]);
  });

  it('are never made over a folder that is there, and nothing is left of the attempt', async () => {
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'mine'), 'x');
    await expect(makeItemFolder(folder, files(), null)).rejects.toThrow('is there already');
    expect(readdirSync(root)).toEqual(['motd']);
    expect(readdirSync(folder)).toEqual(['mine']);
  });

  it('are copied with what is no text', async () => {
    await makeItemFolder(folder, files(), null);
    writeFileSync(path.join(folder, 'setup.bin'), Buffer.from([0xff, 0, 1]));
    const copy = path.join(root, 'copy');
    await makeItemFolder(copy, files(), folder);
    expect(readFileSync(path.join(copy, 'setup.bin'))).toEqual(Buffer.from([0xff, 0, 1]));
  });

  it('that are too many, or too deep, are neither copied in part nor written over', async () => {
    const stamp = await makeItemFolder(folder, files(), null);
    mkdirSync(path.join(folder, 'a', 'b', 'c', 'd'), { recursive: true });
    writeFileSync(path.join(folder, 'a', 'b', 'c', 'd', 'deep.txt'), 'x');
    expect((await readItemFiles(folder)).cut).toBe(true);
    await expect(makeItemFolder(path.join(root, 'copy'), files(), folder)).rejects.toThrow('more than 300 files');
    await expect(writeItemFiles(folder, files(), stamp)).rejects.toThrow('more than 300 files');
    expect(readdirSync(root)).toEqual(['motd']);
    rmSync(path.join(folder, 'a'), { recursive: true });
    for (let n = 0; n < 299; n++) writeFileSync(path.join(folder, `f${n}`), 'x');
    expect((await readItemFiles(folder)).cut).toBe(true);
    rmSync(path.join(folder, 'f0'));
    expect((await readItemFiles(folder)).cut).toBe(false);
  });

  it('are never written through a link among its folders', async () => {
    await makeItemFolder(folder, files(), null);
    const outside = path.join(root, 'outside');
    mkdirSync(outside);
    symlinkSync(outside, path.join(folder, 'sub'));
    await expect(writeItemFiles(folder, files(['sub/x.txt', 'x']), null)).rejects.toThrow('behind a link');
    expect(readdirSync(outside)).toEqual([]);
  });

  it('are written over only where nobody else changed them since', async () => {
    const stamp = await makeItemFolder(folder, files(), null);
    chmodSync(path.join(folder, 'test.sh'), 0o755);
    const next = await writeItemFiles(folder, files(['more.txt', 'x']), stamp);
    expect(statSync(path.join(folder, 'test.sh')).mode & 0o777).toBe(0o755);
    appendFileSync(path.join(folder, 'test.sh'), '# theirs\n');
    await expect(writeItemFiles(folder, files(), next)).rejects.toMatchObject({ kind: 'input/item-changed' });
    expect(readFileSync(path.join(folder, 'test.sh'), 'utf8')).toContain('# theirs');
    expect(readdirSync(folder)).toContain('more.txt');
    await writeItemFiles(folder, files(), null);
    expect(readFileSync(path.join(folder, 'test.sh'), 'utf8')).toBe('exit 0\n');
    expect(readdirSync(folder).sort()).toEqual(['item.yaml', 'test.sh']);
  });

  it.each([
    '../out.sh',
    '/etc/x',
    'a/../../out',
    '.hidden',
    'sub/.hidden',
    'a\\b',
    'a:b',
    'nul.txt',
    'a b',
    '',
    'a/',
    `${'x'.repeat(300)}`,
    'a/b/c/d/e',
  ])('are never named %j', async (name) => {
    expect((await check(files([name, 'x']))).problems).toMatchObject([{ level: 'error' }]);
    await expect(makeItemFolder(folder, files([name, 'x']), null)).rejects.toThrow('no name for a file');
    expect(readdirSync(root).filter((one) => one !== 'scratch')).toEqual([]);
  });

  it('are not two that differ in case alone', async () => {
    expect((await check(files(['TEST.sh', 'x']))).problems).toMatchObject([{ place: 'TEST.sh' }]);
  });

  it('are not written through a link that leads elsewhere', async () => {
    const stamp = await makeItemFolder(folder, files(), null);
    const elsewhere = path.join(root, 'elsewhere');
    writeFileSync(elsewhere, 'keep');
    symlinkSync(elsewhere, path.join(folder, 'notes.txt'));
    await writeItemFiles(folder, files(['notes.txt', 'new']), stamp);
    expect(readFileSync(elsewhere, 'utf8')).toBe('keep');
    expect(readFileSync(path.join(folder, 'notes.txt'), 'utf8')).toBe('new');
  });
});

describe('What is wrong with texts as an item', () => {
  it('is said by file and line, and nothing is left behind', async () => {
    const { item, problems } = await check([
      { name: 'item.yaml', text: DEFINITION },
      { name: 'test.sh', text: 'ok\nif x\n' },
    ]);
    expect(item).toBeNull();
    expect(problems[0]?.place).toMatch(/^test\.sh:\d$/);
    expect((await check([{ name: 'item.yaml', text: 'id: [' }])).problems[0]?.place).toMatch(/^item\.yaml:/);
    expect((await check([{ name: 'item.yaml', text: DEFINITION }])).problems[0]).toMatchObject({
      place: expect.stringMatching(/^item\.yaml:\d+/) as string,
    });
    expect((await check([])).problems[0]).toMatchObject({ level: 'error' });
    expect(readdirSync(path.join(root, 'scratch'))).toEqual([]);
  });

  it('is nothing where other files that it names lie in its folder', async () => {
    await makeItemFolder(folder, files(), null);
    writeFileSync(path.join(folder, 'setup.bin'), Buffer.from([0xff, 0, 1]));
    const given = [
      { name: 'item.yaml', text: `${DEFINITION}files: [setup.bin]\n` },
      { name: 'test.sh', text: 'exit 0\n' },
    ];
    expect((await check(given, folder)).problems).toEqual([]);
    expect((await check(given)).problems).toHaveLength(1);
  });
});
