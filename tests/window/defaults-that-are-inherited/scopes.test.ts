import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';
import { goTo } from '../screens.ts';

const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text }).first();
const save = (page: Page) => page.getByRole('button', { name: 'Save' });

describeWindow('Tenants and groups', () => {
  it('tell for how many computers a default holds and how many override it, before it is saved', () =>
    withWindow({}, async ({ page }) => {
      await goTo(page, '/settings/scopes');
      await row(page, 'Acme').dblclick();
      await page.getByText('nothing is changed').waitFor();
      await page.getByRole('textbox', { name: 'User' }).fill('deploy');
      const reach = page.getByRole('table', { name: 'Connection defaults' });
      await reach.getByRole('row').filter({ hasText: 'deploy' }).getByText('holds for 3 computers').waitFor();
      // A group of its computers says otherwise: it goes before the tenant.
      await goTo(page, '/settings/scopes');
      await row(page, 'Web servers').dblclick();
      await page.getByRole('textbox', { name: 'User' }).fill('www');
      await reach.getByRole('row').filter({ hasText: 'www' }).getByText('holds for 2 computers').waitFor();
      await save(page).click();
      await page.getByText('Acme/Web servers is saved').waitFor();
      // What was typed of the tenant is still there.
      await row(page, 'Acme').dblclick();
      const user = reach.getByRole('row').filter({ hasText: 'deploy' });
      await user.getByText('holds for 1 computer, 2 override it').waitFor();
      await user.getByText('2 by group Acme/Web servers').waitFor();
      await page.getByRole('textbox', { name: 'Port' }).fill('99999');
      await page.getByText(/a whole number from 1 to 65535/).waitFor();
      expect(await save(page).isDisabled()).toBe(true);
      await page.getByRole('textbox', { name: 'Port' }).fill('');
      await page.getByRole('textbox', { name: 'One action' }).fill('soon');
      await page.getByText(/'soon' is not allowed/).waitFor();
      await page.getByRole('textbox', { name: 'One action' }).fill('90s');
      await save(page).click();
      await page.getByText('Acme is saved').waitFor();
      await row(page, 'Acme').getByText('1 of its own').waitFor();
    }));

  it('are made and removed, each taken back with one button; who is still named stays', () =>
    withWindow({}, async ({ page }) => {
      await goTo(page, '/settings/scopes');
      await page.getByRole('button', { name: 'Add tenant' }).click();
      expect(await save(page).isDisabled()).toBe(true);
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Acme');
      await page.getByText(/there is a tenant Acme already/).waitFor();
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Northgate');
      await save(page).click();
      await row(page, 'Northgate').waitFor();
      await row(page, 'Northgate').click();
      await page.getByRole('button', { name: 'Remove' }).click();
      await row(page, 'Northgate').waitFor({ state: 'detached' });
      await page.getByText('Northgate is removed').waitFor();
      await page.getByRole('button', { name: 'Undo' }).last().click();
      await row(page, 'Northgate').waitFor();

      await row(page, 'Acme').click();
      await page.getByRole('button', { name: 'Remove' }).click();
      const dialog = page.getByRole('dialog', { name: 'Acme cannot be removed' });
      await dialog.getByText('tenant Acme would be removed, but computer Acme/db-1 still names it').waitFor();
      await dialog.getByRole('button', { name: 'Close' }).last().click();
      await row(page, 'Acme').waitFor();
    }));

  it('hold members that are picked from a list, or those of a filter, counted as one types', () =>
    withWindow({}, async ({ page }) => {
      await goTo(page, '/settings/scopes/new/group/Acme');
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Front');
      const picker = page.getByRole('group', { name: 'Choose computers' });
      await picker.getByRole('row').filter({ hasText: 'db-1' }).waitFor();
      expect(await picker.getByRole('row').filter({ hasText: 'Globex' }).count()).toBe(0);
      await picker.getByRole('textbox').first().fill('web');
      await picker.getByRole('row').filter({ hasText: 'db-1' }).waitFor({ state: 'detached' });
      await picker.getByRole('checkbox', { name: 'Select web-1' }).click();
      await picker.getByRole('checkbox', { name: 'Select web-2' }).click();
      await picker.getByText(/^2 chosen/).waitFor();
      const holds = page.getByRole('status', { name: 'What it reaches' });
      await holds.getByText('2', { exact: true }).waitFor();

      await page.getByRole('radiogroup', { name: 'Members' }).getByText('a filter').click();
      await page.getByText('A filter asks for one thing at least.').waitFor();
      expect(await save(page).isDisabled()).toBe(true);
      await page.getByRole('textbox', { name: 'tag' }).fill('database');
      await holds.getByText('1', { exact: true }).waitFor();
      await page.getByRole('list', { name: 'Computers' }).getByText('Acme/db-1').waitFor();
      await save(page).click();
      await row(page, 'Front').getByText('tag database').waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await row(page, 'Front').waitFor({ state: 'detached' });
    }));

  it('and the limits for all: only what differs is kept', () =>
    withWindow({}, async ({ page }) => {
      await goTo(page, '/settings/limits');
      await page.getByRole('textbox', { name: 'Connect', exact: true }).fill('3 weeks');
      await page.getByText(/'3 weeks' is not allowed/).waitFor();
      expect(await save(page).isDisabled()).toBe(true);
      // The default in other words.
      await page.getByRole('textbox', { name: 'Connect', exact: true }).fill('10000ms');
      await page.getByRole('textbox', { name: 'Name resolution' }).fill('4s');
      await page.getByRole('textbox', { name: 'Sessions at once' }).fill('20');
      await save(page).click();
      await page.getByText('The limits are saved').waitFor();
      const kept = await page.evaluate<string>(`window.rounds.call('limits.get', {}).then(({ value }) => JSON.stringify(value.form))`);
      expect(JSON.parse(kept)).toEqual({ concurrency: 20, resolve: '4s', action: '1m', session: '10m' });
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText('Taken back').waitFor();
      await expect.poll(() => page.getByRole('textbox', { name: 'Name resolution' }).inputValue()).toBe('');
    }));
});
