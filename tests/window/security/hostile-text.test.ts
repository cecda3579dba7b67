import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';
import { withEngine } from '../lab-data.ts';

/** What a computer might write to harm whoever looks: HTML, terminal commands, text that runs backwards, a NUL, a line of a megabyte. */
const HOSTILE = String.raw`
printf '<img src=x onerror="window.pwned = 1"><script>window.pwned = 2</script>\n'
printf '\033]0;owned\007\033[2J\033[31mred\033[0m\033[8mhidden\033[0m\n'
printf 'a\342\200\256txt.exe\342\200\254 b\000c\n'
printf 'javascript:alert(1) https://127.0.0.1:9/\n'
head -c 1000000 /dev/zero | tr '\000' x; echo
printf 'fails \342\200\256 \033[2J\n' >&2
echo last; exit 3`;
const BIDI = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\0\x1b]/;

describeWindow('What computers write is text and nothing else', () => {
  it('shows hostile lines as they are, and runs, follows and hides nothing of them', () =>
    withWindow({ data: 'lab' }, async ({ app, page }) => {
      await page.getByRole('row').filter({ hasText: 'web-1' }).click();
      await page.getByRole('button', { name: 'Run Script' }).click();
      const sheet = page.getByRole('dialog', { name: 'Run Script' });
      await sheet.getByRole('textbox', { name: 'Script' }).fill(HOSTILE);
      await sheet.getByRole('button', { name: 'Run on 1 computer' }).click();
      // Beside what others said, and in its log.
      const beside = page.getByRole('region', { name: /web-1/ });
      await beside.getByText('<img src=x onerror="window.pwned = 1"><script>window.pwned = 2</script>').waitFor();
      expect(await beside.locator('img, script, a, iframe, style').count()).toBe(0);
      expect(BIDI.test((await page.getByRole('main').textContent()) ?? '')).toBe(false);
      await beside.getByRole('button', { name: 'Open log' }).click();
      const log = page.getByRole('log');
      await log.getByText('<img src=x onerror="window.pwned = 1"><script>window.pwned = 2</script>').waitFor();
      await log.getByText('last', { exact: true }).waitFor();
      const text = (await log.textContent()) ?? '';
      // Nor anywhere else: the reason and the last words of a failure are a computer's too.
      const everywhere = await page.evaluate<string>(
        `document.body.textContent + [...document.querySelectorAll('[title]')].map((one) => one.title).join(' ')`,
      );
      expect(BIDI.test(everywhere)).toBe(false);
      expect(text).toContain('\\u202etxt.exe');
      expect(text).toContain('b\u2400c');
      expect(BIDI.test(text)).toBe(false);
      expect(await log.locator('img, script, a, iframe, style').count()).toBe(0);
      expect(await page.evaluate('window.pwned')).toBeUndefined();
      expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle())).toBe('Rounds');
      // A line of a megabyte is cut by the record or drawn by the window; either way the page goes on answering.
      expect(await page.evaluate(`window.rounds.call('app.info', {}).then(({ ok }) => ok)`)).toBe(true);
    }));

  it('shows hostile names as they are', () =>
    withWindow({ data: 'lab' }, async ({ page, data, lab }) => {
      const name = '<img src=x onerror=window.pwned=3>';
      const file = path.join(data, 'more.yaml');
      await writeFile(
        file,
        JSON.stringify({
          tenants: [{ name: '<b>Evil<b>', connection: { kind: 'ssh', user: 'a' } }],
          computers: [{ name, tenant: '<b>Evil<b>', tags: ['<i>'], connection: { host: '127.0.0.1' } }],
          deployments: [
            { name: '<svg onload=window.pwned=4>', item: 'lab-motd', target: { computer: name }, enforcement: 'required', parameters: { text: 'x' } },
          ],
        }),
      );
      await withEngine(lab, (engine) => engine.apply([file], { prune: false, dryRun: false }));
      await page.getByRole('row').filter({ hasText: name }).click();
      await page.getByRole('button', { name: /^lab-motd/ }).click();
      await page.getByRole('region', { name: 'Why this one?' }).getByText('<svg onload=window.pwned=4>').first().waitFor();
      await page.getByRole('link', { name: 'Deployments' }).click();
      await page.getByRole('grid').getByText('<svg onload=window.pwned=4>').waitFor();
      expect(await page.locator('main img, main b, main i').count()).toBe(0);
      expect(await page.evaluate('window.pwned')).toBeUndefined();
    }));
});
