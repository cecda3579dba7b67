/** Which file is imported: by the system's dialog, or dropped on the window. The page never names one itself. */
import path from 'node:path';
import { dialog, type BrowserWindow, type IpcMain, type IpcMainEvent } from 'electron';

export interface ImportFiles {
  /** Null when nothing was chosen. */
  choose(): Promise<string | null>;
  /** The file that was dropped last; told once. */
  dropped(): string | null;
}

const FILTERS = [
  { name: 'Computers', extensions: ['csv', 'tsv', 'txt', 'ini', 'yaml', 'yml', 'cfg', 'conf'] },
  { name: 'All files', extensions: ['*'] },
];

/** The preload tells the path of what was dropped: it alone can know it. */
export function importFiles(window: BrowserWindow, ipc: IpcMain, trusted: (event: IpcMainEvent) => boolean): ImportFiles {
  let last: string | null = null;
  ipc.on('rounds:dropped', (event, file: unknown) => {
    if (trusted(event) && typeof file === 'string' && path.isAbsolute(file)) last = file;
  });
  return {
    choose: async () => {
      const { filePaths } = await dialog.showOpenDialog(window, { properties: ['openFile', 'showHiddenFiles'], filters: FILTERS });
      return filePaths[0] ?? null;
    },
    dropped: () => {
      const file = last;
      last = null;
      return file;
    },
  };
}
