import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { expect, it } from 'vitest';
import { openEngine } from '../../../electron/open-engine.ts';
import { describeWindow, withWindow } from '../harness.ts';

const NUMBER = 3000;

async function makeComputers(folder: string): Promise<void> {
  const dataFolder = path.join(folder, 'data');
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const computers = Array.from({ length: NUMBER }, (_, at) => `  - { name: pc-${at + 1}, tenant: Acme, connection: { host: 127.0.0.1 } }`);
  const file = path.join(folder, 'many.yaml');
  await writeFile(file, ['tenants: [{ name: Acme }]', 'computers:', ...computers, ''].join('\n'));
  const engine = await openEngine({ dataFolder, secrets: () => Promise.resolve(null) });
  try {
    await engine.apply([file], { prune: false, dryRun: false });
  } finally {
    await engine.close();
  }
}

/** A row lies in the part of the table that is seen: a click reaches it without any scrolling. */
async function isSeen(page: Page, row: Locator): Promise<boolean> {
  const [box, table] = await Promise.all([row.boundingBox(), page.locator('[data-table-body]').first().boundingBox()]);
  const size = page.viewportSize() ?? (await page.evaluate<{ width: number; height: number }>('({ width: innerWidth, height: innerHeight })'));
  if (!box || !table) return false;
  return box.y >= table.y - 1 && box.y + box.height <= Math.min(table.y + table.height, size.height) + 1;
}

describeWindow('Thousands of computers', () => {
  it('can be gone through to the last, with the keys and with the wheel, and only what is seen is drawn', () =>
    withWindow({ data: 'empty', prepareFolder: makeComputers }, async ({ page }) => {
      const table = page.getByRole('grid', { name: 'Computers' });
      const row = (name: string) => table.getByRole('row').filter({ has: page.getByText(name, { exact: true }) });
      await row('pc-1').waitFor();
      expect(await table.getByRole('row').count()).toBeLessThan(100);
      await row('pc-2').click();
      await page.keyboard.press('End');
      await row(`pc-${NUMBER}`).waitFor();
      await expect.poll(() => isSeen(page, row(`pc-${NUMBER}`))).toBe(true);
      await page.keyboard.press('Home');
      await expect.poll(() => isSeen(page, row('pc-1'))).toBe(true);
      const body = table.locator('[data-table-body]');
      await body.hover();
      await page.mouse.wheel(0, 30_000);
      await expect.poll(() => row('pc-1').count()).toBe(0);
      await expect.poll(async () => (await table.getByText(/^pc-10\d\d$/).count()) > 5).toBe(true);
      expect(await table.getByRole('row').count()).toBeLessThan(100);
    }));
});
