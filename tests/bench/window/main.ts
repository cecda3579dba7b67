/**
 * `npm run bench window`: the window with thousands of computers and a record of months.
 * Options: --computers N (10000), --sessions N (100000), --actions N of each session (10), --lab N (200: computers that a run
 * is watched on), --data DIR (kept and used again; without it, a folder that is made and removed).
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { openEngine } from '../../../electron/open-engine.ts';
import { startDisplay } from '../../window/display.ts';
import { LAB_TENANT, startLabComputers } from './lab.ts';
import { answerTimes, loopDelay, runOnLab, scrollFrames, timeOf, watchLoop } from './measures.ts';
import { seed } from './seed.ts';

const { values } = parseArgs({
  options: {
    computers: { type: 'string', default: '10000' },
    sessions: { type: 'string', default: '100000' },
    actions: { type: 'string', default: '10' },
    lab: { type: 'string', default: '200' },
    data: { type: 'string' },
  },
});
const size = { computers: Number(values.computers), sessions: Number(values.sessions), actions: Number(values.actions) };
const started = Date.now();
const say = (text: string): void => void process.stderr.write(`${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s  ${text}\n`);
const print = (text: string): void => void process.stdout.write(`${text}\n`);
const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;

const { prepareWindow } = (await import(new URL('../../../cli/launch/open-window.mjs', import.meta.url).href)) as {
  prepareWindow: (root: string, say: (text: string) => void) => Promise<{ program: string; args: string[]; env: Record<string, string> }>;
};

/** The seeded folder with the lab's computers in its set-up; made where it is not there. */
async function prepare(folder: string, labSetUp: string): Promise<string> {
  const data = path.join(folder, 'data');
  const there = existsSync(path.join(data, 'rounds.db'));
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const engine = await openEngine({ dataFolder: data, secrets: () => Promise.resolve(null) });
  try {
    if (!there) await seed(engine, folder, size, say);
    await engine.apply([labSetUp], { prune: false, dryRun: false });
  } finally {
    await engine.close();
  }
  return data;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));
const environment = (display: string | undefined, more: Record<string, string>): Record<string, string> => ({
  ...(process.env as Record<string, string>),
  ...(display === undefined ? {} : { DISPLAY: display }),
  ...more,
});
const FIRST_ROW = '[data-table-body] [role=row][aria-rowindex="2"] [role=gridcell] >> nth=1';

/** Whether the page of a debugging port shows a row of its list (Chrome DevTools Protocol, Runtime.evaluate). */
async function holdsARow(port: string): Promise<boolean> {
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as { type: string; webSocketDebuggerUrl: string }[];
  const target = targets.find(({ type }) => type === 'page');
  if (!target) return false;
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  try {
    await new Promise((resolve, reject) => Object.assign(socket, { onopen: resolve, onerror: () => reject(new Error('No debugging port')) }));
    const answer = new Promise<{ result?: { result?: { value?: unknown } } }>((resolve) => {
      socket.onmessage = ({ data }) => resolve(JSON.parse(String(data)) as { result?: { result?: { value?: unknown } } });
    });
    const expression = `document.querySelectorAll('[data-table-body] [role=row] [role=gridcell]').length > 1`;
    socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }));
    return (await answer).result?.result?.value === true;
  } finally {
    socket.close();
  }
}

/**
 * How long from the start of the process until the window's list of computers stands, milliseconds. Looked at through the
 * debugging port: Playwright's own start of Electron holds the program up until it has its hands on it.
 */
async function startTime(data: string, display: string | undefined): Promise<number> {
  const { program, args, env } = await prepareWindow(root, say);
  const portFile = path.join(data, 'window', 'DevToolsActivePort');
  rmSync(portFile, { force: true });
  const begun = performance.now();
  const child = spawn(program, [...args, '--data', data, '--remote-debugging-port=0'], { env: environment(display, env), stdio: 'ignore' });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  try {
    let port = '';
    while (port === '') {
      await setTimeout(10);
      if (existsSync(portFile)) [port = ''] = readFileSync(portFile, 'utf8').split('\n');
      if (performance.now() - begun > 60_000) throw new Error('The program opens no debugging port');
    }
    while (!(await holdsARow(port))) await setTimeout(30);
    return performance.now() - begun;
  } finally {
    child.kill('SIGTERM');
    await gone;
  }
}

async function open(data: string, display: string | undefined): Promise<{ app: ElectronApplication; page: Page }> {
  const { program, args, env } = await prepareWindow(root, say);
  const app = await _electron.launch({ executablePath: program, args: [...args, '--data', data], env: environment(display, env) });
  const page = await app.firstWindow();
  await page.locator(FIRST_ROW).waitFor();
  return { app, page };
}

const kept = values.data === undefined ? null : path.resolve(values.data);
const folder = kept ?? mkdtempSync(path.join(os.tmpdir(), 'rounds-bench-window-'));
mkdirSync(folder, { recursive: true });
const lab = await startLabComputers(path.join(folder, 'lab'), Number(values.lab));
const display = process.platform === 'linux' ? await startDisplay() : null;
try {
  const data = await prepare(folder, lab.setUpFile);
  say('the data folder is ready');
  print(`window: ${size.computers} computers, ${size.sessions} sessions, ${size.sessions * size.actions} actions`);
  for (const turn of ['first start', 'second start', 'third start'])
    print(`${turn.padEnd(44)} usable after ${ms(await startTime(data, display?.display))}`);
  const { app, page } = await open(data, display?.display);
  try {
    await watchLoop(app);
    for (const { name, first, median, worst } of await answerTimes(page))
      print(`${name.padEnd(44)} first ${ms(first).padStart(8)}  median ${ms(median).padStart(8)}  worst ${ms(worst).padStart(8)}`);
    print(`${'main process, while these were asked'.padEnd(44)} ${await loopDelay(app)}`);
    for (const address of ['/computers', '/history', '/deployments']) {
      print(`${`scrolling ${address}`.padEnd(44)} ${await scrollFrames(page, address)}`);
    }
    print(`${'typed filter of Computers until it is drawn'.padEnd(44)} ${ms(await timeOf(page, '/computers'))}`);
    print(`${'typed filter of History until it is drawn'.padEnd(44)} ${ms(await timeOf(page, '/history'))}`);
    await watchLoop(app);
    const run = await runOnLab(page, LAB_TENANT);
    print(`${`run on ${run.computers} lab computers`.padEnd(44)} ${(run.took / 1000).toFixed(1)} s, main process ${await loopDelay(app)}`);
  } finally {
    await app.close();
  }
} finally {
  display?.stop();
  await lab.close();
  if (kept === null) rmSync(folder, { recursive: true, force: true });
}
