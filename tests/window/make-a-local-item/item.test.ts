import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';
import { goTo } from '../screens.ts';

const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });
const text = (page: Page, file: string) => page.getByRole('textbox', { name: `Text of ${file}` });

async function duplicate(page: Page): Promise<void> {
  await goTo(page, '/catalogue');
  await page.getByRole('row').filter({ hasText: 'lab-motd' }).first().click();
  await page.getByRole('button', { name: 'Duplicate as local item' }).click();
  await text(page, 'item.yaml').waitFor();
}

describeWindow('A local item', () => {
  it('is made of one that is there; a mistake is said with its line; it is saved, tested and brought about at once on a computer', () =>
    withWindow({ data: 'lab' }, async ({ page, data }) => {
      await duplicate(page);
      await page.getByRole('button', { name: 'test.sh', exact: true }).click();
      await text(page, 'test.sh').click();
      await page.keyboard.press('Control+End');
      await page.keyboard.type('if broken');
      const problem = page.getByRole('region', { name: 'Problems' }).getByRole('button', { name: /^test\.sh:\d+/ });
      await problem.waitFor();
      expect(await save(page).isDisabled()).toBe(true);
      // What is wrong leads to its place, from another file too.
      await page.getByRole('button', { name: 'item.yaml', exact: true }).click();
      await problem.click();
      await text(page, 'test.sh').waitFor();
      await page.keyboard.press('Control+End');
      for (let n = 0; n < 'if broken'.length; n += 1) await page.keyboard.press('Backspace');
      await page.getByText('It loads.').waitFor();

      const trial = page.getByRole('region', { name: 'Try it out' });
      await trial.getByRole('combobox', { name: 'Computer' }).click();
      await page.getByRole('option', { name: 'Acme/web-1' }).click();
      const value = trial.getByRole('textbox', { name: 'text' });
      if ((await value.count()) > 0) await value.fill('made here');
      await trial.getByRole('button', { name: 'Save and check on web-1' }).click();
      await trial
        .getByRole('log')
        .getByText(/made here/)
        .waitFor();
      const folder = path.join(data, 'items', 'lab-motd-copy');
      expect(await readFile(path.join(folder, 'item.yaml'), 'utf8')).toContain('id: lab-motd-copy');
      const open = trial.getByRole('link', { name: 'Open' });
      const checked = await open.getAttribute('href');
      await trial.getByRole('button', { name: 'Bring into compliance' }).click();
      await expect.poll(() => open.getAttribute('href')).not.toBe(checked);
      await open.click();
      await page.getByRole('main').getByText('Passed').first().waitFor();
      await page.getByRole('img', { name: 'Success' }).first().waitFor();
    }));

  it('is not written over when somebody else changed it meanwhile, unless one says so', () =>
    withWindow({ data: 'record' }, async ({ page, data }) => {
      await duplicate(page);
      await page.getByText('It loads.').waitFor();
      await save(page).click();
      await page.getByText(/is saved in .*items/).waitFor();
      const definition = path.join(data, 'items', 'lab-motd-copy', 'item.yaml');
      await page.getByText(/nothing is changed/).waitFor();
      await text(page, 'item.yaml').click();
      await page.keyboard.press('Control+End');
      await page.keyboard.type('# mine\n');
      await appendFile(definition, '# theirs\n');
      await expect.poll(() => save(page).isEnabled()).toBe(true);
      await page.keyboard.press('Control+s');
      await page.getByText(/was changed on the disk since you opened it/).waitFor();
      expect(await readFile(definition, 'utf8')).toContain('# theirs');
      await page.getByRole('button', { name: 'Show what is there now' }).click();
      await text(page, 'item.yaml').getByText('# theirs').waitFor();
      // It is in the catalogue, can be taken out and brought back.
      await goTo(page, '/catalogue');
      await page.getByRole('row').filter({ hasText: 'lab-motd-copy' }).click();
      await page.getByRole('button', { name: 'Remove', exact: true }).click();
      await page.getByText(/is no longer in the catalogue/).waitFor();
      await expect.poll(() => page.getByRole('row').filter({ hasText: 'lab-motd-copy' }).count()).toBe(0);
      await page.getByRole('alert').filter({ hasText: 'no longer in the catalogue' }).getByRole('button', { name: 'Undo' }).click();
      await page.getByRole('row').filter({ hasText: 'lab-motd-copy' }).waitFor();
    }));

  it('leads out of the text by Escape and Tab, and keeps what was typed while one goes away', () =>
    withWindow({ data: 'record' }, async ({ page }) => {
      await goTo(page, '/catalogue/new');
      await text(page, 'item.yaml').click();
      await page.keyboard.press('Control+Home');
      await page.keyboard.type('# typed here\n');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Tab');
      await expect.poll(() => page.evaluate<boolean>(`document.activeElement.closest('.cm-editor') === null`)).toBe(true);
      await goTo(page, '/computers');
      await goTo(page, '/catalogue/new');
      await text(page, 'item.yaml').getByText('# typed here').waitFor();
    }));
});
