import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';

describeWindow('A batch over time', () => {
  it('shows when each action ran on which computer; the slow one is a sort away, and its session a double click', () =>
    withWindow({ data: 'lab' }, async ({ page }) => {
      for (const name of ['web-1', 'web-2', 'db-1']) await page.getByRole('checkbox', { name: `Select ${name}` }).click();
      await page.getByRole('button', { name: 'Run Script' }).click();
      const sheet = page.getByRole('dialog', { name: 'Run Script' });
      await sheet.getByRole('textbox', { name: 'Script' }).fill('case $HOME in *db-1*) sleep 3 ;; esac');
      await sheet.getByRole('button', { name: 'Run on 3 computers' }).click();
      await page.getByRole('link', { name: 'Active Sessions' }).first().click();
      await page.getByRole('link', { name: 'Timeline' }).click();
      const table = page.getByRole('grid', { name: 'Which action ran when' });
      await page.getByRole('heading', { name: /^db-1 took 3\.\d s; half of them took/ }).waitFor();
      await expect.poll(() => table.getByRole('img', { name: /script\.sh: Success, .* from/ }).count()).toBe(3);
      await table.getByRole('button', { name: 'Took' }).click();
      await table.getByRole('button', { name: 'Took' }).click();
      const first = table.getByRole('row').nth(1);
      await first.getByText('db-1').waitFor();
      await first.dblclick();
      await page.getByRole('heading', { name: /db-1/ }).waitFor();
    }));
});
