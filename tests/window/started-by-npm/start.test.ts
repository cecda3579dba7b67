import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { describeWindow, environment } from '../harness.ts';

const LAUNCH = fileURLToPath(new URL('../../../cli/launch.mjs', import.meta.url));
const PORT = /^DevTools listening on (ws:\S+)$/m;

/** The addresses of the pages of a program that was started with a debugging port. */
async function pagesAt(endpoint: string): Promise<string[]> {
  const answer = await fetch(`http://${new URL(endpoint).host}/json/list`);
  return ((await answer.json()) as { type: string; url: string }[]).filter(({ type }) => type === 'page').map(({ url }) => url);
}

describeWindow('npm start', () => {
  it('opens the window on the folder that --data names, hands further arguments to Electron, and ends with it', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'rounds start '));
    const child = spawn(process.execPath, [LAUNCH, 'start', '--data', 'data', '--remote-debugging-port=0'], {
      cwd: folder,
      env: environment({ INIT_CWD: folder }),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = once(child, 'exit');
    try {
      const database = path.join(folder, 'data', 'rounds.db');
      let said = '';
      child.stderr.on('data', (data: Buffer) => (said += data.toString()));
      while (!PORT.test(said) && child.exitCode === null) await setTimeout(50);
      expect(said).toContain('Opening the window ...');
      const endpoint = PORT.exec(said)?.[1] ?? '';
      while (!(await pagesAt(endpoint)).some((url) => url.startsWith('app://rounds/')) && child.exitCode === null) await setTimeout(50);
      // The page comes up while the record is made.
      while (!existsSync(database) || readFileSync(database).length === 0) {
        expect(child.exitCode).toBe(null);
        await setTimeout(50);
      }
      expect(readFileSync(database).subarray(0, 15).toString()).toBe('SQLite format 3');
      child.kill('SIGTERM');
      expect((await ended)[0]).toBe(0);
    } finally {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
