import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { parse } from 'yaml';
import { findProgram } from '../../requirements.ts';
import { describeWindow, environment, withWindow } from '../harness.ts';
import { giveAway, ORDINARY, rendererState, SANDBOXED, sandboxMissing } from '../ordinary-user.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const { packageWindow } = (await import(new URL('../../../cli/launch/package.mjs', import.meta.url).href)) as {
  packageWindow: (targets: string[], options: { output: string; say: (text: string) => void }) => Promise<string>;
};

/** What stands before the fuses in every Electron; see electron/docs/tutorial/fuses.md. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
];
const LIMIT_MS = 60_000;

/** The fuses as they are in a program: by name, on or off. */
function fusesOf(program: string): Record<string, boolean> {
  const bytes = readFileSync(program);
  const at = bytes.indexOf(SENTINEL) + SENTINEL.length;
  const length = bytes[at + 1] ?? 0;
  return Object.fromEntries([...bytes.subarray(at + 2, at + 2 + length)].map((state, n) => [FUSES[n] ?? n, state === 0x31]));
}

const onLinux = process.platform === 'linux' && (ORDINARY.length === 0 || findProgram('setpriv') !== null);

describeWindow('The packaged program', () => {
  let folder = '';
  let program = '';
  const started: ChildProcess[] = [];

  beforeAll(async () => {
    if (!onLinux) return;
    folder = mkdtempSync(path.join(os.tmpdir(), 'rounds-package-'));
    chmodSync(folder, 0o755);
    program = path.join(await packageWindow(['dir'], { output: path.join(folder, 'dist'), say: () => undefined }), 'rounds-console');
    mkdirSync(path.join(folder, 'home'));
    giveAway(path.join(folder, 'home'));
  });

  afterAll(() => {
    for (const child of started) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  const start = (args: string[], env: Record<string, string> = {}): { child: ChildProcess; ended: Promise<number | null>; said: () => string } => {
    const home = path.join(folder, 'home');
    const [command = program, ...rest] = [...ORDINARY, program, ...args];
    const child = spawn(command, rest, { cwd: home, env: environment({ HOME: home, ...env }), stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT_MS });
    started.push(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (said += data.toString()));
    return { child, ended: once(child, 'exit').then(([status]) => status as number | null), said: () => said };
  };

  it.runIf(onLinux)('has the fuses that the configuration asks for', () => {
    const { electronFuses } = parse(readFileSync(path.join(ROOT, 'electron-builder.yml'), 'utf8')) as { electronFuses: Record<string, boolean> };
    expect(electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
    const there = fusesOf(program);
    expect(Object.keys(there).length).toBeGreaterThan(6);
    // Electron 25 is older than the last one.
    for (const [name, wanted] of Object.entries(electronFuses)) if (name in there) expect([name, there[name]]).toEqual([name, wanted]);
  });

  it
    .runIf(onLinux)
    .for([
      '--remote-debugging-port=0',
      '--remote-debugging-pipe',
      '--inspect=0',
      '--no-sandbox',
      '--disable-web-security',
      '--language=en-XA',
      'https://127.0.0.1/',
      'rounds://session/1',
    ])('refuses %s and ends', async (argument) => {
    const { ended, said } = start(['--data', path.join(folder, 'home', 'refused'), argument]);
    expect(await ended).toBe(64);
    expect(said()).toContain('is no argument of Rounds');
    expect(said()).not.toMatch(/listening on ws/i);
    expect(existsSync(path.join(folder, 'home', 'refused', 'rounds.db'))).toBe(false);
  });

  it.runIf(onLinux)('is no Node in disguise, and takes no code from the environment', async () => {
    const mark = path.join(folder, 'home', 'mark');
    const script = path.join(folder, 'home', 'evil.cjs');
    writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, 'here')`);
    expect(await start([script], { ELECTRON_RUN_AS_NODE: '1' }).ended).toBe(64);
    expect(await start(['--bad'], { NODE_OPTIONS: `--require=${script}` }).ended).toBe(64);
    expect(existsSync(mark)).toBe(false);
  });

  it.runIf(onLinux)('opens as a user without rights, in the sandbox of the system, and ends when asked', async (context) => {
    const missing = sandboxMissing();
    if (missing !== null) return context.skip(`This machine has no ${missing}`);
    const data = path.join(folder, 'home', 'data');
    const { child, ended, said } = start(['--data', data]);
    // Asked while it is still opening: it ends all the same, and properly.
    await expect.poll(() => rendererState(folder), { timeout: LIMIT_MS }).toEqual(SANDBOXED);
    await expect.poll(() => existsSync(path.join(data, 'rounds.db')), { timeout: LIMIT_MS }).toBe(true);
    child.kill('SIGTERM');
    expect([await ended, said().includes('Error')]).toEqual([0, false]);
  });

  it.runIf(onLinux)('end to end: the same page driven as a user without rights in the sandbox of the system', async (context) => {
    const missing = sandboxMissing();
    if (missing !== null) return context.skip(`This machine has no ${missing}`);
    const prepared = inject('prepared').window;
    const place = path.join(folder, 'clone');
    const wrapper = path.join(folder, 'as-ordinary-user.sh');
    // The runtime as in a clone, since Playwright cannot drive the packaged one; in a folder that everybody may read.
    cpSync(path.dirname(prepared?.program ?? ''), place, { recursive: true, filter: (file) => !file.endsWith(path.join('resources', 'app')) });
    cpSync(path.join(ROOT, '.cache', 'app'), path.join(place, 'resources', 'app'), { recursive: true });
    const about = path.join(place, 'resources', 'app', 'package.json');
    writeFileSync(about, JSON.stringify({ ...(JSON.parse(readFileSync(about, 'utf8')) as object), clone: true }));
    const runtime = path.join(place, path.basename(prepared?.program ?? ''));
    // Playwright starts every Electron without the sandbox; here it gets none of that.
    const sandboxed = `for arg do shift; [ "$arg" = --no-sandbox ] || set -- "$@" "$arg"; done`;
    writeFileSync(wrapper, `#!/bin/sh\n${sandboxed}\nexec ${[...ORDINARY, runtime].map((word) => `'${word}'`).join(' ')} "$@"\n`, { mode: 0o755 });
    await withWindow(
      {
        program: { file: wrapper, args: [], env: { HOME: path.join(folder, 'home') } },
        prepareFolder: async (own) => giveAway(own),
      },
      async ({ app, page }) => {
        expect(rendererState(place)).toEqual(SANDBOXED);
        expect(await app.evaluate(() => process.getuid?.() === 0)).toBe(false);
        await page.getByRole('row').filter({ hasText: 'web-1' }).click();
        await page.getByRole('tabpanel').waitFor();
        await page.getByRole('link', { name: 'History' }).click();
        await page.getByRole('grid', { name: 'Sessions' }).getByRole('row').filter({ hasText: 'db-1' }).dblclick();
        await page.getByRole('button', { name: /^Retry \d+ failed$/ }).waitFor();
      },
    );
  });
});
