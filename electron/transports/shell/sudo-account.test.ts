/** sudo with a password, for real: an account of its own behind a real sshd, Debian's sudo and PAM. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { startAccountHost, type AccountHost } from '../../../tests/hosts/account.ts';
import { contextOf, targetOf, testHome, type TestHome } from '../../../tests/hosts/target.ts';
import { describeWith, requireProgram, requireRoot } from '../../../tests/requirements.ts';
import { openSshLink } from '../ssh/index.ts';
import type { Connection } from '../transport.ts';
import { connectShell } from './connect-shell.ts';
import { request } from './test-link.ts';

const PASSWORD = `it's "é" $HOME \\ 0451`;
const needs = [
  requireProgram('sshd', 'apt-get install openssh-server'),
  requireProgram('sudo', 'apt-get install sudo'),
  requireProgram('useradd', 'apt-get install passwd'),
  requireRoot(),
];

describeWith(needs, 'sudo with the password of an account', () => {
  let home: TestHome;
  let host: AccountHost;
  const open: Connection[] = [];
  beforeAll(async () => {
    home = testHome();
    host = await startAccountHost({ password: PASSWORD });
  });
  afterAll(async () => {
    await host.close();
    home.restore();
  });
  beforeEach(() => sudoers());
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
    host.asRoot('rm -rf /run/sudo/ts; chage -d 2026-01-01 -E -1 $USER');
  });

  const sudoers = (...lines: string[]) => {
    const quoted = ['ALL=(ALL) ALL', ...lines].map((line, n) => `'${n === 0 ? `'$USER' ` : ''}${line}'`).join(' ');
    host.asRoot(`printf '%s\\n' ${quoted} >/etc/sudoers.d/$USER`);
  };

  async function connect(password = PASSWORD, meanwhile = ''): Promise<Connection> {
    const target = targetOf(host, { sudo: { password: { name: 'sudo-password', kind: 'password' } } });
    const context = contextOf({ 'sudo-password': password });
    const link = await openSshLink(target, context);
    if (meanwhile !== '') host.asRoot(meanwhile);
    const connection = await connectShell(link, { target, context, times: { grace: 300 } });
    connection.access = 'change';
    open.push(connection);
    return connection;
  }

  /** Root runs the scripts, of both kinds. */
  async function works(connection: Connection): Promise<void> {
    expect(await connection.run(request('exit $((10 + $(id -u)))'))).toMatchObject({ status: 10 });
    expect(await connection.run(request('[ "$SUDO_USER" ] && exit $((20 + $(id -u)))', { access: 'change' }))).toMatchObject({ status: 20 });
  }

  it('runs scripts as root, and ends what hangs', async () => {
    const connection = await connect();
    await works(connection);
    for (const access of ['read', 'change'] as const)
      expect(await connection.run(request('sleep 60', { access, timeout: 300 }))).toMatchObject({ kind: 'timeout', running: null });
    await works(connection);
  });

  it('shows the password to nobody', async () => {
    const connection = await connect();
    const seen: string[] = [];
    let over = false;
    const running = connection.run(request('echo begun; sleep 1', { access: 'change' })).finally(() => (over = true));
    while (!over) {
      seen.push(...lookAround());
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(await running).toMatchObject({ status: 0 });
    expect(seen).toContain('sleep\x001\x00');
    expect(seen.filter((text) => text.includes(PASSWORD))).toEqual([]);
  });

  it.each([
    ['a lecture', 'Defaults lecture=always'],
    ['a lecture and one try', 'Defaults lecture=always, passwd_tries=1'],
    ['its own prompt and words', 'Defaults passprompt_override, passprompt="Kennwort: ", badpass_message="Nein."'],
    ['no cache', 'Defaults timestamp_timeout=0'],
    ['a cache of all sessions', 'Defaults timestamp_type=global'],
    ['its own session', 'Defaults use_pty'],
  ])('works with %s', async (_, line) => {
    sudoers(line);
    await works(await connect());
    // Where the first one is still in the cache, nothing is asked.
    await works(await connect());
  });

  it('works with a password that is cached, whatever is given now', async () => {
    sudoers('Defaults timestamp_type=global');
    await works(await connect());
    await works(await connect('wrong'));
  });

  const REFUSED: [string, string[], string | undefined, string, string, RegExp][] = [
    ['a wrong password', [], 'wrong', '', 'sudo-refused', /did not take the password/],
    ['a wrong password, one try', ['Defaults passwd_tries=1'], 'wrong', '', 'sudo-refused', /incorrect password/],
    ['a terminal that is missing', ['Defaults requiretty'], undefined, '', 'sudo-needs-terminal', /tty/],
    ['an account that is not in sudoers', [], undefined, 'rm /etc/sudoers.d/$USER', 'sudo-refused', /not in the sudoers/],
    ['a command that is not allowed', [], undefined, 'echo "$USER ALL=(ALL) /bin/true" >/etc/sudoers.d/$USER', 'sudo-refused', /not allowed/],
    ['a password that expired', [], undefined, 'chage -d 0 $USER', 'password-expired', /expired/],
    ['an account that expired', [], undefined, 'chage -E 2020-01-01 $USER', 'sudo-refused', /account/],
    ['sudoers that are spoilt', [], undefined, 'echo "Defaults (" >/etc/sudoers.d/$USER; echo "not (this" >/etc/sudoers', 'sudo-refused', /sudoers/],
  ];
  it.each(REFUSED)('says what it is: %s', async (name, lines, password, meanwhile, reason, message) => {
    sudoers(...lines);
    if (name.includes('spoilt')) host.asRoot('cp -p /etc/sudoers /etc/sudoers.kept');
    const failing = connect(password, meanwhile);
    await expect(failing).rejects.toMatchObject({ details: { reason }, message: expect.stringMatching(message) as string });
    if (name.includes('spoilt')) host.asRoot('mv /etc/sudoers.kept /etc/sudoers');
  });
});

/** The command line and the environment of every process. */
function lookAround(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) =>
      ['cmdline', 'environ'].flatMap((file) => {
        try {
          return [readFileSync(`/proc/${pid}/${file}`, 'utf8')];
        } catch {
          return [];
        }
      }),
    );
}
