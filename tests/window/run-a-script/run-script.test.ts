import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';

describeWindow('A script on a selection', () => {
  it('runs on the chosen computers and shows what it said on each', () =>
    withWindow({ data: 'lab' }, async ({ page }) => {
      for (const name of ['web-1', 'web-2']) await page.getByRole('checkbox', { name: `Select ${name}` }).click();
      await page.getByRole('button', { name: 'Run Script' }).click();
      const sheet = page.getByRole('dialog', { name: 'Run Script' });
      await sheet.getByRole('textbox', { name: 'Script' }).fill('echo "the answer is $((6 * 7))"');
      await sheet.getByRole('button', { name: 'Run on 2 computers' }).click();
      await page.getByText('0 running, 0 queued, 2 ended').waitFor();
      const table = page.getByRole('grid', { name: 'Active Sessions' });
      for (const name of ['web-1', 'web-2']) {
        await table.getByText(name, { exact: true }).click();
        await page.getByRole('log').getByText('the answer is 42').waitFor();
      }
      expect(await table.getByRole('row').filter({ hasText: 'web-' }).getByRole('img', { name: 'Passed' }).count()).toBe(2);
    }));
});
