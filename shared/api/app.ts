import { z } from 'zod';
import { call } from './call.ts';

export interface AppInfo {
  version: string;
  electron: string;
  dataFolder: string;
  platform: string;
  /** IANA name of the zone that times are shown in. */
  zone: string;
}

/** What is true of the program just now. */
export interface StatusLine {
  running: number;
  queued: number;
  /** Bytes on disk. */
  storeBytes: number;
  computers: number;
  deployments: number;
  items: number;
  /** Of the program itself: each is told where it leads. */
  problems: { text: string; to: string }[];
}

/** Kept between starts, by the main process. */
export const preferencesSchema = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  rowHeight: z.union([z.literal(24), z.literal(30), z.literal(36)]),
  /** Names of columns left out, by table. */
  hiddenColumns: z.record(z.string().max(40), z.array(z.string().max(40)).max(40)),
  /** Shares of split panes, by pane, percent. */
  panes: z.record(z.string().max(40), z.array(z.number().min(0).max(100)).max(4)),
  /** Minutes without use after which the vault locks itself; null: never. */
  vaultLockMinutes: z.int().min(1).max(1440).nullable(),
  /** The first start has been seen. */
  welcomed: z.boolean(),
});
export type Preferences = z.infer<typeof preferencesSchema>;
export const DEFAULT_PREFERENCES: Preferences = {
  theme: 'system',
  rowHeight: 30,
  hiddenColumns: {},
  panes: {},
  vaultLockMinutes: 15,
  welcomed: false,
};

/** What was done while there was no window. */
export interface Notice {
  ok: boolean;
  text: string;
}

export const appCalls = {
  /** What the start before this one left to be told; the same as long as the program runs. */
  'app.notice': call<{ notice: Notice | null }>()(z.strictObject({})),
  'app.info': call<AppInfo>()(z.strictObject({})),
  'app.preferences': call<Preferences>()(z.strictObject({})),
  'app.setPreferences': call<Preferences>()(preferencesSchema.partial()),
};
