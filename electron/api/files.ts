import { existsSync } from 'node:fs';
import path from 'node:path';
import { shownPath } from '../catalogue/yaml-file.ts';
import { folderContents } from '../files/folder-contents.ts';
import { refuseWhileRunning } from '../safekeeping.ts';
import { dump } from '../setup/dump.ts';
import { vaultPath } from '../vault/vault-file.ts';
import { applyAnswer, refusedAnswer } from '../views/applied.ts';
import { Chosen } from './chosen.ts';
import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

const YAML = [{ name: 'Set-up (YAML)', extensions: ['yaml', 'yml'] }];
const BACKUP = [{ name: 'Backup of Rounds', extensions: ['backup'] }];

type FileCalls = Extract<
  keyof Handlers,
  `item-folders.${string}` | 'set-up.dump' | 'set-up.choose' | 'set-up.apply' | `data-folder.${string}` | `backup.${string}`
>;

export function fileHandlers({ engine, dialogs, safekeeping, info, restart }: ApiTools): Pick<Handlers, FileCalls> {
  const { store, dataFolder } = engine;
  const chosenFiles = new Chosen<string[]>();
  const chosenBackup = new Chosen<string>();
  return {
    'item-folders.list': async () => ({
      rows: (await engine.itemFolders()).map(({ item, path: folder, ...rest }) => ({
        ...rest,
        path: folder,
        shown: shownPath(folder),
        item: item && { id: item.id, name: item.name, kind: item.kind, platforms: item.platforms },
      })),
    }),
    'item-folders.add': async () => {
      const folder = await dialogs.folder('Add a catalogue folder', 'Add');
      if (folder === null) return { folders: null, undo: null };
      const { folders, undoId } = await engine.addItemFolder(folder);
      return { folders: folders.map(shownPath), undo: undoId };
    },
    'item-folders.remove': async ({ path: folder }) => ({ undo: (await engine.removeItemFolder(folder)).undoId }),

    'set-up.dump': async () => {
      const folder = await dialogs.folder('Write the set-up into a folder', 'Write here');
      if (folder === null) return { file: null };
      return { file: await dump(await store.readSetUp(), folder, { cacheFolder: path.join(dataFolder, 'cache') }) };
    },
    'set-up.choose': async () => {
      const files = await dialogs.files('Apply set-up files', YAML, true);
      return files.length === 0 ? { chosen: null, files: [] } : { chosen: chosenFiles.keep(files), files: files.map(shownPath) };
    },
    'set-up.apply': async ({ chosen, prune, dryRun }) => {
      try {
        return applyAnswer(await engine.apply(chosenFiles.of(chosen), { prune, dryRun }));
      } catch (error) {
        const refused = refusedAnswer(error);
        if (refused) return refused;
        throw error;
      }
    },

    'data-folder.view': async () => ({ ...(await folderContents(dataFolder)), hasVault: existsSync(vaultPath(dataFolder)) }),
    'data-folder.open': async () => {
      await dialogs.show(dataFolder);
      return {};
    },
    'backup.make': async ({ vault }) => {
      const day = new Date().toISOString().slice(0, 10);
      const file = await dialogs.save('Back up the store', `rounds-${day}.backup`, BACKUP);
      return { backup: file === null ? null : await safekeeping.backUp(store, { file, vault, program: info.version, now: Date.now() }) };
    },
    'backup.choose': async () => {
      const [file] = await dialogs.files('Restore the store', BACKUP, false);
      if (file === undefined) return { chosen: null, backup: null, present: null, presentVault: false };
      return { ...(await safekeeping.preview(file)), chosen: chosenBackup.keep(file) };
    },
    'backup.restore': async ({ chosen, vault }) => {
      const file = chosenBackup.of(chosen);
      await refuseWhileRunning(store);
      const ready = await safekeeping.prepare(file, { vault, now: Date.now() });
      restart(`The store is restored from ${shownPath(file)}. What was there before is in ${ready.aside}.`, () => safekeeping.commit(ready));
      return { aside: ready.aside };
    },
  };
}
