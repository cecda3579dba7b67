import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { describeWith, requireProgram, requireRoot } from '../../../tests/requirements.ts';
import { connectShell } from './connect-shell.ts';
import { classifySudo } from './elevation.ts';
import { openTestLink, request, TEST_TARGET } from './test-link.ts';

const root = mkdtempSync(join(tmpdir(), 'rounds-sudo-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A stand-in for sudo, as what it does without a password, with the right one, and with a wrong one. */
function fakeSudo(script: string): Record<string, string | undefined> {
  const bin = mkdtempSync(join(root, 'bin-'));
  writeFileSync(join(bin, 'sudo'), `#!/bin/sh\nlog=${bin}/log\n${script}`, { mode: 0o755 });
  return { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}`, BIN: bin };
}

const ASKING = `
printf '%s\\n' "$*" >>"$log"
prompt=$3
shift 4
tries=0
while [ $tries -lt 3 ]; do
  printf %s "$prompt" >&2
  read -r answer || exit 1
  printf 'got %s\\n' "$answer" >>"$log"
  [ "$answer" = 'sesame é' ] && exec "$@"
  echo 'Sorry, try again.' >&2
  tries=$((tries + 1))
done
exit 1
`;

function connect(env: Record<string, string | undefined>, password: string | null | undefined) {
  const sudo = password === undefined ? {} : { password: { name: 'root-password', kind: 'password' as const } };
  return connectShell(openTestLink({ env }), {
    target: { ...TEST_TARGET, sudo, limits: { ...TEST_TARGET.limits, authenticate: 4000 } },
    context: { secrets: async () => password ?? null },
  });
}

describe('sudo', () => {
  it('is given the password once, after it asked', async () => {
    const env = fakeSudo(ASKING);
    const connection = await connect(env, 'sesame é');
    connection.access = 'change';
    expect(await connection.run(request('exit 3', { access: 'change' }))).toMatchObject({ status: 3 });
    expect(await connection.run(request('sleep 60', { access: 'change', timeout: 300 }))).toMatchObject({ kind: 'timeout', running: null });
    expect(await connection.run(request('sleep 60', { timeout: 300 }))).toMatchObject({ kind: 'timeout', running: null });
    expect(await connection.run(request('exit 4'))).toMatchObject({ status: 4 });
    await connection.close();
    const log = readFileSync(join(env['BIN'] ?? '', 'log'), 'utf8').split('\n');
    expect(log[0]).not.toContain('sesame');
    expect(log[1]).toBe('got sesame é');
  });

  it('is given no password when it wants none', async () => {
    const connection = await connect(fakeSudo('shift 4\nexec "$@"\n'), 'unused');
    expect(await connection.run(request('exit 3'))).toMatchObject({ status: 3 });
    await connection.close();
  });

  it('refuses a wrong password: it is not tried a second time', async () => {
    const env = fakeSudo(ASKING);
    await expect(connect(env, 'wrong')).rejects.toMatchObject({ kind: 'connect/sudo-refused' });
    expect(readFileSync(join(env['BIN'] ?? '', 'log'), 'utf8').match(/^got/gm)).toHaveLength(1);
  });

  it('needs somebody who gives the password', async () => {
    await expect(connect(fakeSudo(ASKING), null)).rejects.toMatchObject({ kind: 'connect/secret-missing' });
  });

  it('says in whatever language that a password is required', async () => {
    const env = fakeSudo(`[ "$LC_ALL" = C ] && echo 'sudo: a password is required' >&2 || echo 'sudo: Ein Passwort ist notwendig' >&2\nexit 1\n`);
    await expect(connect(env, undefined)).rejects.toMatchObject({ kind: 'connect/sudo-password-required' });
  });

  it('says that it is missing', async () => {
    const bin = mkdtempSync(join(root, 'bin-'));
    await expect(connect({ PATH: bin }, undefined)).rejects.toMatchObject({ kind: 'connect/sudo-missing' });
  });

  it.each([
    ['sudo: a password is required', 'sudo-password-required'],
    ['sudo: a terminal is required to read the password; either use the -S option', 'sudo-password-required'],
    ['sudo: sorry, you must have a tty to run sudo', 'sudo-needs-terminal'],
    ["Sorry, user bob is not allowed to execute '/usr/bin/sh' as root on box.", 'sudo-refused'],
    ['bob is not in the sudoers file.', 'sudo-refused'],
    ['sudo: 1 incorrect password attempt', 'sudo-refused'],
    ['sudo: The "no new privileges" flag is set, which prevents sudo from running as root.', 'sudo-refused'],
    ['bash: line 1: exec: sudo: not found', 'sudo-missing'],
    ['sh: 1: exec: sudo: not found', 'sudo-missing'],
    ['sudo: Command not found.', 'sudo-missing'],
    ['fish: Unknown command: sudo', 'sudo-missing'],
    ['welcome to this computer', null],
  ])('reads %s', (text, reason) => expect(classifySudo(text)).toBe(reason));
});

describeWith([requireProgram('sudo', 'apt-get install sudo'), requireRoot()], 'the real sudo', () => {
  it('runs scripts, and ends what hangs', async () => {
    const connection = await connect(process.env, undefined);
    connection.access = 'change';
    expect(await connection.run(request('exit 3', { access: 'change' }))).toMatchObject({ status: 3 });
    expect(await connection.run(request('sleep 60', { timeout: 300 }))).toMatchObject({ kind: 'timeout', running: null });
    expect(await connection.run(request('[ "$SUDO_UID" ] && exit 4'))).toMatchObject({ status: 4 });
    await connection.close();
  });
});
