import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { describeWindow, withWindow, type OpenWindow } from '../harness.ts';
import { goTo } from '../screens.ts';

const steps = (page: Page) => page.getByRole('list', { name: 'Steps' });
const field = (page: Page, name: string) => page.locator(`input[aria-label="${name}"]`);

/** How the lab reaches one of its computers. */
async function reached(page: Page, id: string): Promise<{ host: string; port: number }> {
  return page.evaluate(
    `window.rounds.call('set-up.form', { kind: 'computer', id: ${JSON.stringify(id)} }).then((answer) => answer.value.form.connection)`,
  );
}

async function newComputer({ page }: OpenWindow, name: string, port: number): Promise<void> {
  await goTo(page, '/computers/new');
  await field(page, 'Name').fill(name);
  await field(page, 'Tenant').fill('Acme');
  await field(page, 'Host').fill('127.0.0.1');
  await field(page, 'Port').fill(String(port));
}

const testNow = (page: Page): Promise<void> => page.getByRole('button', { name: 'Test connection' }).click();

describeWindow('A computer is added', () => {
  it('after its connection was tested step by step, and it can be taken back', () =>
    withWindow({ data: 'lab' }, async (window) => {
      const { page } = window;
      const { port } = await reached(page, 'Acme/web-1');
      await newComputer(window, 'web-9', port);
      await testNow(page);
      await page.getByText('It can be reached.').waitFor();
      const names = await steps(page).getByRole('listitem').allTextContents();
      expect(names.map((text) => text.replace(/^(Find the name|Connect|Host key|Log in|Shell|Facts).*$/s, '$1'))).toEqual([
        'Find the name',
        'Connect',
        'Host key',
        'Log in',
        'Shell',
        'Facts',
      ]);
      // Nothing was saved by the test.
      expect(await page.evaluate(`window.rounds.call('computers.page', {}).then((answer) => answer.value.all)`)).toBe(6);
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      const row = page.getByRole('row').filter({ hasText: 'web-9' });
      await row.waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await row.waitFor({ state: 'detached' });
    }));

  it('never with a host key that is another: both fingerprints are shown, and nothing was sent', () =>
    withWindow({ data: 'lab' }, async (window) => {
      const { page, lab } = window;
      const { port } = await reached(page, 'Acme/web-1');
      const known = readFileSync(path.join(lab.folder, 'known_hosts'), 'utf8').trim().split('\n');
      const other =
        known
          .find((line) => !line.includes(`:${port}`))
          ?.split(' ')
          .slice(1)
          .join(' ') ?? '';
      const wrong = path.join(lab.folder, 'wrong_known_hosts');
      writeFileSync(wrong, `[127.0.0.1]:${port} ${other}\n`);
      await newComputer(window, 'web-9', port);
      await field(page, 'Known hosts').fill(wrong);
      await testNow(page);
      const failed = steps(page).locator('li[data-state=failed]');
      await failed.getByText('Host key', { exact: true }).waitFor();
      expect((await failed.textContent())?.match(/SHA256:[\w+/]+/g)?.length).toBeGreaterThanOrEqual(2);
      expect(await steps(page).getByText('Log in').count()).toBe(0);
    }));

  it('and a host key that nobody knows is asked about before anything is sent', () =>
    withWindow({ data: 'lab' }, async (window) => {
      const { page, lab } = window;
      const { port } = await reached(page, 'Acme/web-1');
      const empty = path.join(lab.folder, 'empty_known_hosts');
      writeFileSync(empty, '');
      await newComputer(window, 'web-9', port);
      await field(page, 'Known hosts').fill(empty);
      await testNow(page);
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^Trust/ })
        .first()
        .click();
      await page.getByText('It can be reached.').waitFor();
      // Under a name that is hashed, as OpenSSH does it.
      expect(readFileSync(empty, 'utf8')).toMatch(/^\|1\|\S+ ssh-ed25519 \S+\n$/);
    }));

  it('and what fails is said with what to do', () =>
    withWindow({ data: 'lab' }, async (window) => {
      const { page } = window;
      await newComputer(window, 'away', 1);
      await testNow(page);
      await steps(page).locator('li[data-state=failed]').getByText('refused the connection').waitFor();
      await page.getByText('Check that its SSH server runs, and the port.').waitFor();
    }));

  it('or removed, unless something names it', () =>
    withWindow({}, async ({ page }) => {
      await page.getByRole('row').filter({ hasText: 'db-1' }).click();
      await page.getByRole('button', { name: 'Remove', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: 'Remove 1 computer' });
      await dialog
        .getByText(/still names it/)
        .first()
        .waitFor();
      expect(await dialog.getByRole('button', { name: 'Remove' }).isDisabled()).toBe(true);
    }));
});
