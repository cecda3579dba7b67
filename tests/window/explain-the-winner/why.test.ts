import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';

describeWindow('Why this one?', () => {
  it('shows the winner, every loser in rank order with its rule, and the conflict', () =>
    withWindow({}, async ({ page }) => {
      await page.getByRole('row').filter({ hasText: 'web-1' }).click();
      await page.getByRole('button', { name: /^lab-motd/ }).click();
      const why = page.getByRole('region', { name: 'Why this one?' });
      const rows = why.getByRole('row');
      await rows.first().waitFor();
      const names = await Promise.all((await rows.all()).map((row) => row.getByRole('cell').nth(1).textContent()));
      expect(names).toEqual([
        'Greeting of the web servers',
        'Greeting of the web servers (copy)',
        'Greeting that nobody must have',
        'Greeting',
        'Greeting from the catalogue',
      ]);
      await why.getByText(/Required beats Optional/).waitFor();
      await why.getByText(/Local beats Recommended/).waitFor();
      await why.getByText('Conflict: several deployments tie').waitFor();
    }));
});
