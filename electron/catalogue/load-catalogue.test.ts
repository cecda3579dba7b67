import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Catalogue } from './catalogue.ts';
import { loadCatalogue } from './load-catalogue.ts';
import { taskFiles, testFolder } from './test-folder.ts';
import type { TestFolder } from './test-folder.ts';

let folder: TestFolder;
beforeEach(async () => {
  folder = await testFolder();
});
afterEach(() => folder.remove());

const problemsOf = ({ problems }: Catalogue): string[] =>
  problems.map(({ place, message }) => `${place}: ${message}`.replaceAll(`${folder.path}/`, ''));

describe('loadCatalogue', () => {
  it('loads items of the catalogue and of other folders, and recommended deployments as disabled', async () => {
    const local = await testFolder(taskFiles('own', 'dependsOn: [{item: a}]\n'));
    await folder.write({
      ...taskFiles('a'),
      'notes/readme.txt': 'no item',
      'recommended.yaml': 'deployments:\n  - {name: All of a, item: a, target: {filter: {fact: {cores: 2}}}, enabled: true, enforcement: optional}\n',
    });
    const catalogue = await loadCatalogue(folder.path, { folders: [path.join(local.path, 'own')] });
    expect(catalogue.problems).toEqual([]);
    expect(catalogue.items.map((item) => [item.id, item.source])).toEqual([
      ['a', 'catalogue'],
      ['own', 'local'],
    ]);
    expect(catalogue.recommended).toEqual([
      {
        name: 'All of a',
        item: 'a',
        instance: null,
        target: { filter: { fact: { cores: '2' } } },
        enforcement: 'optional',
        origin: 'recommended',
        mode: 'enforce',
        parameters: {},
        enabled: false,
      },
    ]);
    await local.remove();
  });

  it('keeps the local one of two items with one id, and says so', async () => {
    const local = await testFolder(taskFiles('a', 'timeout: 5s\n'));
    await folder.write(taskFiles('a'));
    const catalogue = await loadCatalogue(folder.path, { folders: [path.join(local.path, 'a')] });
    expect(catalogue.items.map((item) => item.source)).toEqual(['local']);
    expect(problemsOf(catalogue)).toEqual([
      `a/item.yaml:1:5 (id): the item 'a' is in two folders, ${local.path}/a and a; allowed: each id once (the first is used)`,
    ]);
    await local.remove();
  });

  it('refuses recommended deployments that cannot be', async () => {
    await folder.write({
      ...taskFiles('a'),
      'recommended.yaml': [
        'deployments:',
        '  - {name: One, item: b, target: {all: true}}',
        '  - {name: Two, item: a, target: {tenant: Acme}}',
        '  - {name: Three, item: a, target: {all: true}, mode: monitor}',
        '  - {name: Four, item: a, target: {all: true}}',
        '  - {name: Four, item: a, target: {all: true}}',
      ].join('\n'),
    });
    const catalogue = await loadCatalogue(folder.path);
    expect(problemsOf(catalogue)).toEqual([
      "recommended.yaml:2:23 (deployments[0].item): there is no item 'b'",
      'recommended.yaml:3:34 (deployments[1].target): a recommended deployment names no tenant, group or computer; allowed: {tag: TAG}, {filter: {...}} or {all: true}',
      'recommended.yaml:4:55 (deployments[2].mode): a has no get, which mode monitor needs; allowed: mode enforce, audit; state ignore',
      "recommended.yaml:6:12 (deployments[4].name): 'Four' stands here twice; allowed: each name once",
    ]);
    expect(catalogue.recommended.map((each) => each.name)).toEqual(['Four']);
  });

  it('says where there is no catalogue', async () => {
    const catalogue = await loadCatalogue(path.join(folder.path, 'none'));
    expect(problemsOf(catalogue)).toEqual(['none: the catalogue is not there']);
  });
});
