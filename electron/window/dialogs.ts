/** The system's dialogs, in which files and folders are chosen: the page never names a path. */
import { dialog, shell, type BrowserWindow, type FileFilter } from 'electron';
import { RoundsError } from '../../shared/errors.ts';

export interface Dialogs {
  /** Null when none was chosen. */
  folder(title: string, button: string): Promise<string | null>;
  files(title: string, filters: FileFilter[], many: boolean): Promise<string[]>;
  save(title: string, suggested: string, filters: FileFilter[]): Promise<string | null>;
  /** A folder in the system's file manager, a file in the program that the system opens it with. @throws RoundsError `usage/file-manager` */
  show(place: string): Promise<void>;
}

/** Dialogs that belong to a window. */
export function dialogsOf(window: BrowserWindow): Dialogs {
  return {
    folder: async (title, buttonLabel) => {
      const { filePaths } = await dialog.showOpenDialog(window, { title, buttonLabel, properties: ['openDirectory', 'createDirectory'] });
      return filePaths[0] ?? null;
    },
    files: async (title, filters, many) => {
      const { filePaths } = await dialog.showOpenDialog(window, {
        title,
        filters,
        properties: many ? ['openFile', 'multiSelections'] : ['openFile'],
      });
      return filePaths;
    },
    save: async (title, defaultPath, filters) => {
      const { filePath } = await dialog.showSaveDialog(window, { title, defaultPath, filters });
      return filePath || null;
    },
    show: async (place) => {
      const refused = await shell.openPath(place);
      if (refused !== '') throw new RoundsError('usage/file-manager', `The system does not open ${place}: ${refused}`);
    },
  };
}
