import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';
import { summaries } from '../sessions.ts';

describeWindow('A run on a selection, watched until it is over', () => {
  it('shows the exact computers before, every session while it runs, and ends as the lab expects', () =>
    withWindow({ data: 'lab' }, async ({ page, lab }) => {
      await page.getByRole('checkbox', { name: 'Select all that are shown' }).click();
      await page.getByText('6 selected').waitFor();
      await page.getByRole('button', { name: 'Run Maintenance' }).click();
      const sheet = page.getByRole('dialog', { name: 'Run Maintenance' });
      const exact = sheet.getByRole('grid', { name: 'Computers' });
      for (const name of ['web-1', 'web-2', 'db-1', 'till-1', 'kiosk-1', 'attic-1']) await exact.getByText(name, { exact: true }).waitFor();
      // These are all that there are: it is asked once more.
      await sheet.getByRole('button', { name: 'Run on 6 computers' }).click();
      await sheet.getByRole('alert').filter({ hasText: 'all 6 computers' }).waitFor();
      await sheet.getByRole('button', { name: 'Run on all 6' }).click();

      await page.getByRole('heading', { name: 'Active Sessions' }).waitFor();
      const table = page.getByRole('grid', { name: 'Active Sessions' });
      for (const name of ['web-1', 'web-2', 'db-1', 'till-1', 'kiosk-1', 'attic-1']) await table.getByText(name, { exact: true }).waitFor();
      await page
        .getByRole('contentinfo')
        .getByText(/^\d running$/)
        .waitFor();
      await page.getByText('0 running, 0 queued, 6 ended').waitFor();
      expect(await page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('6');
      await page.getByRole('contentinfo').getByText('Nothing runs').waitFor();
      expect(await lab.check(await summaries(lab))).toEqual([]);
    }));

  it('runs a check that changes nothing', () =>
    withWindow({ data: 'lab' }, async ({ page, lab }) => {
      await page.getByRole('row').filter({ hasText: 'web-1' }).click();
      await page.getByRole('button', { name: 'Run Maintenance' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Check 1 computer' }).click();
      await page.getByText('0 running, 0 queued, 1 ended').waitFor();
      const [session] = await summaries(lab);
      expect(session?.actions.filter(({ result }) => result === 'success')).toEqual([]);
      expect(session?.actions.find(({ item }) => item === 'lab-motd')).toMatchObject({ result: 'skipped', reason: 'would-change' });
    }));
});
