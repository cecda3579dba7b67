import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';

describeWindow('A first run through the lab', () => {
  it('starts with nothing and says what goes there', () =>
    withWindow({ data: 'empty' }, async ({ page }) => {
      await page.getByRole('main').getByRole('heading', { name: 'No computers yet' }).waitFor();
      expect(await page.getByRole('button', { name: 'Run Maintenance' }).isEnabled()).toBe(false);
    }));

  it('shows the six computers of the lab before anything was run', () =>
    withWindow({ data: 'lab' }, async ({ page }) => {
      const table = page.getByRole('grid', { name: 'Computers' });
      for (const name of ['web-1', 'web-2', 'db-1', 'till-1', 'kiosk-1', 'attic-1']) await table.getByText(name, { exact: true }).waitFor();
      await page.getByText('showing 6 of 6').waitFor();
      expect(await table.getByText('not run yet').count()).toBe(6);
    }));
});
