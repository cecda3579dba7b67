import path from 'node:path';
import { expect, it } from 'vitest';
import { describeWindow, withWindow, type OpenWindow } from '../harness.ts';
import { recorded } from '../sessions.ts';

/** A script that runs until it is ended, on so many computers. */
async function runLong({ page, lab }: OpenWindow, names: string[]): Promise<void> {
  const home = lab.computers.find(({ id }) => id === 'Acme/web-1')?.home ?? '';
  for (const name of names) await page.getByRole('checkbox', { name: `Select ${name}` }).check();
  await page.getByRole('button', { name: 'Run Script' }).click();
  const sheet = page.getByRole('dialog', { name: 'Run Script' });
  await sheet
    .getByRole('textbox', { name: 'Script' })
    .fill(`echo begun; n=0; until [ -e '${path.join(home, 'never')}' ] || [ $n -gt 600 ]; do n=$((n + 1)); sleep 0.1; done`);
  await sheet.getByRole('button', { name: /^Run on/ }).click();
  await page.getByRole('link', { name: 'Active Sessions' }).first().click();
  await page.getByText(`${names.length} running, 0 queued, 0 ended`).waitFor();
}

/** What the program asks, and what it is answered. */
const answering = (window: OpenWindow, response: number): Promise<void> =>
  window.app.evaluate(({ dialog }, answer) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    Object.assign(dialog, {
      showMessageBox: (_window: unknown, options: { message: string; detail: string }) => {
        asked.push(`${options.message}: ${options.detail}`);
        return Promise.resolve({ response: answer, checkboxChecked: false });
      },
    });
  }, response);

describeWindow('The program is asked to end while sessions run', () => {
  it('says whom it concerns, and goes on when it is told to', () =>
    withWindow({ data: 'lab' }, async (window) => {
      await runLong(window, ['web-1', 'web-2']);
      await answering(window, 0);
      await window.app.evaluate(({ app }) => app.quit());
      await expect.poll(() => window.app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)).toHaveLength(1);
      const [asked] = await window.app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
      expect(asked).toMatch(/^2 sessions run here: /);
      expect(asked).toContain('Acme/web-1');
      await window.page.getByText('2 running, 0 queued, 0 ended').waitFor();
    }));

  it('cancels them and ends when it is told to; the record says so', () =>
    withWindow({ data: 'lab' }, async (window) => {
      await runLong(window, ['web-1']);
      await answering(window, 1);
      const gone = new Promise((resolve) => window.app.process().once('exit', resolve));
      await window.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
      await gone;
      expect((await recorded(window.lab)).map(({ status }) => status)).toEqual(['cancelled']);
    }));

  it('asks nobody when the system ends it', () =>
    withWindow({ data: 'lab' }, async (window) => {
      await runLong(window, ['web-1']);
      const gone = new Promise((resolve) => window.app.process().once('exit', resolve));
      window.app.process().kill('SIGTERM');
      await gone;
      expect((await recorded(window.lab)).map(({ status }) => status)).toEqual(['cancelled']);
    }));
});

describeWindow('Several sessions are cancelled', () => {
  it('after one has read how many', () =>
    withWindow({ data: 'lab' }, async (window) => {
      const { page } = window;
      await runLong(window, ['web-1', 'web-2']);
      await page.getByRole('button', { name: 'Cancel all' }).click();
      const dialog = page.getByRole('dialog', { name: 'Cancel 2 sessions' });
      await dialog.getByRole('button', { name: 'Keep running' }).click();
      await page.getByText('2 running, 0 queued, 0 ended').waitFor();
      await page.getByRole('button', { name: 'Cancel all' }).click();
      await dialog.getByRole('button', { name: 'Cancel 2 sessions' }).click();
      await page.getByText('0 running, 0 queued, 2 ended').waitFor();
    }));
});
