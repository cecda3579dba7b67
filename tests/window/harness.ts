/**
 * The real program in front of a test: a fresh data folder and profile each time, filled with what the test asks for. What goes
 * wrong unseen (an error on the console, an exception, a breach of the policy, a rejection in the main process) fails the test.
 */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { expect, inject } from 'vitest';
import { startLab, type Lab } from '../../electron/lab/start.ts';
import type { Preferences } from '../../shared/api/app.ts';
import { describeWith } from '../requirements.ts';
import { applyLab, runLab, secretVariables } from './lab-data.ts';
import { watchProblems } from './problems.ts';

const START_LIMIT_MS = 60_000;
/** How long a program that was asked to end may take, milliseconds. */
const END_LIMIT_MS = 20_000;

export interface WindowOptions {
  /**
   * `empty`: a first start. `record`: the lab's set-up and one run, its computers off. `lab`: the set-up, its computers on, nothing
   * run yet. `lab-ran`: the same after one run.
   */
  data?: 'empty' | 'record' | 'lab' | 'lab-ran';
  theme?: Preferences['theme'];
  size?: { width: number; height: number };
  /** `en-XA`: every text that is translated stands in brackets. */
  language?: string;
  /** Problems that the test makes on purpose. */
  expected?: RegExp;
  /** Starts another program than the one of this clone. */
  program?: { file: string; args: string[]; env: Record<string, string> };
  /** Does something with the test's folder before the program starts. */
  prepareFolder?: (folder: string) => Promise<void>;
}

export interface OpenWindow {
  app: ElectronApplication;
  page: Page;
  /** The data folder. */
  data: string;
  lab: Lab;
  /** What went wrong so far. */
  problems: string[];
  /** Kills the main process as no program can catch it, and waits until it is gone. */
  kill(): Promise<void>;
  /** Starts the program again on the same data folder. */
  restart(): Promise<OpenWindow>;
}

/** `describe` for tests that need the window. */
export function describeWindow(name: string, tests: () => void): void {
  describeWith(inject('prepared').missing, name, tests);
}

/** Opens the window, lets the test work with it, and ends everything that was started. */
export async function withWindow(options: WindowOptions, work: (window: OpenWindow) => Promise<void>): Promise<void> {
  const { data: kind = 'record', theme = 'light' } = options;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'rounds-w-'));
  const ends: (() => Promise<void>)[] = [];
  const problems: string[] = [];
  try {
    let data = path.join(folder, 'data');
    let lab: Lab | null = null;
    if (kind === 'lab' || kind === 'lab-ran') {
      const started = await startLab(path.join(folder, 'lab'));
      lab = started;
      ends.push(() => started.close());
      await applyLab(started);
      if (kind === 'lab-ran') await runLab(started);
      data = started.dataFolder;
    } else {
      await mkdir(data, { mode: 0o700 });
      if (kind === 'record') await cp(inject('prepared').record, data, { recursive: true });
    }
    await writeFile(path.join(data, 'preferences.json'), JSON.stringify({ theme }));
    await options.prepareFolder?.(folder);
    const window = await open(options, { data, lab, problems, ends });
    await work(window);
  } finally {
    for (const end of ends.reverse()) await end().catch((error: unknown) => problems.push(`not ended: ${String(error)}`));
    await rm(folder, { recursive: true, force: true });
  }
  expect(problems.filter((problem) => options.expected?.test(problem) !== true)).toEqual([]);
}

interface Place {
  data: string;
  lab: Lab | null;
  problems: string[];
  ends: (() => Promise<void>)[];
}

async function open(options: WindowOptions, place: Place): Promise<OpenWindow> {
  const { data, lab, problems, ends } = place;
  const app = await _electron.launch(launchOptions(options, place));
  const child = app.process();
  const gone = new Promise<void>((resolve) => (child.exitCode !== null ? resolve() : child.once('exit', () => resolve())));
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone;
  };
  ends.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const late = setTimeout(() => {
      problems.push(`The program did not end within ${END_LIMIT_MS / 1000} s.`);
      child.kill('SIGKILL');
    }, END_LIMIT_MS);
    // What it would ask whoever sits before it: yes, end.
    await app
      .evaluate(({ dialog }) => Object.assign(dialog, { showMessageBox: () => Promise.resolve({ response: 1, checkboxChecked: false }) }))
      .catch(() => undefined);
    await app.close().catch(() => undefined);
    await gone;
    clearTimeout(late);
  });
  const page = await app.firstWindow({ timeout: START_LIMIT_MS });
  const { width, height } = options.size ?? { width: 1280, height: 800 };
  await app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h), [width, height] as const);
  await watchProblems(app, page, problems);
  await page.getByRole('navigation').first().waitFor();
  return {
    app,
    page,
    data,
    problems,
    kill,
    get lab() {
      if (!lab) throw new Error('This window has no lab');
      return lab;
    },
    restart: () => open(options, place),
  };
}

function launchOptions(options: WindowOptions, { data, lab }: Place): Parameters<typeof _electron.launch>[0] {
  const prepared = inject('prepared').window;
  if (!prepared) throw new Error('The window was not prepared');
  const { file, args, env } = options.program ?? { file: prepared.program, args: prepared.args, env: prepared.env };
  const language = options.language === undefined ? [] : [`--language=${options.language}`];
  return {
    executablePath: file,
    args: [...args, '--data', data, ...language],
    env: environment({ ...env, ...(lab ? secretVariables(lab) : {}) }),
    timeout: START_LIMIT_MS,
  };
}

/** The tests' own environment, less what would change the program, with the display of this run. */
export function environment(more: Record<string, string> = {}): Record<string, string> {
  const display = inject('prepared').window?.display;
  const own = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !/^(NODE_OPTIONS|ELECTRON_|WAYLAND_DISPLAY|VITEST|ROUNDS_)/.test(entry[0]),
  );
  return { ...Object.fromEntries(own), ...(display === undefined ? {} : { DISPLAY: display }), ...more };
}
