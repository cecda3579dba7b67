import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';

const MAIN = fileURLToPath(new URL('../../../cli/main.ts', import.meta.url));

describeWindow('Sessions that the command runs on the same data folder', () => {
  it('appear while they run and when they are over', () =>
    withWindow({ data: 'lab' }, async ({ page, data, lab }) => {
      await page.getByRole('link', { name: 'Active Sessions' }).click();
      await page.getByRole('main').getByRole('heading', { name: 'Nothing runs' }).waitFor();
      const home = lab.computers.find(({ id }) => id === 'Acme/web-1')?.home ?? '';
      // It runs until the test has seen it.
      const script = `until [ -e '${path.join(home, 'seen')}' ]; do sleep 0.1; done; echo seen`;
      const child = spawn(process.execPath, [MAIN, '--data', data, 'exec', 'computer:web-1', '--', script], { stdio: 'ignore' });
      const ended = once(child, 'exit');
      try {
        const table = page.getByRole('grid', { name: 'Active Sessions' });
        await table.getByText('web-1', { exact: true }).waitFor();
        await page.getByText('1 running, 0 queued, 0 ended').waitFor();
        await writeFile(path.join(home, 'seen'), '');
        await page.getByText('0 running, 0 queued, 1 ended').waitFor();
        expect((await ended)[0]).toBe(0);
        await table.getByRole('row').filter({ hasText: 'web-1' }).getByRole('img', { name: 'Passed' }).first().waitFor();
      } finally {
        child.kill('SIGKILL');
      }
    }));
});
