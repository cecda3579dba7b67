/** Items on a folder that stands for /, in every shell: no root needed, nothing outside the folder is touched. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileOnFolder } from './on-folder/file.ts';
import { settingsOnFolder } from './on-folder/settings.ts';
import { restartAndSpaceOnFolder } from './on-folder/restart-and-space.ts';
import { servicesOnFolder } from './on-folder/services.ts';
import { refusals } from './on-folder/refusals.ts';
import type { Folder } from './folder.ts';
import { bind } from './item-scripts.ts';
import { folderRunner, shells } from './shells.ts';

describe.each(shells.map((shell) => ({ name: shell.name, shell })))('on a folder, in $name', ({ shell }) => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'rounds-folder-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });
  const folder: Folder = {
    get root() {
      return root;
    },
    item: (id) => bind(id, (text, env) => folderRunner(shell, root)(text, env)),
    write(file, content) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), content);
    },
  };

  it('runs at all', async () => {
    expect((await folder.item('kernel-restart').run('get')).status).toBe(0);
  });
  fileOnFolder(folder);
  settingsOnFolder(folder);
  restartAndSpaceOnFolder(folder);
  servicesOnFolder(folder);
  refusals(folder);
});
