import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { describeWindow, withWindow, type OpenWindow } from '../harness.ts';
import { goTo } from '../screens.ts';

const SECRETS = ['hunter2-in-a-cell', 'hunter2-in-a-var'];
const rows = (page: Page) => page.getByRole('grid', { name: 'Rows of the import' });
const computer = (page: Page, name: string) => page.getByRole('grid', { name: 'Computers' }).getByRole('row').filter({ hasText: name });
const ids = (page: Page): Promise<string[]> =>
  page.evaluate(`window.rounds.call('computers.page', {}).then((answer) => answer.value.rows.map((row) => row.id).sort())`);

/** Chooses a file as the system's dialog would. */
async function choose({ app, page }: OpenWindow, name: string, content: string | Buffer): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'rounds-import-'));
  const file = path.join(folder, name);
  await writeFile(file, content);
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, file);
  await goTo(page, '/import');
  await page.getByRole('button', { name: 'Choose a file' }).click();
  return folder;
}

async function paste(page: Page, text: string): Promise<void> {
  await goTo(page, '/import');
  await page.getByRole('textbox', { name: 'Or paste it' }).fill(text);
  await page.getByRole('button', { name: 'Look at it' }).click();
}

/** Nothing that the page shows or that lies in the data folder holds a secret of the file. */
async function keptOut(page: Page, data: string): Promise<void> {
  const shown = await page.evaluate<string>('document.documentElement.outerHTML');
  const kept = ['rounds.db', 'rounds.db-wal'].map((name) => readFileSync(path.join(data, name), 'latin1')).join('');
  for (const secret of SECRETS) expect(shown.includes(secret) || kept.includes(secret)).toBe(false);
}

describeWindow('Computers are imported', () => {
  it('out of a CSV file of Excel: each line with what becomes of it, nothing before it is asked for, and taken back', () =>
    withWindow({ data: 'empty' }, async (window) => {
      const { page, data } = window;
      const table = [
        'Computer;IP-Adresse;Kunde;Kennwort',
        'web-1;10.0.0.1;Müller;hunter2-in-a-cell',
        'web-2;10.0.0.2;;x',
        'web-1;10.0.0.3;Müller;',
        '=1+1;10.0.0.4;Müller;',
      ].join('\r\n');
      const folder = await choose(window, 'list.csv', Buffer.from(`\uFEFF${table}`, 'utf16le'));
      try {
        await page.getByText("The column 'Kennwort' stays behind").waitFor();
        await page.getByText('Encoding UTF-16').waitFor();
        await page.locator('input[aria-label="What IP-Adresse is"]').click();
        await page.getByRole('option', { name: 'host', exact: true }).click();
        await rows(page).getByText('it has no tenant: choose one for all').waitFor();
        await rows(page).getByText('it is web-1 of line 2 again').waitFor();
        await rows(page).getByText('its name is a formula').waitFor();
        await page.locator('input[aria-label="Tenant"]').fill('Globex');
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: 'Import 2 computers' }).waitFor();
        expect(await ids(page)).toEqual([]);
        await page.getByRole('button', { name: 'Import 2 computers' }).click();
        await computer(page, 'web-2').first().waitFor();
        expect(await ids(page)).toEqual(['Globex/web-2', 'Müller/web-1']);
        await keptOut(page, data);
        await page.getByRole('button', { name: 'Undo' }).click();
        await page.getByRole('heading', { name: 'No computers yet' }).waitFor();
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }));

  it('out of an Ansible inventory: groups and ranges, rows unticked are left out, secrets are said and stay', () =>
    withWindow({}, async ({ page, data }) => {
      await paste(page, '[shop]\nshop[01:03] ansible_user=deploy\nweb-1 ansible_port=2222 ansible_password=hunter2-in-a-var\n');
      await page.getByText(/ansible_password: left behind/).waitFor();
      await page.locator('input[aria-label="Tenant"]').fill('Acme');
      await page.keyboard.press('Escape');
      // web-1 of Acme is there already.
      await rows(page).getByText('changes port').waitFor();
      await rows(page).getByRole('checkbox', { name: 'Take shop02' }).uncheck();
      await page.getByRole('button', { name: 'Import 3 computers' }).click();
      await computer(page, 'shop03').first().waitFor();
      expect((await ids(page)).filter((id) => id.includes('shop'))).toEqual(['Acme/shop01', 'Acme/shop03']);
      const members = await page.evaluate(
        `window.rounds.call('groups.fixed', {}).then((answer) => answer.value.groups.find((group) => group.id === 'Acme/shop').members.sort())`,
      );
      expect(members).toEqual(['Acme/shop01', 'Acme/shop03', 'Acme/web-1']);
      await keptOut(page, data);
    }));

  it('out of an ssh_config: patterns are settings, ProxyJump is whom it goes through', () =>
    withWindow({ data: 'empty' }, async ({ page }) => {
      await paste(page, 'Host inner\n  HostName 10.0.0.7\n  ProxyJump gate\nHost gate\n  Port 2200\nHost *\n  User deploy\n');
      await page.locator('input[aria-label="Tenant"]').fill('Acme');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Import 2 computers' }).click();
      await computer(page, 'inner').first().waitFor();
      const form = await page.evaluate(
        `window.rounds.call('set-up.form', { kind: 'computer', id: 'Acme/inner' }).then((answer) => answer.value.form.connection)`,
      );
      expect(form).toEqual({ host: '10.0.0.7', user: 'deploy', jump: 'Acme/gate' });
    }));

  it('out of a set-up file, or not at all: what is wrong is said with its place', () =>
    withWindow({ data: 'empty' }, async ({ page }) => {
      await paste(page, 'tenants:\n  - name: Acme\ncomputers:\n  - { name: a, tenant: Acme }\n  - { name: b, tenant: Nobody }\n');
      await page.getByRole('alert').getByText("there is no tenant 'Nobody'").waitFor();
      expect(await page.getByRole('button', { name: 'Import', exact: true }).isEnabled()).toBe(false);
      expect(await ids(page)).toEqual([]);
      await page.getByRole('button', { name: 'Choose another' }).click();
      await paste(page, 'tenants:\n  - name: Acme\ncomputers:\n  - { name: a, tenant: Acme }\n');
      await page.getByRole('button', { name: 'Import 2 entries' }).click();
      await computer(page, 'Acme').first().waitFor();
      expect(await ids(page)).toEqual(['Acme/a']);
    }));

  it('and a file that is no text is refused with what to do', () =>
    withWindow({ data: 'empty' }, async (window) => {
      const folder = await choose(window, 'book.xlsx', Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 6, 0, 8, 0, 0, 0]));
      await window.page.getByRole('alert').getByText('book.xlsx is no text').waitFor();
      await window.page.getByText('Save a spreadsheet as CSV first').waitFor();
      await rm(folder, { recursive: true, force: true });
    }));

  it('also when a file is dropped on the window, whose path the page is never told', () =>
    withWindow({ data: 'empty' }, async ({ page, data }) => {
      const file = path.join(data, 'dropped.csv');
      await writeFile(file, 'name,host,customer\nd-1,10.0.0.1,Acme\n');
      const session = await page.context().newCDPSession(page);
      const at = { x: 600, y: 400, data: { items: [], files: [file], dragOperationsMask: 1 } };
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await session.send('Input.dispatchDragEvent', { type, ...at });
      await rows(page).getByText('d-1').waitFor();
      // What a script pretends to drop has no path, and nobody reads it.
      await page.evaluate(`(() => {
        const transfer = new DataTransfer();
        transfer.items.add(new File(['name\\nevil\\n'], '/etc/hostname'));
        window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
      })()`);
      expect(await page.evaluate(`window.rounds.call('import.dropped', {}).then((answer) => answer.value.source)`)).toBe(null);
    }));
});
