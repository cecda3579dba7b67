import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';
import { hasFocus, press, tabTo } from '../keyboard.ts';

const bodyOf = (page: Page, table: string) => page.getByRole('grid', { name: table }).locator('[data-table-body]');

describeWindow('By keyboard alone', () => {
  it('reaches every place, by its key and by Tab', () =>
    withWindow({}, async ({ page }) => {
      const places = ['Computers', 'Deployments', 'Catalogue', 'Active Sessions', 'History', 'Insights', 'Settings'];
      for (const [at, place] of [...places.entries()].reverse()) {
        await press(page, `Control+${at + 1}`);
        await page.getByRole('heading', { name: place, exact: true, level: 1 }).waitFor();
      }
      for (const place of places) {
        await tabTo(page, page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: place, exact: true }));
        await press(page, 'Enter');
        await page.getByRole('heading', { name: place, exact: true, level: 1 }).waitFor();
      }
      await press(page, 'Alt+ArrowLeft');
      await page.getByRole('heading', { name: 'Insights', level: 1 }).waitFor();
    }));

  it('filters, selects, checks, opens the session, finds in its log and copies it', () =>
    withWindow({ data: 'lab' }, async ({ app, page }) => {
      await page.getByText('showing 6 of 6').waitFor();
      await press(page, '/');
      await page.keyboard.type('web');
      await page.getByText('showing 3 of 6').waitFor();
      const table = bodyOf(page, 'Computers');
      await tabTo(page, table);
      // kiosk-1 has the tag; web-1 and web-2 follow.
      await press(page, 'ArrowDown', 'ArrowDown', 'Space', 'ArrowDown', 'Space');
      await page.getByText('2 selected').waitFor();
      await press(page, 'r');
      const sheet = page.getByRole('dialog', { name: 'Run Maintenance' });
      await sheet.waitFor();
      await press(page, 'Escape');
      await sheet.waitFor({ state: 'detached' });
      // The focus is where it came from, so the key works again.
      expect(await hasFocus(table)).toBe(true);
      await press(page, 'r');
      await tabTo(page, sheet.getByRole('button', { name: 'Check 2 computers' }));
      await press(page, 'Enter');
      await page.getByText('0 running, 0 queued, 2 ended').waitFor();

      await tabTo(page, bodyOf(page, 'Active Sessions'));
      await press(page, 'Home', 'ArrowDown', 'Enter');
      await page
        .getByRole('main')
        .getByRole('link', { name: /^web-\d$/ })
        .waitFor();
      await tabTo(page, bodyOf(page, 'Actions'));
      await press(page, 'Home', 'j', 'j');
      await page.getByRole('log').getByText(/\S/).first().waitFor();
      await press(page, 'Control+f');
      const find = page.getByRole('textbox', { name: 'Find in log' });
      await find.waitFor();
      await page.keyboard.type('e');
      await page
        .getByRole('toolbar')
        .getByText(/^1 of \d+$/)
        .waitFor();
      await press(page, 'Enter', 'Escape');
      await find.waitFor({ state: 'detached' });
      await tabTo(page, page.getByRole('button', { name: 'Copy as text' }));
      await press(page, 'Enter');
      await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toMatch(/^\d\d:\d\d:\d\d\.\d{3} \S/);
    }));

  it('opens a computer, explains a winner and goes back', () =>
    withWindow({}, async ({ page }) => {
      await tabTo(page, bodyOf(page, 'Computers'));
      await press(page, 'End', 'Enter');
      await tabTo(page, page.getByRole('tab', { name: 'Effective deployments' }));
      await press(page, 'ArrowRight');
      await tabTo(page, page.getByRole('tabpanel').getByRole('link').first());
      await press(page, 'Enter');
      await page.getByRole('grid', { name: 'Actions' }).waitFor();
      await press(page, 'Alt+ArrowLeft');
      await tabTo(
        page,
        page
          .getByRole('tab', { name: 'Sessions' })
          .or(page.getByRole('tab', { name: 'Effective deployments' }))
          .and(page.locator('[aria-selected=true]')),
      );
      await tabTo(page, page.getByRole('button', { name: /^lab-motd/ }));
      await press(page, 'Enter');
      await page.getByRole('region', { name: 'Why this one?' }).getByText('Greeting that nobody must have').waitFor();
    }));

  it('finds a computer and a command in the palette, and shows the shortcuts', () =>
    withWindow({}, async ({ page }) => {
      await press(page, 'Control+k');
      await page.keyboard.type('db-1');
      await page.getByRole('option', { name: /^db-1 Acme/ }).waitFor();
      await press(page, 'Enter');
      await page.getByRole('heading', { name: /db-1/ }).waitFor();
      await press(page, 'Control+k');
      await page.keyboard.type('theme: dark');
      await press(page, 'Enter');
      await expect.poll(() => page.evaluate(`document.documentElement.dataset.mantineColorScheme`)).toBe('dark');
      await press(page, 'Control+k');
      await page.keyboard.type('greeting that');
      await page.getByRole('option', { name: 'Greeting that nobody must have deployment' }).waitFor();
      await press(page, 'Enter');
      await page.getByRole('textbox', { name: 'Name' }).waitFor();
      await press(page, 'Control+k');
      await page.keyboard.type('till-1 partly');
      await page.getByText('Nothing has this name').waitFor();
      await press(page, 'Control+a');
      await page.keyboard.type('till-1');
      await page.getByRole('option', { name: /^till-1, .* session, / }).waitFor();
      await press(page, 'Control+a');
      await page.keyboard.type('firewall');
      await page.getByRole('option', { name: /item$/ }).first().waitFor();
      await press(page, 'Escape', '?');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
      await press(page, 'Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }));
});
