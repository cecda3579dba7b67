import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';
import { goTo } from '../screens.ts';

describeWindow('How a computer has been', () => {
  it('is a bar for each of its last sessions, with a sentence, each the way to its session', () =>
    withWindow({ data: 'lab-ran' }, async ({ page }) => {
      await goTo(page, '/computers');
      await page.getByRole('row').filter({ hasText: 'web-1' }).click();
      await page.getByRole('tab', { name: 'Sessions' }).click();
      const trend = page.getByRole('region', { name: 'Trend' });
      // One session is no trend.
      await page.getByRole('tabpanel').getByRole('link').first().waitFor();
      expect(await trend.count()).toBe(0);
      await page.getByRole('button', { name: 'Run Maintenance' }).click();
      await page.getByRole('button', { name: 'Run on 1 computer' }).click();
      await page.getByText('0 running, 0 queued, 1 ended').waitFor();
      await goTo(page, '/computers');
      await page.getByRole('row').filter({ hasText: 'web-1' }).click();
      await page.getByRole('tab', { name: 'Sessions' }).click();
      await trend.getByText('Nothing failed in the last 2 sessions').waitFor();
      expect(await trend.getByRole('link').count()).toBe(2);
      await trend
        .getByRole('link', { name: /Passed, 1\d of 1\d good/ })
        .last()
        .click();
      await page.getByRole('heading', { name: /web-1/ }).waitFor();
    }));
});
