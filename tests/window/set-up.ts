/** Once a run: a display, Electron, the window's program and a record to copy. Whatever it starts it ends by its id. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { messageOf } from '../../shared/errors.ts';
import { findProgram, type Requirement } from '../requirements.ts';
import { startDisplay } from './display.ts';
import { makeRecord } from './lab-data.ts';

const { prepareWindow } = (await import(new URL('../../cli/launch/open-window.mjs', import.meta.url).href)) as {
  prepareWindow: (root: string, say: (text: string) => void) => Promise<Omit<NonNullable<Prepared['window']>, 'display'>>;
};
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What the tests of the window are given. */
export interface Prepared {
  /** Null where something is missing. */
  window: { program: string; args: string[]; env: Record<string, string>; display: string | undefined } | null;
  /** A data folder that holds the lab's set-up and one run of it; to be copied, never opened. */
  record: string;
  missing: Requirement[];
}

declare module 'vitest' {
  interface ProvidedContext {
    prepared: Prepared;
  }
}

export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'rounds-window-'));
  let stopDisplay = (): void => undefined;
  const tearDown = async (): Promise<void> => {
    stopDisplay();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const prepared: Prepared = { window: null, record: path.join(folder, 'lab', 'data'), missing: [] };
    const lacking = (what: string, remedy: string): void => void prepared.missing.push({ what, present: false, remedy });
    let display: string | undefined;
    if (process.platform === 'linux') {
      if (findProgram('Xvfb')) ({ display, stop: stopDisplay } = await startDisplay());
      else lacking('Xvfb', 'apt-get install xvfb');
    }
    try {
      const window = await prepareWindow(ROOT, say);
      const libraries = missingLibraries(window.program);
      if (libraries.length > 0) lacking(`${libraries.join(', ')} for Electron`, 'apt-get install libnss3 libgtk-3-0 libasound2 libgbm1 libxss1');
      prepared.window = { ...window, display };
    } catch (error) {
      lacking('Electron', messageOf(error).replaceAll('\n', ' '));
    }
    if (prepared.missing.length === 0) await makeRecord(path.join(folder, 'lab'));
    provide('prepared', prepared);
    return tearDown;
  } catch (error) {
    await tearDown();
    throw error;
  }
}

/** Shared libraries that the program wants and the machine lacks. */
function missingLibraries(program: string): string[] {
  if (process.platform !== 'linux' || !findProgram('ldd')) return [];
  const said = execFileSync('ldd', [program], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return [...said.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name = '']) => name);
}
