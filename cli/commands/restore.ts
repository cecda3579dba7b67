/** `restore`: a backup takes the store's place; what was there stays beside it under a name that is told. */
import path from 'node:path';
import type { StoreSummary } from '../../electron/safekeeping.ts';
import { Safekeeping } from '../../electron/safekeeping.ts';
import { RoundsError } from '../../shared/errors.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { confirm } from '../prompt.ts';
import { harmless, jsonLine } from '../terminal/harmless.ts';
import { dateTime } from '../when.ts';

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** `3 tenants, 46 computers, 12 deployments, 210 sessions, the newest of 2026-11-26 10:00:00` */
export function summaryText({ tenants, computers, deployments, sessions, newest }: StoreSummary): string {
  const parts = [counted(tenants, 'tenant'), counted(computers, 'computer'), counted(deployments, 'deployment'), counted(sessions, 'session')];
  return parts.join(', ') + (newest === null ? '' : `, the newest of ${dateTime(newest)}`);
}

/** `212 kB`, `1.4 GB` */
export function sizeText(bytes: number): string {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

export async function execute(context: Context): Promise<number> {
  const { args, screen, json, dataFolder, prompt } = context;
  const file = path.resolve(args.positionals[0] ?? '');
  const keeping = new Safekeeping(dataFolder);
  const { backup, present, presentVault } = await keeping.preview(file);
  const vault = args.flag('vault');
  if (vault && !backup.vault) throw new RoundsError('usage/vault-none', `${harmless(file)} holds no vault`, { advice: 'Leave out --vault.' });
  if (!json) {
    screen.note(`${harmless(file)}, made ${dateTime(backup.madeAt)} by rounds ${harmless(backup.program)}: ${summaryText(backup)}`);
    screen.note(present ? `It replaces: ${summaryText(present)}` : 'There is no store here that can be read.');
    if (vault && presentVault) screen.note('The vault is replaced too; it opens with the passphrase that it had then.');
    if (!vault && backup.vault) screen.note('The vault in it is left out; --vault brings it too.');
  }
  if (!args.flag('yes')) {
    if (!prompt.canAsk)
      throw new RoundsError('usage/restore', 'Nobody can be asked whether the store may be replaced', { advice: 'Call it with --yes.' });
    if (!(await confirm(prompt, 'Put it in the place of the store?', { wholeWord: false }))) {
      screen.note('Nothing was changed.');
      return EXIT.cancelled;
    }
  }
  const ready = await keeping.prepare(file, { vault, now: Date.now() });
  await keeping.commit(ready);
  if (json) screen.line(jsonLine({ type: 'restore', file, dataFolder, aside: present || presentVault ? ready.aside : null, vault }));
  else {
    screen.line(`Restored ${summaryText(backup)}`);
    if (present) screen.line(`What was there is in ${harmless(ready.aside)}, a data folder of its own.`);
  }
  return EXIT.ok;
}
