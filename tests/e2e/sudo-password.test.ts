/** A session through sudo with a password: it works, says what is wrong, and leaves the password nowhere. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startAccountHost, type AccountHost } from '../hosts/account.ts';
import { describeWith, requireProgram, requireRoot } from '../requirements.ts';
import { workplace, type Workplace } from './rounds.ts';

const PASSWORD = 'Rübezahl 4711 $x';
const needs = [
  requireProgram('sshd', 'apt-get install openssh-server'),
  requireProgram('sudo', 'apt-get install sudo'),
  requireProgram('useradd', 'apt-get install passwd'),
  requireRoot(),
];

describeWith(needs, 'a session through sudo with a password', () => {
  let host: AccountHost;
  let place: Workplace;
  beforeAll(async () => {
    host = await startAccountHost({ password: PASSWORD, sudoers: ['%u ALL=(ALL) ALL', 'Defaults lecture=always'] });
    place = workplace();
    mkdirSync(path.join(place.folder, 'item'));
    place.write('item/item.yaml', 'id: thing\nname: Thing\nkind: task\nplatforms: [linux]\nscripts: {linux: {test: test.sh, set: set.sh}}\n');
    place.write('item/test.sh', '[ "$(cat /etc/rounds-thing)" = "$(id -un)" ]\n');
    // What it shows of itself and of all others is in the record afterwards.
    place.write('item/set.sh', 'id -un >/etc/rounds-thing\ncat /proc/[0-9]*/cmdline | tr "\\0" " "\nenv\nset\n');
    const connection = { kind: 'ssh', host: host.host, port: host.port, user: host.user, credential: 'key', knownHosts: host.knownHosts };
    const setUp = {
      tenants: [{ name: 'Acme' }],
      credentials: [
        { name: 'key', kind: 'ssh-key', keyFile: host.userKey },
        { name: 'sudo-password', kind: 'password' },
      ],
      computers: [{ name: 'box', connection: { ...connection, sudo: { credential: 'sudo-password' } } }],
      items: ['./item'],
      deployments: [{ name: 'Thing', item: 'thing', target: { all: true } }],
    };
    const applied = await place.run(['apply', place.write('rounds.yaml', JSON.stringify(setUp))]);
    expect(applied.status, applied.stderr).toBe(0);
  });
  afterAll(async () => {
    await host.close();
    place.remove();
  });

  const run = (password: string) => place.json(['run', 'all', '--yes'], { ROUNDS_SECRET_SUDO_PASSWORD: password });

  it('sets as root, and the record holds the output and no password', async () => {
    const { status, lines, sessions } = await run(PASSWORD);
    expect(status).toBe(0);
    expect(sessions).toMatchObject([{ status: 'passed', actions: [{ result: 'success' }] }]);
    expect(host.asRoot('cat /etc/rounds-thing')).toBe('root\n');
    const shown = await place.run(['show', 'last', '--log', 'thing']);
    expect(shown.stdout).toContain('sudo -S -p');
    const kept = readdirSync(place.data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(kept.length).toBeGreaterThan(0);
    const texts = [JSON.stringify(lines), shown.stdout, ...kept.map((file) => readFileSync(path.join(file.parentPath, file.name), 'latin1'))];
    const forms = [PASSWORD, Buffer.from(PASSWORD).toString('latin1'), Buffer.from(PASSWORD).toString('base64'), '4711 $x'];
    for (const form of forms) expect(texts.filter((text) => text.includes(form))).toEqual([]);
  });

  it('is not reached where the password is wrong, and where none is given', async () => {
    host.asRoot('rm -rf /run/sudo/ts/*');
    expect((await run('wrong')).sessions).toMatchObject([{ status: 'not-reached', reason: 'sudo-refused' }]);
    expect((await place.json(['run', 'all', '--yes'])).sessions).toMatchObject([{ status: 'not-reached', reason: 'secret-missing' }]);
  });
});
