import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Name under which every lab computer takes its login. */
export const LAB_USER = 'lab';
export const LAB_HOST = '127.0.0.1';
/** Tenant of the plain computers that `extra` adds. */
export const EXTRA_TENANT = 'Load';

/** The computer that nothing listens for: its port refuses. */
export const ABSENT_COMPUTER = 'Globex/attic-1';
/** The computer whose connection is cut for the rest of the run as soon as something writes this file in its folder. */
export const UNPLUGGABLE_COMPUTER = 'Globex/kiosk-1';
export const POWER_OFF_FILE = 'power-off';

/** Where everything of a lab lies. All paths are absolute. */
export interface LabPaths {
  folder: string;
  /** Marks the folder as a lab; remembers ports and how far earlier runs came. */
  state: string;
  lock: string;
  keyFile: string;
  knownHosts: string;
  /** What the lab's secret parameters hold, for this user's eyes only. */
  secrets: string;
  setUpFile: string;
  hostKeys: string;
  items: string;
  computers: string;
  /** For a store of the lab's own, so that the lab's computers stay out of the user's set-up. */
  dataFolder: string;
}

export function labPaths(folder: string): LabPaths {
  const at = (...parts: string[]) => path.join(path.resolve(folder), ...parts);
  return {
    folder: at(),
    state: at('state.json'),
    lock: at('running.json'),
    keyFile: at('lab-key'),
    knownHosts: at('known_hosts'),
    secrets: at('secrets.json'),
    setUpFile: at('rounds.yaml'),
    hostKeys: at('host-keys'),
    items: at('items'),
    computers: at('computers'),
    dataFolder: at('data'),
  };
}

/** What the lab is made from, as it comes with the program. */
export const LAB_RESOURCES = fileURLToPath(new URL('../../resources/lab/', import.meta.url));
