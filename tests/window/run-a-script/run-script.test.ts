import { expect, it } from 'vitest';
import { describeWindow, withWindow, type OpenWindow } from '../harness.ts';

async function run(page: OpenWindow['page'], names: string[], script: string): Promise<void> {
  await page.getByRole('link', { name: 'Computers' }).click();
  for (const name of names) {
    const box = page.getByRole('checkbox', { name: `Select ${name}` });
    if (!(await box.isChecked())) await box.click();
  }
  await page.getByRole('button', { name: 'Run Script' }).click();
  const sheet = page.getByRole('dialog', { name: 'Run Script' });
  await sheet.getByRole('textbox', { name: 'Script' }).fill(script);
  await sheet.getByRole('button', { name: `Run on ${names.length} computers` }).click();
}

describeWindow('A script on a selection', () => {
  it('runs on the chosen computers; equal outputs are folded, different ones marked side by side, and the log is one click away', () =>
    withWindow({ data: 'lab' }, async ({ page }) => {
      const script = 'echo same; case $HOME in *web-2*) echo "only the second" ;; *) echo "the others" ;; esac; echo "the answer is $((6 * 7))"';
      await run(page, ['web-1', 'web-2', 'db-1'], script);
      const most = page.getByRole('region', { name: /^2 computers said the same/ });
      await most.getByText('the answer is 42').waitFor();
      await most.getByText('db-1, web-1').waitFor();
      const other = page.getByRole('region', { name: /^1 computer: web-2/ });
      await other.getByText('Marked against what most said').waitFor();
      const marked = async (sign: string): Promise<(string | null)[]> =>
        other
          .locator('div')
          .filter({ has: page.getByRole('img', { name: sign, exact: true }) })
          .filter({ hasNot: page.locator('div') })
          .allTextContents();
      expect(await marked('only here')).toEqual(['+only the second']);
      expect(await marked('not here')).toEqual(['−the others']);
      await other.getByRole('button', { name: 'Open log' }).click();
      await page.getByRole('log').getByText('only the second').waitFor();
      // From the session back to all, and the script can be taken again.
      await page.getByRole('button', { name: 'Outputs' }).click();
      await most.waitFor();
      await page.getByRole('link', { name: 'Computers' }).click();
      await page.getByRole('button', { name: 'Run Script' }).click();
      const sheet = page.getByRole('dialog', { name: 'Run Script' });
      await sheet.getByRole('combobox', { name: 'Scripts that were run before' }).click();
      await page.getByRole('option').first().click();
      expect(await sheet.getByRole('textbox', { name: 'Script' }).inputValue()).toBe(script);
    }));

  it('has a log that shows all, or only what went wrong, or only what the script wrote', () =>
    withWindow({ data: 'lab' }, async ({ page }) => {
      await run(page, ['web-1', 'web-2'], 'echo first; sleep 0.3; echo "not well" >&2; sleep 0.3; echo last');
      await page.getByRole('region', { name: /^2 computers said the same/ }).waitFor();
      await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'History' }).click();
      await page.getByRole('grid', { name: 'Sessions' }).getByRole('row').filter({ hasText: 'web-2' }).dblclick();
      const log = page.getByRole('log');
      await log.getByText('first').waitFor();
      const show = async (label: string): Promise<void> => {
        await page.getByRole('combobox', { name: 'Streams' }).click();
        await page.getByRole('option', { name: label }).click();
      };
      await show('Errors only');
      await log.getByText('not well').waitFor();
      await log.getByText('first').waitFor({ state: 'detached' });
      expect(await log.locator('[data-stream]').count()).toBe(1);
      await show('Output only');
      await log.getByText('last').waitFor();
      await log.getByText('not well').waitFor({ state: 'detached' });
      expect(await log.locator('[data-stream=stdout]').count()).toBe(2);
      expect(await log.locator('[data-stream]').count()).toBe(2);
      await page.getByRole('button', { name: 'Find in log' }).click();
      await page.getByRole('textbox', { name: 'Find in log' }).fill('l');
      await page.getByText('1 of 1').waitFor();
      await show('All streams');
      await log.getByText('not well').waitFor();
    }));

  it('keeps those apart that failed or said nothing, and a name makes no difference where one says so', () =>
    withWindow({ data: 'lab' }, async ({ page }) => {
      await run(page, ['web-1', 'web-2', 'db-1'], 'case $HOME in *db-1*) exit 3 ;; *web-1*) echo "I am web-1" ;; *) echo "I am web-2" ;; esac');
      const failed = page.getByRole('region', { name: /^1 computer: db-1/ });
      await failed.getByText(/status 3/).waitFor();
      await failed.getByText('It said nothing.').waitFor();
      await failed.getByRole('img', { name: 'Error' }).waitFor();
      await page.getByRole('region', { name: /^1 computer: web-1/ }).waitFor();
      await page.getByRole('checkbox', { name: "A computer's own name makes no difference" }).click();
      await page.getByRole('region', { name: /^2 computers said the same: web-1, web-2/ }).waitFor();
    }));
});
