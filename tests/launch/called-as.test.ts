import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('without npm, what is to be typed next is how the command was started', () => {
  const data = mkdtempSync(path.join(os.tmpdir(), 'rounds-called-'));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const env: NodeJS.ProcessEnv = { ...process.env, ROUNDS_DATA: data };
  delete env['npm_lifecycle_event'];
  const { stdout, stderr, status } = spawnSync(process.execPath, ['cli/launch.mjs', 'rounds', 'computers'], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('node cli/launch.mjs rounds apply FILE');
});
