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
      // What is not filled in yet is no mistake; it is said what is missing.
      await page.getByText('still needed: Target').waitFor();
      expect(await page.getByRole('main').getByRole('alert').count()).toBe(0);
      expect(await save.isDisabled()).toBe(true);
      await page
        .getByRole('textbox', { name: 'tenant' })
        .or(page.getByRole('combobox', { name: 'tenant' }))
        .first()
        .click();
      await page.getByRole('option', { name: 'Acme' }).click();
      await page.getByRole('button', { name: /^3 computers/ }).click();
      await page.getByRole('region', { name: 'Target' }).getByRole('listitem').filter({ hasText: 'Acme/db-1' }).waitFor();
      const changes = page.getByRole('grid', { name: 'What changes' });
      await changes.getByRole('row').filter({ hasText: 'db-1' }).filter({ hasText: 'now in the target' }).waitFor();
      await changes.getByRole('row').filter({ hasText: 'web-1' }).filter({ hasText: 'the same' }).waitFor();

      // A count shows those alone; the file that names it is told.
      await page.getByRole('button', { name: '1 keep it' }).click();
      await changes.getByRole('row').filter({ hasText: 'db-1' }).waitFor({ state: 'detached' });
      await page.getByRole('button', { name: '1 keep it' }).click();
      await page.getByText(/rounds\.yaml names it: its next apply changes it back/).waitFor();

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
      await page.getByRole('button', { name: /^6 computers/ }).waitFor();
      await page.getByRole('button', { name: /^Save/ }).click();
      const row = page.getByRole('row').filter({ hasText: 'Quiet' });
      await row.waitFor();
      await row.click();
      await page.getByRole('button', { name: 'Disable', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: 'Disable 1 deployment' });
      await dialog.getByRole('status', { name: 'What changes' }).waitFor();
      await dialog.getByRole('button', { name: 'Disable 1 deployment' }).click();
      await row.getByText('disabled').waitFor();
      await row.click();
      await page.getByRole('button', { name: 'Remove', exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove 1 deployment' }).click();
      await row.waitFor({ state: 'detached' });
    }));

  it('to let another one win: the smallest change, with what it changes', () =>
    withWindow({}, async ({ page }) => {
      const why = async (): Promise<void> => {
        await goTo(page, '/computers');
        await page.getByRole('row').filter({ hasText: 'web-1' }).first().click();
        await page.getByRole('button', { name: /^lab-motd/ }).click();
      };
      const ladder = page.getByRole('region', { name: 'Why this one?' });
      await why();
      await ladder.getByRole('row').filter({ hasText: 'Greeting from the catalogue' }).getByText('Make it win...').click();
      await page.getByText("So that 'Greeting from the catalogue' wins lab-motd on Acme/web-1").waitFor();
      await page.getByRole('status', { name: 'What changes' }).getByText('gain this winner').waitFor();
      await page.getByRole('grid', { name: 'What changes' }).getByRole('row').filter({ hasText: 'web-1' }).waitFor();
      await page.getByRole('button', { name: 'Save, changes 1 computer' }).click();
      await page.getByText('Greeting from the catalogue on Acme web-1 is saved').waitFor();
      await why();
      await ladder.getByRole('row').first().getByText('Greeting from the catalogue on Acme web-1').waitFor();
    }));

  it('with a mistake said beside its field, and nothing to save until it is mended', () =>
    withWindow({}, async ({ page }) => {
      await goTo(page, '/deployments/edit/Editor%20exactly%201.2');
      const save = page.getByRole('button', { name: /^Save/ });
      await page.getByRole('textbox', { name: 'Version' }).fill('');
      await page.getByText('still needed: Version').waitFor();
      await page.getByRole('textbox', { name: 'Version' }).fill('1.3.0');
      await page.getByRole('textbox', { name: 'the whole action' }).fill('soon');
      await page.getByRole('region', { name: 'Limits' }).getByRole('alert').getByText(/10s/).waitFor();
      expect(await save.isDisabled()).toBe(true);
      await page.getByRole('textbox', { name: 'the whole action' }).fill('10m');
      await page.getByRole('button', { name: 'Save, changes 1 computer' }).waitFor();
      await page.keyboard.press('Control+s');
      await page.getByRole('row').filter({ hasText: 'Editor exactly 1.2' }).getByText('exactly 1.3.0').waitFor();
    }));

  it('for computers that a filter holds, built condition by condition', () =>
    withWindow({}, async ({ page }) => {
      await goTo(page, '/deployments/edit/Greeting');
      await page.getByRole('radiogroup', { name: 'Target' }).getByText('filter', { exact: true }).click();
      const target = page.getByRole('region', { name: 'Target' });
      const platform = target.getByRole('group', { name: 'platform' });
      await platform.getByLabel('value').first().click();
      await page.getByRole('option', { name: 'Windows' }).click();
      await target.getByText('holds no computer').waitFor();
      await target.getByText('1 not yet: a fact is not known').waitFor();
      await platform.getByLabel('value').first().click();
      await page.getByRole('option', { name: 'Linux' }).click();
      await target.getByRole('button', { name: 'Condition', exact: true }).click();
      await target.getByRole('group', { name: 'role' }).getByRole('button', { name: 'Remove the condition' }).click();
      await page.getByRole('button', { name: /^Save, changes/ }).waitFor();
      await goTo(page, '/deployments');
      await page.getByRole('row').filter({ hasText: 'everything' }).getByText('not saved').waitFor();
    }));
});

describeWindow('The list of deployments', () => {
  it('says what ties, filters by it, keeps what is ticked, and changes several at once', () =>
    withWindow({}, async ({ page }) => {
      await goTo(page, '/deployments');
      await page.getByRole('row').filter({ hasText: 'ties on 2' }).first().waitFor();
      await page.getByRole('button', { name: 'Notes', exact: true }).first().click();
      await page.getByRole('checkbox', { name: 'ties', exact: true }).click();
      await page.keyboard.press('Escape');
      await page.getByText('showing 2 of 46').waitFor();
      await page.getByRole('checkbox', { name: 'Select all that are shown' }).click();
      await goTo(page, '/computers');
      await goTo(page, '/deployments');
      await page.getByText('2 selected, showing 2 of 46').waitFor();
      await page.keyboard.press('Delete');
      const dialog = page.getByRole('dialog', { name: 'Remove 2 deployments' });
      await dialog.getByText('A tie on 2 computers is gone then.').waitFor();
      await dialog.getByRole('button', { name: 'Remove 2 deployments' }).click();
      await page.getByText('2 deployments are removed').waitFor();
      await page.getByText('showing 0 of 44').waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText('showing 2 of 46').waitFor();
    }));
});
