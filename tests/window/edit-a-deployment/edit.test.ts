import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';
import { goTo } from '../screens.ts';

describeWindow('A deployment is edited', () => {
  it('after one has seen which computers it changes, and it can be taken back', () =>
    withWindow({}, async ({ page }) => {
      await goTo(page, '/deployments');
      await page.getByRole('row').filter({ hasText: 'Account of Anna' }).dblclick();
      const save = page.getByRole('button', { name: /^Save/ });
      expect(await save.isDisabled()).toBe(true);
      const counts = page.getByRole('status', { name: 'What changes' });
      await counts.getByText('keep it').waitFor();

      await page.getByRole('radiogroup', { name: 'Target' }).getByText('tenant', { exact: true }).click();
      await page
        .getByText("there is no tenant ''")
        .or(page.getByText(/allowed:/))
        .first()
        .waitFor();
      expect(await save.isDisabled()).toBe(true);
      await page
        .getByRole('textbox', { name: 'tenant' })
        .or(page.getByRole('combobox', { name: 'tenant' }))
        .first()
        .click();
      await page.getByRole('option', { name: 'Acme' }).click();
      await page.getByText('3 computers').waitFor();
      const changes = page.getByRole('grid', { name: 'What changes' });
      await changes.getByRole('row').filter({ hasText: 'db-1' }).filter({ hasText: 'now in the target' }).waitFor();
      await changes.getByRole('row').filter({ hasText: 'web-1' }).filter({ hasText: 'the same' }).waitFor();

      // Going away and coming back loses nothing.
      await goTo(page, '/computers');
      await page.getByRole('row').filter({ hasText: 'web-1' }).waitFor();
      await page.goBack();
      await page.getByText('edited, not saved').waitFor();
      await page.getByRole('button', { name: 'Save, changes 2 computers' }).click();
      await page.getByText('Account of Anna is saved').waitFor();
      const row = page.getByRole('row').filter({ hasText: 'Account of Anna' });
      await row.getByText('tenant Acme').waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await row.getByText('computer Acme/web-1').waitFor();
    }));

  it('or made, disabled and removed, each with what it changes', () =>
    withWindow({}, async ({ page }) => {
      await goTo(page, '/deployments');
      await page.getByRole('button', { name: 'Add deployment' }).click();
      await page
        .getByRole('textbox', { name: 'Item' })
        .or(page.getByRole('combobox', { name: 'Item' }))
        .first()
        .fill('lab-motd');
      await page
        .getByRole('option', { name: /lab-motd/ })
        .first()
        .click();
      await page.getByRole('textbox', { name: 'Name' }).fill('Quiet');
      await page.getByRole('radiogroup', { name: 'Mode' }).getByText('ignore').click();
      await page.getByRole('radiogroup', { name: 'Target' }).getByText('all computers').click();
      await page.getByText('6 computers', { exact: true }).waitFor();
      await page.getByRole('button', { name: /^Save/ }).click();
      const row = page.getByRole('row').filter({ hasText: 'Quiet' });
      await row.waitFor();
      await row.click();
      await page.getByRole('button', { name: 'Disable', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: 'Disable 1 deployment' });
      await dialog.getByRole('status', { name: 'What changes' }).waitFor();
      await dialog.getByRole('button', { name: 'Disable' }).click();
      await row.getByText('disabled').waitFor();
      await row.click();
      await page.getByRole('button', { name: 'Remove', exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
      await row.waitFor({ state: 'detached' });
    }));

  it('to let another one win: a copy for this computer, with what it changes', () =>
    withWindow({}, async ({ page }) => {
      await page.getByRole('row').filter({ hasText: 'web-1' }).click();
      await page.getByRole('button', { name: /^lab-motd/ }).click();
      await page
        .getByRole('region', { name: 'Why this one?' })
        .getByRole('row')
        .filter({ hasText: 'Greeting from the catalogue' })
        .getByText('Make it win...')
        .click();
      await page.getByRole('status', { name: 'What changes' }).getByText('gain this winner').waitFor();
      await page.getByRole('grid', { name: 'What changes' }).getByRole('row').filter({ hasText: 'web-1' }).waitFor();
    }));
});
