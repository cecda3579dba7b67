import { readdirSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { answerDialogs } from '../dialogs.ts';
import { describeWindow, withWindow } from '../harness.ts';
import { goTo } from '../screens.ts';

describeWindow('The store', () => {
  it('goes into one file and comes back; what was there is kept, and told', () =>
    withWindow({}, async (window) => {
      const { app, page, data } = window;
      const file = path.join(data, '..', 'rounds.backup');
      await answerDialogs(app, file);
      await goTo(page, '/settings/data');
      await page.getByRole('row').filter({ hasText: 'the store: set-up, record and logs' }).waitFor();
      await page.getByRole('button', { name: 'Back up...' }).click();
      await page.getByText(`Wrote ${file}`).waitFor();

      // Something changes afterwards.
      await page.evaluate(`window.rounds.call('set-up.edit', { put: { tenants: [{ name: 'Later' }] } })`);
      await page.getByRole('button', { name: 'Choose a backup...' }).click();
      const dialog = page.getByRole('dialog', { name: 'Put the backup in the place of the store' });
      const tenants = dialog.getByRole('row').filter({ hasText: 'Tenants' });
      await tenants.waitFor();
      expect(await tenants.getByRole('cell').allTextContents()).toEqual(['2', '3']);
      // It ends, and whoever starts it next is here: the new start would not be the test's.
      await app.evaluate(({ app: program }) => {
        program.relaunch = () => undefined;
      });
      const ended = new Promise<void>((resolve) => app.process().once('exit', () => resolve()));
      await dialog.getByRole('button', { name: 'Restore and start anew' }).click();
      await ended;
      const again = await window.restart();
      await again.page.getByText(/^The store is restored from/).waitFor();
      await again.page.getByRole('row').filter({ hasText: 'web-1' }).waitFor();
      await goTo(again.page, '/settings/scopes');
      await again.page.getByRole('row').filter({ hasText: 'Acme' }).first().waitFor();
      expect(await again.page.getByRole('row').filter({ hasText: 'Later' }).count()).toBe(0);
      const [aside = ''] = readdirSync(data).filter((name) => name.startsWith('before-restore-'));
      await goTo(again.page, '/settings/data');
      await again.page.getByRole('row').filter({ hasText: aside }).getByText('a store from before a restore').waitFor();
    }));

  it('is not touched by a backup that is damaged, and not while sessions run', () =>
    withWindow({ data: 'lab' }, async ({ app, page, data }) => {
      const file = path.join(data, '..', 'rounds.backup');
      await answerDialogs(app, file);
      await goTo(page, '/settings/data');
      await page.getByRole('button', { name: 'Back up...' }).click();
      await page.getByText(`Wrote ${file}`).waitFor();
      await page.evaluate(`window.rounds.call('computers.ids', { filter: {} }).then(({ value }) =>
        window.rounds.call('runs.script', { computers: value.ids, targetText: 'all', shell: 'sh', text: 'sleep 60' }))`);
      await page.getByRole('button', { name: 'Choose a backup...' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Restore and start anew' }).click();
      await dialog.getByText('Sessions are running or queued').waitFor();
      await dialog.getByRole('button', { name: 'Cancel' }).click();

      truncateSync(file, 20_000);
      await page.getByRole('button', { name: 'Choose a backup...' }).click();
      await page.getByText(/this backup is damaged/).waitFor();
      expect(readdirSync(data).filter((name) => /restor/.test(name))).toEqual([]);
    }));

  it('takes the vault along only where one says so, and says what it means', () =>
    withWindow({}, async ({ app, page, data }) => {
      await page.evaluate(`window.rounds.call('vault.create', { protection: 'passphrase', passphrase: 'four words are better' })`);
      const file = path.join(data, '..', 'rounds.backup');
      await answerDialogs(app, file);
      await goTo(page, '/settings/data');
      const choice = page.getByRole('checkbox', { name: /With the vault/ });
      await page.getByText('No secret is in the file.').waitFor();
      await choice.click();
      await page.getByText(/Who has the file and the vault’s passphrase has every secret in it/).waitFor();
      await page.getByRole('button', { name: 'Back up...' }).click();
      await page.getByText(`Wrote ${file}`).waitFor();
      await page.getByRole('button', { name: 'Choose a backup...' }).click();
      await page
        .getByRole('dialog')
        .getByRole('checkbox', { name: /The vault too/ })
        .waitFor();
    }));
});

describeWindow('The vault', () => {
  it.each(['suspend', 'lock-screen'] as const)('locks itself on %s', (event) =>
    withWindow({}, async ({ app, page }) => {
      await page.evaluate(`window.rounds.call('vault.create', { protection: 'passphrase', passphrase: 'four words are better' })`);
      await page.getByText('Vault unlocked').first().waitFor();
      await app.evaluate(({ powerMonitor }, name) => void powerMonitor.emit(name), event);
      await page.getByText('Vault locked').first().waitFor();
    }),
  );
});
