import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, it, onTestFinished } from 'vitest';
import { startLab, type Lab } from '../../../electron/lab/start.ts';
import { openEngine } from '../../../electron/open-engine.ts';
import type { Engine } from '../../../electron/engine.ts';
import { describeWith } from '../../requirements.ts';
import { NEEDS, openDisplay, openWindow } from './open.ts';

const VAULT_PASSPHRASE = 'planted vault passphrase';
const KEY_PASSPHRASE = 'planted-key-passphrase-4711';
/** Where the pictures go, when somebody wants to look at them. */
const PICTURES = process.env['ROUNDS_PICTURES'];
const picture = async (page: Page, name: string): Promise<void> => {
  if (PICTURES !== undefined) await page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
};

describeWith(NEEDS, 'the vault in the window', () => {
  it('keeps a credential over a restart, and a run with it asks first for trust, then for the passphrase', { timeout: 180_000 }, async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'rounds-vault-window-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const lab = await startLab(path.join(folder, 'lab'));
    onTestFinished(() => lab.close());
    const { display, close } = await openDisplay();
    onTestFinished(close);
    const keyFile = path.join(folder, 'key-with-passphrase');
    copyFileSync(lab.keyFile, keyFile);
    execFileSync('ssh-keygen', ['-q', '-p', '-f', keyFile, '-P', '', '-N', KEY_PASSPHRASE]);
    await withEngine(lab, (engine) => engine.apply([lab.setUpFile], { prune: false, dryRun: false }));
    const problems: string[] = [];

    const first = await openWindow(lab.dataFolder, display, problems);
    await makeVault(first.page);
    await addCredential(first.page, keyFile);
    await picture(first.page, 'credential');
    await first.close();
    expectNowhere(lab.dataFolder);

    await withEngine(lab, useCredential);
    // Nobody knows the computers any more.
    writeFileSync(lab.knownHosts, '');
    const second = await openWindow(lab.dataFolder, display, problems);
    const { page } = second;
    await page.getByRole('link', { name: 'Vault locked' }).first().waitFor();
    await page.getByRole('checkbox', { name: 'Select all that are shown' }).click();
    await page.getByRole('button', { name: 'Run Maintenance' }).click();
    await page.getByRole('button', { name: /^Run on 6 computers/ }).click();
    await page.getByRole('button', { name: 'Run on all 6' }).click();
    const hostKeys = page.getByRole('dialog', { name: /unknown host key/i });
    await hostKeys.waitFor();
    await picture(page, 'host-keys');
    const unlock = page.getByRole('dialog', { name: /The vault is locked/ });
    // Each computer is asked about; nothing secret is asked for before.
    while (!(await unlock.isVisible())) {
      const trust = hostKeys.getByRole('button', { name: /^Trust/ }).first();
      await Promise.race([trust.click().catch(() => undefined), unlock.waitFor().catch(() => undefined)]);
    }
    await unlock.getByRole('textbox', { name: 'Passphrase' }).fill('something else');
    await unlock.getByRole('button', { name: 'Unlock' }).click();
    await unlock.getByText('The passphrase is not that of the vault').waitFor();
    await picture(page, 'unlock');
    await unlock.getByRole('textbox', { name: 'Passphrase' }).fill(VAULT_PASSPHRASE);
    await unlock.getByRole('button', { name: 'Unlock' }).click();
    await answerRest(page, lab);

    const sessions = await ended(lab);
    const reached = sessions.filter(({ status }) => status !== 'not-reached').map(({ computer }) => computer);
    // All but the one that is off.
    expect(reached.sort()).toEqual(['db-1', 'kiosk-1', 'till-1', 'web-1', 'web-2']);
    await page.getByRole('link', { name: 'Vault unlocked' }).waitFor();
    for (const secret of [VAULT_PASSPHRASE, KEY_PASSPHRASE, ...Object.values(lab.secrets)]) expect(await page.content()).not.toContain(secret);
    await page.getByRole('link', { name: 'Vault unlocked' }).click();
    const row = page.getByRole('row', { name: /vault-key/ });
    await row.click();
    await page.getByRole('button', { name: 'Rotate...' }).waitFor();
    await picture(page, 'used');
    await second.close();

    expectNowhere(lab.dataFolder, ...Object.values(lab.secrets));
    expect(problems).toEqual([]);
  });
});

async function withEngine<T>(lab: Lab, work: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await openEngine({ dataFolder: lab.dataFolder, secrets: async () => null });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

async function makeVault(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Credentials' }).click();
  await page.getByRole('button', { name: 'Set a passphrase...' }).click();
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(VAULT_PASSPHRASE);
  await page.getByRole('textbox', { name: 'Once more' }).fill(VAULT_PASSPHRASE);
  await page.getByRole('button', { name: 'Make the vault' }).click();
  await page.getByRole('link', { name: 'Vault unlocked' }).waitFor();
}

async function addCredential(page: Page, keyFile: string): Promise<void> {
  await page.getByRole('button', { name: 'Add credential...' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('vault-key');
  await page.getByRole('combobox', { name: 'Kind' }).click();
  await page.getByRole('option', { name: 'SSH key' }).click();
  await page.getByRole('textbox', { name: 'Key file' }).fill(keyFile);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'Set...' }).click();
  await page.getByRole('textbox', { name: 'Passphrase of the key' }).fill(KEY_PASSPHRASE);
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await page.getByRole('button', { name: 'Rotate...' }).waitFor();
}

/** Every tenant of the lab is reached with the credential that the window added. */
async function useCredential({ store }: Engine): Promise<void> {
  const entries = await store.readSetUp();
  const put = entries.flatMap((entry) =>
    entry.kind === 'tenant' ? [{ ...entry, value: { ...entry.value, connection: { ...entry.value.connection, credential: 'vault-key' } } }] : [],
  );
  await store.changeSetUp({ put, remove: [] });
}

/** What else is asked until the run is over: further host keys, and the secrets that nothing keeps, each once. */
async function answerRest(page: Page, lab: Lab): Promise<void> {
  const dialog = page.getByRole('dialog');
  const idle = page.getByRole('contentinfo').getByText('Nothing runs');
  const asked: string[] = [];
  for (;;) {
    await dialog.or(idle).first().waitFor();
    if (!(await dialog.isVisible())) {
      if (await idle.isVisible()) break;
      continue;
    }
    const title = (await dialog.getByRole('heading').first().textContent()) ?? '';
    const name = Object.keys(lab.secrets).find((one) => title.startsWith(`Secret ${one}`));
    if (name === undefined) {
      await dialog
        .getByRole('button', { name: /^Trust/ })
        .first()
        .click({ timeout: 5000 })
        .catch(() => undefined);
      continue;
    }
    asked.push(name);
    await picture(page, 'secret');
    await dialog.getByRole('checkbox', { name: 'Keep it in the vault' }).check();
    await dialog.getByRole('textbox', { name: 'Value' }).fill(lab.secrets[name] ?? '');
    await dialog.getByRole('button', { name: 'Go on', exact: true }).click();
    await page.getByRole('dialog', { name: `Secret ${name}` }).waitFor({ state: 'hidden' });
  }
  expect(asked).toEqual([...new Set(asked)]);
}

async function ended(lab: Lab): Promise<{ computer: string; status: string }[]> {
  return withEngine(lab, async ({ store }) => (await store.sessions({ limit: 10 })).map(({ computer, status }) => ({ computer, status })));
}

/** No secret stands in any file of the data folder, in any form that we know of. */
function expectNowhere(folder: string, ...more: string[]): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const text = readFileSync(path.join(entry.parentPath, entry.name), 'latin1');
    for (const secret of [VAULT_PASSPHRASE, KEY_PASSPHRASE, ...more]) {
      const utf8 = Buffer.from(secret, 'utf8');
      const forms = [
        utf8.toString('latin1'),
        utf8.toString('base64').replace(/=+$/, '').slice(0, -1),
        Buffer.from(secret, 'utf16le').toString('latin1'),
      ];
      expect(forms.filter((form) => text.includes(form)).map(() => `${entry.name} holds ${secret}`)).toEqual([]);
    }
  }
}
