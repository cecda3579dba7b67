import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ScriptName } from '../../../shared/model.ts';
import type { Folder } from '../folder.ts';
import { item } from '../item-scripts.ts';

/** What the schema of an item refuses, its scripts refuse too: a value that came past it must not do harm. */
const WRONG: [id: string, variables: Record<string, string>][] = [
  ['disk-space', { PATH: 'relative' }],
  ['disk-space', { FREE_PERCENT: '100' }],
  ['disk-space', { FREE_MB: '1; id' }],
  ['file', {}],
  ['file', { PATH: 'etc/motd' }],
  ['file', { PATH: '/etc/../motd' }],
  ['file', { PATH: '/etc/' }],
  ['file', { PATH: '/etc//motd' }],
  ['file', { PATH: '/etc/./motd' }],
  ['file', { PATH: '/etc/motd\n/x' }],
  ['file', { PATH: '/x', STATE: 'gone' }],
  ['file', { PATH: '/x', MODE: '9999' }],
  ['file', { PATH: '/x', MODE: 'u+s' }],
  ['file', { PATH: '/x', OWNER: '-R' }],
  ['file', { PATH: '/x', GROUP: 'a b' }],
  ['journal-size', { MAX_USE: '500' }],
  ['journal-size', { MAX_USE: '1G\n[Other]\nx=1M' }],
  ['locale-time-zone', {}],
  ['locale-time-zone', { TIME_ZONE: '../../etc/shadow' }],
  ['locale-time-zone', { TIME_ZONE: '/etc/shadow' }],
  ['locale-time-zone', { LOCALE: 'C\nPATH=/tmp' }],
  ['service', {}],
  ['service', { NAME: '--now' }],
  ['service', { NAME: 'ssh cron' }],
  ['service', { NAME: '../../tmp/evil.service' }],
  ['service', { NAME: 'ssh', RUNNING: 'maybe' }],
  ['time-synchronisation', { SERVERS: 'a.example\nevil' }],
  ['time-synchronisation', { SERVERS: '-x' }],
  ['unattended-security-updates', { RESTART: 'yes' }],
  ['unattended-security-updates', { RESTART_TIME: '25:00' }],
  ['unattended-security-updates', { RESTART_TIME: '03:30"; x' }],
];

/** Items that have no meaning on a folder: they must not touch the computer instead. */
const NOT_ON_A_FOLDER: [id: string, variables: Record<string, string>][] = [
  ['firewall', {}],
  ['package-apk', { NAME: 'busybox' }],
  ['package-apt', { NAME: 'dash' }],
  ['package-pacman', { NAME: 'bash' }],
  ['package-rpm', { NAME: 'bash' }],
  ['sshd-hardening', {}],
  ['user-in-group', { USER: 'root', GROUP: 'root' }],
];

const prefixed = (variables: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [`ROUNDS_PARAM_${name}`, value]));

export function refusals(folder: Folder): void {
  describe('wrong values', () => {
    it.each(WRONG.map(([id, variables]) => [id, JSON.stringify(variables), variables] as const))('%s refuses %s', async (id, _text, variables) => {
      const scripts = item(id).scripts.linux ?? {};
      const { run } = folder.item(id);
      for (const name of ['test', 'set'] as const) {
        if (!scripts[name] || (id === 'disk-space' && name === 'set')) continue;
        // Nothing but what is named here: not even defaults.
        const bare = Object.fromEntries(Object.keys(item(id).parameters).map((key) => [`ROUNDS_PARAM_${key.toUpperCase().replace(/-/g, '_')}`, '']));
        const unset = id === 'file' ? {} : bare;
        const ended = await run(name, {}, { ...unset, ...prefixed(variables) });
        expect(ended.status, `${name}: ${ended.stdout}${ended.stderr}`).toBe(2);
        expect(ended.stderr).toMatch(/\S/);
      }
      expect(readdirSync(folder.root)).toEqual([]);
    });
  });

  describe('what has no meaning on a folder', () => {
    it.each(NOT_ON_A_FOLDER)('%s refuses ROUNDS_ROOT in every script', async (id, variables) => {
      for (const name of Object.keys(item(id).scripts.linux ?? {}) as ScriptName[]) {
        expect(await folder.item(id).run(name, {}, prefixed(variables)), name).toEqual({
          status: 2,
          stdout: '',
          stderr: 'ROUNDS_ROOT is not supported by this item\n',
        });
      }
    });

    it('disk-space cleans nothing', async () => {
      expect(await folder.item('disk-space').run('set')).toMatchObject({ status: 2 });
    });
  });
}
