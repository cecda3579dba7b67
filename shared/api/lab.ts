/** The practice computers of this data folder. */
import { z } from 'zod';
import { call } from './call.ts';

export interface LabView {
  /** `none`: never set up here. `off`: set up, and its computers do not run. */
  state: 'none' | 'off' | 'starting' | 'on';
  /** Why it is off; null where nobody wanted it on, and on systems that cannot have it. */
  trouble: string | null;
  /** What it adds to the set-up, or added. */
  computers: { name: string; tenant: string; tags: string[] }[];
  groups: string[];
  deployments: number;
  items: number;
  /** Where its files lie. */
  folder: string;
}

export const labCalls = {
  'lab.view': call<LabView>()(z.strictObject({})),
  /** Sets it up where it is not yet, starts its computers and runs maintenance on all of them. */
  'lab.start': call<{ batch: string }>()(z.strictObject({})),
  /** Takes all that it added out of the set-up, and ends its computers. The sessions stay in the history. */
  'lab.remove': call<{ removed: number }>()(z.strictObject({})),
};
