import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';

const door = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const count = (page: Page): Promise<number> => page.evaluate(`window.rounds.call('computers.page', {}).then((answer) => answer.value.all)`);

describeWindow('A first run through the lab', () => {
  it('starts with nothing, and opens three doors that say what they would add', () =>
    withWindow({ data: 'empty' }, async ({ page, data }) => {
      await page.getByRole('main').getByRole('heading', { name: 'No computers yet' }).waitFor();
      expect(await page.getByRole('button', { name: 'Run Maintenance' }).isEnabled()).toBe(false);
      const lab = door(page, 'Try the lab');
      for (const name of ['web-1', 'web-2', 'db-1', 'till-1', 'kiosk-1', 'attic-1']) await lab.getByText(name).waitFor();
      await door(page, 'Add a computer').getByText('One computer, and its tenant').waitFor();
      await door(page, 'Import').getByText('an Ansible inventory').waitFor();
      // Looking at them adds nothing.
      expect(existsSync(path.join(data, 'lab'))).toBe(false);
      await door(page, 'Add a computer').getByRole('button', { name: 'Add a computer' }).click();
      await page.getByRole('button', { name: 'Test connection' }).waitFor();
      await page.goBack();
      await door(page, 'Import').getByRole('button', { name: 'Import' }).click();
      await page.getByRole('button', { name: 'Choose a file' }).waitFor();
    }));

  it('sets up the lab, runs it, has its computers again after the next start, and lets go of them', () =>
    withWindow({ data: 'empty' }, async (window) => {
      const { page } = window;
      await door(page, 'Try the lab').getByRole('button', { name: 'Set up the lab and run it' }).click();
      await page.getByRole('grid', { name: 'Active Sessions' }).getByText('web-1').first().waitFor();
      await page.getByText('0 running, 0 queued, 6 ended').waitFor({ timeout: 60_000 });
      expect(await count(page)).toBe(6);
      // One needs a secret of the lab's: nobody was asked for it.
      expect(await page.getByRole('dialog').count()).toBe(0);
      await window.kill();
      const { page: again } = await window.restart();
      await again.getByRole('row').filter({ hasText: 'web-1' }).waitFor();
      // As soon as its server runs again a connection to it works.
      await expect
        .poll(() => again.evaluate(`window.rounds.call('lab.view', {}).then((answer) => answer.value.state)`), { timeout: 30_000 })
        .toBe('on');
      await again.evaluate(`location.hash = '#/computers/Acme%2Fweb-1/edit'`);
      await again.getByRole('button', { name: 'Test connection' }).click();
      await again.getByText('It can be reached.').waitFor();
      await again.evaluate(`location.hash = '#/computers'`);
      await again.getByRole('button', { name: 'More' }).click();
      await again.getByRole('menuitem', { name: 'Remove the lab' }).click();
      await again.getByRole('heading', { name: 'No computers yet' }).waitFor();
      expect(await again.evaluate(`window.rounds.call('sessions.page', {}).then((answer) => answer.value.rows.length)`)).toBe(6);
    }));

  it('shows the six computers of the lab before anything was run', () =>
    withWindow({ data: 'lab' }, async ({ page }) => {
      const table = page.getByRole('grid', { name: 'Computers' });
      for (const name of ['web-1', 'web-2', 'db-1', 'till-1', 'kiosk-1', 'attic-1']) await table.getByText(name, { exact: true }).waitFor();
      await page.getByText('showing 6 of 6').waitFor();
      expect(await table.getByText('not run yet').count()).toBe(6);
    }));
});
