import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';

describeWindow('What is in the history is found', () => {
  it('by a text in its logs, whatever the case', () =>
    withWindow({}, async ({ page }) => {
      await page.getByRole('link', { name: 'History' }).click();
      const box = page.getByRole('textbox', { name: 'text in logs' });
      await box.fill('NO SPACE LEFT');
      await page.getByText(/searched 6 of 6 sessions/).waitFor();
      const lines = page.getByRole('grid', { name: 'Lines in logs' });
      await lines.getByRole('row').filter({ hasText: 'till-1' }).getByText('No space left on device').waitFor();
      await lines.getByRole('row').filter({ hasText: 'till-1' }).dblclick();
      await page.getByRole('heading', { name: /till-1/ }).waitFor();
      await page.goBack();
      await box.fill('nobody ever wrote this');
      await page.getByRole('heading', { name: 'No log has this text' }).waitFor();
    }));

  it('by tenant, item and time, with the exact count', () =>
    withWindow({}, async ({ page }) => {
      await page.getByRole('link', { name: 'History' }).click();
      const showing = page.getByRole('status').filter({ hasText: /sessions?$/ });
      await showing.getByText('6 sessions').waitFor();
      await page.getByRole('button', { name: 'tenant' }).click();
      await page.getByRole('checkbox', { name: 'Globex' }).check();
      await page.keyboard.press('Escape');
      await showing.getByText('3 sessions').waitFor();
      await page.getByRole('combobox', { name: 'Time' }).or(page.locator('input[aria-label=Time]')).first().click();
      await page.getByRole('option', { name: 'from ... until' }).click();
      await page.getByLabel('Until').fill('2001-01-01');
      await page.getByRole('heading', { name: 'No session matches the filter' }).waitFor();
      await page.getByRole('button', { name: 'Clear the filter' }).click();
      await showing.getByText('6 sessions').waitFor();
      expect(await page.getByRole('grid', { name: 'Sessions' }).getByRole('row').count()).toBe(7);
    }));

  it('by what went wrong, and says so where only the time hides what there is', () =>
    withWindow({}, async ({ page }) => {
      await page.getByRole('link', { name: 'History' }).click();
      const showing = page.getByRole('status').filter({ hasText: /sessions?$/ });
      await showing.getByText('6 sessions').waitFor();
      await page.getByRole('button', { name: 'Certificate: The set ended with a failure.' }).click();
      await showing.getByText('1 session', { exact: true }).waitFor();
      await page.getByRole('grid', { name: 'Sessions' }).getByRole('row').filter({ hasText: 'web-2' }).waitFor();
      await page.getByRole('button', { name: 'cause: ×' }).click();
      await showing.getByText('6 sessions').waitFor();
      await page.getByRole('combobox', { name: 'Time' }).or(page.locator('input[aria-label=Time]')).first().click();
      await page.getByRole('option', { name: 'from ... until' }).click();
      await page.getByLabel('Until').fill('2001-01-01');
      await page.getByRole('heading', { name: 'No session in this time' }).waitFor();
      await page.getByRole('button', { name: 'Show all time' }).click();
      await showing.getByText('6 sessions').waitFor();
    }));
});
