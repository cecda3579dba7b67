/** The window for the tests of the vault: the real program with an environment that gives it no secrets, on a display of its own. */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { requireProgram } from '../../requirements.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const { prepareWindow } = (await import(new URL('../../../cli/launch/open-window.mjs', import.meta.url).href)) as {
  prepareWindow: (root: string, say: (text: string) => void) => Promise<{ program: string; args: string[]; env: Record<string, string> }>;
};
const START_LIMIT_MS = 60_000;

export const NEEDS = [requireProgram('Xvfb', 'apt-get install xvfb'), requireProgram('ssh-keygen', 'apt-get install openssh-client')];

export interface OpenWindow {
  app: ElectronApplication;
  page: Page;
  close(): Promise<void>;
}

/** An X server on a number that is free. */
export async function openDisplay(): Promise<{ display: string; close: () => void }> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const told = server.stdio[3] as Readable;
  let text = '';
  for await (const data of told) {
    text += String(data);
    if (text.includes('\n')) break;
  }
  if (text.trim() === '') throw new Error('Xvfb did not start');
  return { display: `:${text.trim()}`, close: () => void server.kill('SIGTERM') };
}

/** @param problems what goes wrong unseen is added to it */
export async function openWindow(data: string, display: string, problems: string[]): Promise<OpenWindow> {
  const { program, args, env } = await prepareWindow(ROOT, () => undefined);
  const own = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !/^(NODE_OPTIONS|ELECTRON_|VITEST|ROUNDS_)/.test(entry[0]),
  );
  const app = await _electron.launch({
    executablePath: program,
    args: [...args, '--data', data],
    env: { ...Object.fromEntries(own), ...env, DISPLAY: display },
    timeout: START_LIMIT_MS,
  });
  const page = await app.firstWindow({ timeout: START_LIMIT_MS });
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
  await page.getByRole('navigation').first().waitFor();
  return { app, page, close: () => app.close() };
}
