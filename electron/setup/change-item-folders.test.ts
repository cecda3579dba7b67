import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { loadCatalogue } from '../catalogue/load-catalogue.ts';
import type { SetUpEntry } from '../store/store.ts';
import { deployment } from '../../cli/test-engine.ts';
import { addItemFolders, loadItemFolders, removeItemFolder } from './change-item-folders.ts';

function place() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rounds-folders-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const syntax = { cacheFolder: path.join(folder, 'cache') };
  const item = (name: string, more = ''): string => {
    const at = path.join(folder, name);
    mkdirSync(at, { recursive: true });
    writeFileSync(
      path.join(at, 'item.yaml'),
      `id: ${name}\nname: ${name}\nkind: task\nplatforms: [linux]\nscripts: {linux: {test: test.sh}}\n${more}`,
    );
    writeFileSync(path.join(at, 'test.sh'), 'exit 0\n');
    return at;
  };
  const catalogue = (entries: SetUpEntry[] = []) =>
    loadCatalogue(path.join(folder, 'none'), {
      ...syntax,
      folders: entries.flatMap((entry) => (entry.kind === 'item-folder' ? [entry.value.path] : [])),
    });
  return { folder, syntax, item, catalogue };
}

it('a folder of one item is added, or one that holds several; what is there already is left alone', async () => {
  const { folder, syntax, item, catalogue } = place();
  const [one, two] = [item('one'), item('two')];
  const added = await addItemFolders([], one, await catalogue(), syntax);
  expect(added).toMatchObject({ folders: [one], change: { put: [{ kind: 'item-folder', sources: ['window'] }] } });
  const entries = added.change.put;
  const more = await addItemFolders(entries, folder, await catalogue(entries), syntax);
  expect(more.folders).toEqual([two]);
  expect(more.undo.remove).toEqual([{ kind: 'item-folder', id: two }]);
});

it('what is wrong is told with file and line, and nothing is added', async () => {
  const { folder, syntax, item, catalogue } = place();
  await expect(addItemFolders([], path.join(folder, 'nothing'), await catalogue(), syntax)).rejects.toMatchObject({ kind: 'input/item' });
  const broken = item('broken', 'dependsOn: [{item: gone}]\n');
  await expect(addItemFolders([], broken, await catalogue(), syntax)).rejects.toThrow("it depends on 'gone'");
  writeFileSync(path.join(broken, 'test.sh'), 'if then\n');
  const refused: unknown = await addItemFolders([], broken, await catalogue(), syntax).catch((error: unknown) => error);
  expect(refused).toMatchObject({ details: { problems: [{ place: expect.stringMatching(/test\.sh:1/) as string }] } });
  const one = item('one');
  const { change } = await addItemFolders([], one, await catalogue(), syntax);
  const copy = path.join(folder, 'copy');
  mkdirSync(copy);
  writeFileSync(path.join(copy, 'item.yaml'), 'id: one\nname: one\nkind: task\nplatforms: [linux]\nscripts: {linux: {test: test.sh}}\n');
  writeFileSync(path.join(copy, 'test.sh'), 'exit 0\n');
  await expect(addItemFolders(change.put, copy, await catalogue(change.put), syntax)).rejects.toThrow("there is an item 'one' already");
});

it('only what nothing needs is removed, and can be taken back', async () => {
  const { syntax, item, catalogue } = place();
  const one = item('one');
  const { change } = await addItemFolders([], one, await catalogue(), syntax);
  const used: SetUpEntry[] = [...change.put, { kind: 'deployment', sources: [], value: deployment('Uses it', { item: 'one' }) }];
  await expect(removeItemFolder(used, one, await catalogue(used))).rejects.toThrow('still needed: deployment Uses it');
  expect((await loadItemFolders(used, syntax))[0]).toMatchObject({ path: one, item: { id: 'one' }, deployments: ['Uses it'], problems: [] });
  const removed = await removeItemFolder(change.put, one, await catalogue(change.put));
  expect(removed).toEqual({ change: { put: [], remove: [{ kind: 'item-folder', id: one }] }, undo: { put: change.put, remove: [] } });
});
