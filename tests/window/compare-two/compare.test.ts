import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';
import { goTo } from '../screens.ts';

describeWindow('Two beside each other', () => {
  it('sessions of one computer: what a retry changed, with the way to each', () =>
    withWindow({ data: 'lab-ran' }, async ({ page }) => {
      const sessions = page.getByRole('grid', { name: 'Sessions' }).getByRole('row');
      await page.getByRole('link', { name: 'History' }).click();
      await sessions.filter({ hasText: 'web-2' }).dblclick();
      await page.getByRole('button', { name: 'Retry 6 failed' }).click();
      await page.getByText('0 running, 0 queued, 1 ended').waitFor();
      await page.getByRole('link', { name: 'History' }).click();
      await sessions.filter({ hasText: 'web-2' }).first().dblclick();
      await page.getByRole('button', { name: 'Compare with...' }).click();
      await page.getByRole('menuitem').first().click();
      const items = page.getByRole('table', { name: 'Items' });
      // What had passed was not retried: it is there on one side only, and said so.
      await items.getByText('not there').first().waitFor();
      const links = items.getByRole('columnheader').getByRole('link');
      expect(await links.count()).toBe(2);
      const [first, second] = [await links.first().getAttribute('href'), await links.last().getAttribute('href')];
      await page.getByRole('button', { name: 'Swap sides' }).click();
      await expect.poll(() => links.first().getAttribute('href')).toBe(second);
      await links.last().click();
      await expect.poll(() => page.url()).toContain(first?.replace('#', '') ?? 'nothing');
    }));

  it('computers: what each should have, what was found, what is known of it', () =>
    withWindow({}, async ({ page }) => {
      await goTo(page, '/computers');
      for (const name of ['web-1', 'till-1']) await page.getByRole('checkbox', { name: `Select ${name}` }).click();
      await page.getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: 'Compare' }).click();
      const items = page.getByRole('table', { name: 'Items' });
      await items.getByRole('img', { name: 'Error' }).first().waitFor();
      // The computers of the lab are one machine: no fact of theirs is different, unless its disk filled meanwhile.
      const facts = page.getByRole('table', { name: 'Facts' });
      expect(await facts.getByRole('row').filter({ hasText: 'platform' }).count()).toBe(0);
      await page.getByRole('checkbox', { name: 'Only what is different' }).click();
      await facts.getByRole('row').filter({ hasText: 'platform' }).getByText('linux').first().waitFor();
    }));

  it('two sessions that are ticked in the history', () =>
    withWindow({}, async ({ page }) => {
      await goTo(page, '/history');
      const compare = page.getByRole('button', { name: 'Compare', exact: true });
      await page.getByRole('checkbox', { name: 'Select the session of web-1' }).click();
      expect(await compare.count()).toBe(0);
      await page.getByRole('checkbox', { name: 'Select the session of db-1' }).click();
      await compare.click();
      await page.getByRole('table', { name: 'Items' }).waitFor();
    }));
});
