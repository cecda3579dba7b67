import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { describeWindow, withWindow, type OpenWindow } from '../harness.ts';
import { goTo } from '../screens.ts';

const headers = (page: OpenWindow['page'], table: string) => page.getByRole('grid', { name: table }).getByRole('columnheader').allTextContents();

describeWindow('The columns that one chose', () => {
  it('are the same after the next start, each table its own', () =>
    withWindow({}, async (window) => {
      const { page } = window;
      await goTo(page, '/computers');
      const before = await headers(page, 'Computers');
      await page.getByRole('button', { name: 'Columns' }).click();
      for (const name of ['Tags', 'Platform']) await page.getByRole('checkbox', { name, exact: true }).uncheck();
      await page.keyboard.press('Escape');
      const chosen = before.filter((name) => name !== 'Tags' && name !== 'Platform');
      await expect.poll(() => headers(page, 'Computers')).toEqual(chosen);
      await goTo(page, '/history');
      expect(await headers(page, 'Sessions')).toContain('Tenant');
      await window.app.close();
      const again = await window.restart();
      await again.page.getByRole('grid', { name: 'Computers' }).waitFor();
      await expect.poll(() => headers(again.page, 'Computers')).toEqual(chosen);
    }));

  it('are all of them where what was kept cannot be read', () =>
    withWindow(
      { prepareFolder: (folder) => writeFile(path.join(folder, 'data', 'preferences.json'), '{"hiddenColumns": {"computers": 5}') },
      async ({ page }) => {
        await goTo(page, '/computers');
        expect(await headers(page, 'Computers')).toContain('Tags');
      },
    ));
});
