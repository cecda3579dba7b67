import { z } from 'zod';
import type { Result, SessionStatus, Stream } from '../words.ts';
import { call } from './call.ts';

/** A line of an output beside the same of the largest group: as there, only here, or only there. */
export type LineMark = 'same' | 'here' | 'there';

export interface OutputLine {
  text: string;
  stream: Stream;
  mark: LineMark;
}

/** Computers on which the script ended in the same way and said the same. */
export interface OutputGroup {
  /** Stays while the group does. */
  id: string;
  status: SessionStatus;
  result: Result | null;
  /** Why, as a sentence; null where it went well. */
  reason: string | null;
  /** The particulars: an exit status. */
  detail: string | null;
  /** How many, and the first of them by name. */
  count: number;
  computers: { session: string; name: string; tenant: string }[];
  /** Null where it is not over, was never begun, or where others come first: they are only counted then. */
  lines: OutputLine[] | null;
  /** The first of more lines. */
  cut: boolean;
  /** Lines are marked against the largest group; false for that itself, and where the two have too little in common. */
  compared: boolean;
}

export interface OutputsView {
  batch: string;
  /** The script. */
  script: string;
  createdAt: number;
  targetText: string;
  computers: number;
  /** How many are not over. */
  waiting: number;
  /** The largest first; those that said something before those that did not. */
  groups: OutputGroup[];
}

export interface RecentScript {
  batch: string;
  text: string;
  shell: 'sh' | 'powershell';
  createdAt: number;
}

export const outputCalls = {
  /** What a script said on the computers of its batch, equal ones folded together. */
  'outputs.view': call<OutputsView>()(
    z.strictObject({
      batch: z.string().min(1).max(200),
      /** Blanks at the ends of lines and empty lines at the end make no difference; nor does a computer's own name. */
      ignore: z.strictObject({ blanks: z.boolean(), names: z.boolean() }),
    }),
  ),
  /** The scripts that were run last, each text once, newest first. */
  'outputs.recent': call<{ scripts: RecentScript[] }>()(z.strictObject({})),
};
