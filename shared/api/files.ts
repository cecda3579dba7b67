/** Files and folders of the workstation that the settings are about. Paths come from the system's dialogs, never from the page. */
import { z } from 'zod';
import { call } from './call.ts';

const empty = z.strictObject({});
/** What was chosen in a dialog; the main process knows the paths. */
const chosen = z.string().max(100);

/** Something that is wrong, with file and line. */
export interface PlacedProblem {
  place: string;
  message: string;
}

export interface ItemFolderRow {
  path: string;
  /** As people read it: `~/items/motd`. */
  shown: string;
  /** Null where it does not load. */
  item: { id: string; name: string; kind: 'task' | 'software'; platforms: string[] } | null;
  problems: (PlacedProblem & { level: 'error' | 'warning' })[];
  /** Names of deployments of its item. */
  deployments: string[];
  /** Set-up files that name it. */
  files: string[];
}

export interface AppliedRow {
  what: 'added' | 'changed' | 'removed';
  kind: 'tenant' | 'credential' | 'computer' | 'group' | 'deployment' | 'item' | 'limits';
  name: string;
  /** What of it changed. */
  fields: string[];
}

export interface ApplyAnswer {
  rows: AppliedRow[];
  warnings: string[];
  /** All that is wrong in the files; nothing can be applied while there is any. */
  problems: PlacedProblem[];
}

export const FOLDER_PARTS = ['store', 'vault', 'vault-aside', 'preferences', 'window', 'cache', 'owners', 'lab', 'before-restore', 'other'] as const;
export type FolderPart = (typeof FOLDER_PARTS)[number];

export interface DataFolderView {
  path: string;
  bytes: number;
  /** On the disk that it lies on; null where nobody can say. */
  free: number | null;
  parts: { part: FolderPart; name: string; bytes: number }[];
  hasVault: boolean;
}

export interface StoreContent {
  tenants: number;
  computers: number;
  deployments: number;
  sessions: number;
  newest: number | null;
  bytes: number;
}
export interface BackupView extends StoreContent {
  file: string;
  madeAt: number;
  program: string;
  vault: boolean;
}

export const fileCalls = {
  'item-folders.list': call<{ rows: ItemFolderRow[] }>()(empty),
  /** Asks for a folder: of one item, or of several. `folders` is null when none was chosen. */
  'item-folders.add': call<{ folders: string[] | null; undo: string | null }>()(empty),
  /** Refused while a deployment or another item needs its item. Its files stay where they are. */
  'item-folders.remove': call<{ undo: string | null }>()(z.strictObject({ path: z.string().max(4096) })),

  /** Asks for a folder and writes the set-up into it; null when none was chosen. */
  'set-up.dump': call<{ file: string | null }>()(empty),
  /** Asks for set-up files. */
  'set-up.choose': call<{ chosen: string | null; files: string[] }>()(empty),
  /** What they would change, or with `dryRun: false` the change itself, in one step or not at all. */
  'set-up.apply': call<ApplyAnswer>()(z.strictObject({ chosen, prune: z.boolean(), dryRun: z.boolean() })),

  'data-folder.view': call<DataFolderView>()(empty),
  /** In the system's file manager. */
  'data-folder.open': call<Record<string, never>>()(empty),
  /** Asks where to; null when nothing was chosen. */
  'backup.make': call<{ backup: BackupView | null }>()(z.strictObject({ vault: z.boolean() })),
  /** Asks for a backup and looks into it. Changes nothing. */
  'backup.choose': call<{ chosen: string | null; backup: BackupView | null; present: StoreContent | null; presentVault: boolean }>()(empty),
  /** Lays it ready, then the program starts anew with it; what was there is kept in `aside`. */
  'backup.restore': call<{ aside: string }>()(z.strictObject({ chosen, vault: z.boolean() })),
};
