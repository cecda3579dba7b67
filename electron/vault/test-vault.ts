/** Vaults for tests: a folder of their own, and a passphrase that costs little. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { Vault, type VaultOptions } from './vault.ts';

export const COST = 2 ** 14;
export const PASSPHRASE = 'correct horse battery';

export function testFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rounds-vault-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const vaultIn = (dataFolder: string, more: Partial<VaultOptions> = {}): Vault => new Vault({ dataFolder, cost: COST, ...more });

export async function madeVault(more: Partial<VaultOptions> = {}): Promise<{ vault: Vault; folder: string }> {
  const folder = testFolder();
  const vault = vaultIn(folder, more);
  await vault.create({ kind: 'passphrase', passphrase: PASSPHRASE });
  return { vault, folder };
}
