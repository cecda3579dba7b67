import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { startSshd, type TestHost } from '../../hosts/sshd.ts';
import { describeWith, requireProgram } from '../../requirements.ts';
import { describeWindow, withWindow } from '../harness.ts';
import { goTo } from '../screens.ts';

const steps = (page: Page) => page.getByRole('list', { name: 'Steps' });
const field = (page: Page, name: string) => page.locator(`input[aria-label="${name}"]`);
const testNow = (page: Page): Promise<void> => page.getByRole('button', { name: 'Test connection' }).click();
/** How often somebody tried to log in, as the server tells it. */
const logins = (host: TestHost): number => host.log().match(/Accepted|Failed|publickey/gi)?.length ?? 0;

/** A server of OpenSSH's and a window on it; both end with the test. */
async function withServer(work: (server: TestHost, page: Page, folder: string) => Promise<void>): Promise<void> {
  const server = await startSshd();
  try {
    await withWindow({ data: 'empty' }, async ({ page, data }) => {
      // The key by which one logs in is a credential of the set-up.
      await page.evaluate(
        `window.rounds.call('set-up.edit', ${JSON.stringify({ put: { tenants: [{ name: 'Acme' }], credentials: [{ name: 'key', kind: 'ssh-key', keyFile: server.userKey }] } })})`,
      );
      await goTo(page, '/computers/new');
      await field(page, 'Name').fill('real-1');
      await field(page, 'Tenant').fill('Acme');
      await page.keyboard.press('Escape');
      await field(page, 'Host').fill(server.host);
      await field(page, 'Port').fill(String(server.port));
      await field(page, 'User').fill(server.user);
      await field(page, 'Credential').first().click();
      await page.getByRole('option', { name: 'key', exact: true }).click();
      await work(server, page, data);
    });
  } finally {
    await server.close();
  }
}

describeWith([requireProgram('sshd', 'apt-get install openssh-server')], 'With a real SSH server', () =>
  describeWindow('a computer is added', () => {
    it('once nobody doubts its host key: unknown first, then trusted, then reached and saved', () =>
      withServer(async (server, page, folder) => {
        const known = path.join(folder, 'known');
        writeFileSync(known, '');
        await field(page, 'Known hosts').fill(known);
        await testNow(page);
        const dialog = page.getByRole('dialog', { name: /unknown host key/ });
        await dialog.getByText(/SHA256:/).waitFor();
        expect(logins(server)).toBe(0);
        await dialog.getByRole('button', { name: /^Refuse/ }).click();
        await steps(page).locator('li[data-state=failed]').getByText('Host key', { exact: true }).waitFor();
        expect(logins(server)).toBe(0);
        await testNow(page);
        await dialog.getByRole('button', { name: /^Trust/ }).click();
        await page.getByText('It can be reached.').waitFor();
        await page.getByRole('button', { name: 'Save', exact: true }).click();
        await page.getByRole('row').filter({ hasText: 'real-1' }).waitFor();
      }));

    it('never by a wrong host key: both fingerprints are seen, nothing secret was sent, and it is refused or trusted on purpose', () =>
      withServer(async (server, page, folder) => {
        const known = path.join(folder, 'known');
        const other = readFileSync(`${server.userKey}.pub`, 'utf8').trim().split(' ').slice(0, 2).join(' ');
        writeFileSync(known, `[${server.host}]:${server.port} ${other}\n`);
        await field(page, 'Known hosts').fill(known);
        await testNow(page);
        await page.getByRole('button', { name: 'Trust the new host key...' }).click();
        const dialog = page.getByRole('dialog', { name: 'The host key is another one' });
        const prints = (await dialog.locator('code').allTextContents()).map((text) => text.trim());
        expect(prints).toEqual([expect.stringMatching(/^SHA256:/), expect.stringMatching(/^SHA256:/)]);
        expect(prints[0]).not.toBe(prints[1]);
        await dialog.getByRole('button', { name: 'Keep refusing' }).click();
        expect(readFileSync(known, 'utf8')).toContain(other);
        expect(logins(server)).toBe(0);
        await page.getByRole('button', { name: 'Trust the new host key...' }).click();
        await dialog.getByRole('button', { name: 'Forget the known key and test again' }).click();
        const asked = page.getByRole('dialog', { name: /unknown host key/ });
        await asked.getByText(prints[1] ?? '').waitFor();
        expect(logins(server)).toBe(0);
        await asked.getByRole('button', { name: /^Trust/ }).click();
        await page.getByText('It can be reached.').waitFor();
        expect(logins(server)).toBeGreaterThan(0);
        expect(readFileSync(known, 'utf8')).not.toContain(other);
        expect(readFileSync(`${known}.old`, 'utf8')).toContain(other);
      }));
  }),
);
