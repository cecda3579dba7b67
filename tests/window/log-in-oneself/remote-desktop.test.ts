import { readFile, stat } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';
import { goTo } from '../screens.ts';

describeWindow('A technician logs in himself', () => {
  it('by the remote desktop client of the system, which is given the address and the user and asks for the password', () =>
    withWindow({}, async ({ app, page }) => {
      await app.evaluate(({ shell }) => {
        const opened: string[] = [];
        (globalThis as { opened?: string[] }).opened = opened;
        shell.openPath = (place) => {
          opened.push(place);
          return Promise.resolve('');
        };
      });
      await page.evaluate(
        `window.rounds.call('set-up.edit', { put: { computers: [{ name: 'dc-1', tenant: 'Acme', connection: { kind: 'winrm', host: 'dc-1.acme.example', user: 'ACME\\\\admin' } }] } })`,
      );
      await goTo(page, '/computers');
      await page.getByRole('row').filter({ hasText: 'dc-1' }).click();
      await page.getByRole('button', { name: 'Open remote desktop' }).click();
      const opened = (): Promise<string[]> => app.evaluate(() => (globalThis as { opened?: string[] }).opened ?? []);
      await expect.poll(async () => (await opened()).length).toBe(1);
      const [file = ''] = await opened();
      expect(await readFile(file, 'utf8')).toContain('full address:s:dc-1.acme.example\r\nusername:s:ACME\\admin\r\nprompt for credentials:i:1\r\n');
      expect((await stat(file)).mode & 0o077).toBe(0);
      // One that SSH reaches has a terminal instead.
      await page.getByRole('row').filter({ hasText: 'web-1' }).click();
      await page.getByRole('button', { name: 'Open terminal' }).waitFor();
      expect(await page.getByRole('button', { name: 'Open remote desktop' }).count()).toBe(0);
    }));
});
