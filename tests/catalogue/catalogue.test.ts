import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { READ_SCRIPTS } from '../../shared/model.ts';
import { catalogue, CATALOGUE, execute } from './item-scripts.ts';
import { findProgram, missingShells, parses, shells, SYSTEM_PATH } from './shells.ts';

const CI = process.env['CI'] === 'true';
const scripts = catalogue.items.flatMap((item) =>
  readdirSync(path.join(CATALOGUE, item.id))
    .filter((file) => file.endsWith('.sh'))
    .map((file) => ({ name: `${item.id}/${file}`, file: path.join(CATALOGUE, item.id, file) })),
);

describe('the catalogue', () => {
  it('loads without a problem', () => {
    expect(catalogue.problems).toEqual([]);
    expect(catalogue.items.map((item) => item.id)).toEqual([
      'disk-space',
      'file',
      'firewall',
      'journal-size',
      'kernel-restart',
      'locale-time-zone',
      'package-apk',
      'package-apt',
      'package-pacman',
      'package-rpm',
      'service',
      'sshd-hardening',
      'time-synchronisation',
      'unattended-security-updates',
      'user-in-group',
    ]);
  });

  it('says in words what every pattern takes', () => {
    const wordless = catalogue.items.flatMap(({ id, parameters }) =>
      Object.entries(parameters).flatMap(([name, { pattern, patternText }]) => (pattern && !patternText ? [`${id}: ${name}`] : [])),
    );
    expect(wordless).toEqual([]);
  });

  it('recommends deployments that are disabled until they are adopted', () => {
    expect(catalogue.recommended.length).toBeGreaterThanOrEqual(5);
    for (const deployment of catalogue.recommended) expect(deployment).toMatchObject({ origin: 'recommended', enabled: false });
  });

  it('describes every item and every parameter', () => {
    for (const item of catalogue.items) {
      expect(item.description, item.id).toBeTruthy();
      expect(item.timeout, item.id).toBeGreaterThan(0);
      for (const [name, parameter] of Object.entries(item.parameters)) expect(parameter.description ?? '', `${item.id} ${name}`).toMatch(/\S.*\.$/);
    }
  });

  it('changes nothing in a script that only looks', () => {
    const changing = /^\s*(sudo|rm|mv|cp|chmod|chown|mkdir|touch|ln|usermod|gpasswd|apt-get|systemctl (enable|disable|start|stop|restart|reload))\b/m;
    for (const item of catalogue.items) {
      for (const [name, script] of Object.entries(item.scripts.linux ?? {})) {
        if (![...READ_SCRIPTS].some((read) => read === name)) continue;
        expect(changing.exec(script.text)?.[0] ?? null, `${item.id} ${name}`).toBeNull();
      }
    }
  });
});

describe('every script', () => {
  it.skipIf(missingShells.length > 0 && !CI)(`is tested in every shell${missingShells.map((name) => `; missing: ${name}`).join('')}`, () => {
    expect(missingShells).toEqual([]);
  });

  it.each(shells.map((shell) => [shell.name, shell] as const))('is taken by %s', async (_name, shell) => {
    for (const { name, file } of scripts) expect(await parses(shell, file), name).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  const shellcheck = findProgram('shellcheck');
  it.skipIf(shellcheck === null && !CI)(`passes ShellCheck${shellcheck === null ? '; missing: apt-get install shellcheck' : ''}`, async () => {
    const own = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.sh'));
    const files = [...scripts.map(({ file }) => file), ...own.map((file) => fileURLToPath(new URL(file, import.meta.url)))];
    expect(await execute('shellcheck', ['--shell=sh', ...files], { PATH: SYSTEM_PATH, LC_ALL: 'C.UTF-8' })).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
  });
});
