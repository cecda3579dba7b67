import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { messageOf, RoundsError } from '../../shared/errors.ts';
import { writeWhole } from './keys.ts';

const stateSchema = z.strictObject({
  /** `fresh`: nothing ran here yet. `begun`: a run began, and whether it came to its end is not known. `complete`: one did. */
  runs: z.enum(['fresh', 'begun', 'complete']),
  /** By computer, so that ports stay where they can. */
  ports: z.record(z.string(), z.number().int().min(0).max(65_535)),
});

/** What a lab folder remembers between starts. */
export type LabState = z.infer<typeof stateSchema>;

/**
 * Reads the state; null when there is none.
 * @throws RoundsError `input/lab-state` when the file is there and is no state.
 */
export async function readState(file: string): Promise<LabState | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new RoundsError('input/lab-state', `The lab cannot be read: ${messageOf(error)}`, { place: { file } }, error);
  }
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new RoundsError(
      'input/lab-state',
      `${file} is no state of a lab`,
      { place: { file }, advice: 'Remove the folder; the lab makes it anew.' },
      error,
    );
  }
}

export async function writeState(file: string, state: LabState): Promise<void> {
  await writeWhole(file, `${JSON.stringify(state)}\n`);
}
