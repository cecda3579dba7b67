import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';
import { summaries } from '../sessions.ts';

/** Narrows the table by one chip, and ticks all that it shows. */
async function tickAll(page: Page, chip: string, value: string): Promise<void> {
  await page.getByRole('button', { name: chip, exact: true }).click();
  await page.getByRole('checkbox', { name: value, exact: true }).check();
  await page.keyboard.press('Escape');
  await page.getByRole('checkbox', { name: 'Select all that are shown' }).click();
}

describeWindow('A run on those that belong together', () => {
  it.each([
    ['group', 'Acme/Web servers', ['Acme/web-1', 'Acme/web-2']],
    ['tenant', 'Globex', ['Globex/attic-1', 'Globex/kiosk-1', 'Globex/till-1']],
  ])('a %s: exactly its computers, watched live by result', (chip, value, computers) =>
    withWindow({ data: 'lab' }, async ({ page, lab }) => {
      await tickAll(page, chip, value);
      await page.getByText(`${computers.length} selected`).waitFor();
      await page.getByRole('button', { name: 'Run Maintenance' }).click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: `Run on ${computers.length} computers` })
        .click();
      await page.getByText(`0 running, 0 queued, ${computers.length} ended`).waitFor();
      expect((await summaries(lab)).map(({ tenant, computer }) => `${tenant}/${computer}`).sort()).toEqual(computers);
      await page.locator('input[aria-label="Grouped by"]').click();
      await page.getByRole('option', { name: 'by tenant' }).click();
      const table = page.getByRole('grid', { name: 'Active Sessions' });
      await table.getByRole('button', { name: new RegExp(`^${computers[0]?.split('/')[0]} ${computers.length} sessions`) }).waitFor();
    }),
  );
});
