/** Accounts as they are found: homes that are missing, read-only or full, places that take no file, login shells of every kind. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { OutputRecord } from '../../../shared/record.ts';
import { startAccountHost, type AccountHost, type AccountOptions } from '../../../tests/hosts/account.ts';
import { contextOf, targetOf, testHome, type TestHome } from '../../../tests/hosts/target.ts';
import { describeWith, findProgram, requireProgram, requireRoot } from '../../../tests/requirements.ts';
import { openSshLink } from '../ssh/index.ts';
import type { Connection } from '../transport.ts';
import { connectShell } from './connect-shell.ts';
import { request } from './test-link.ts';

const needs = [requireProgram('sshd', 'apt-get install openssh-server'), requireProgram('useradd', 'apt-get install passwd'), requireRoot()];
const root = mkdtempSync(join(tmpdir(), 'rounds-account-'));
const open: { close(): Promise<void> }[] = [];
let home: TestHome;
beforeAll(() => (home = testHome()));
afterAll(() => {
  home.restore();
  rmSync(root, { recursive: true, force: true });
});
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function connect(options: AccountOptions = {}, authenticate = 10_000): Promise<{ connection: Connection; host: AccountHost }> {
  const host = await startAccountHost(options);
  open.push(host);
  const target = targetOf(host, { limits: { resolve: 5000, connect: 5000, authenticate } });
  const context = contextOf();
  const connection = await connectShell(await openSshLink(target, context), { target, context, times: { grace: 300, backoff: 50 } });
  connection.access = 'change';
  open.push(connection);
  return { connection, host };
}

/** What every account must manage. */
async function works(connection: Connection): Promise<void> {
  const records: OutputRecord[] = [];
  const onOutput = (batch: OutputRecord[]) => void records.push(...batch);
  const all = [
    request('echo "$A"; echo err >&2; exit 3', { env: { A: `it's é "$B"` }, onOutput }),
    request('sleep 61', { access: 'change', timeout: 300 }),
    request('exit 5', { access: 'change' }),
  ];
  expect(await Promise.all(all.map((one) => connection.run(one)))).toMatchObject([
    { kind: 'exited', status: 3 },
    { kind: 'timeout', running: null },
    { kind: 'exited', status: 5 },
  ]);
  expect(records.map((record) => `${record.stream} ${record.text}`).sort()).toEqual(['stderr err', `stdout it's é "$B"`]);
  expect(await connection.facts({ timeout: 10_000 })).toMatchObject({ platform: 'linux', elevated: 'false' });
}

function push(connection: Connection, bytes: number): Promise<string> {
  const source = join(root, 'file');
  writeFileSync(source, Buffer.alloc(bytes, 7));
  return connection.putFiles([{ path: 'file', sha256: createHash('sha256').update(readFileSync(source)).digest('hex'), source, executable: false }]);
}

/** A place that takes nothing any more; /tmp holds the server's own files, which stay. */
const full = (place: string) => `
mount --bind "$FOLDER" /mnt
mount -t tmpfs -o size=64k,mode=1777 none ${place}
mkdir -p "$FOLDER"
[ -e "$FOLDER/sshd_config" ] || mount --bind /mnt "$FOLDER"
head -c 100000 /dev/zero >${place}/fill 2>/dev/null || :
`;
const READ_ONLY_HOME = 'mount --bind "$HOME" "$HOME"; mount -o remount,ro,bind "$HOME"';

describeWith(needs, 'an account whose places take no file', () => {
  it.each([
    ['a home that is missing', 'rmdir "$HOME"'],
    ['a home that is read-only', READ_ONLY_HOME],
    ['a home that is full', 'mount -t tmpfs -o size=64k none "$HOME"; chown $USER "$HOME"; head -c 100000 /dev/zero >"$HOME/fill" 2>/dev/null || :'],
    ['a home of somebody else', 'chown root "$HOME"'],
    ['a full /tmp', full('/tmp')],
    [
      'a read-only /tmp',
      `mount --bind "$FOLDER" /mnt; mount -t tmpfs none /tmp; mkdir -p "$FOLDER"; mount --bind /mnt "$FOLDER"; mount -o remount,ro /tmp`,
    ],
  ])('works with %s', async (_, inside) => {
    const { connection } = await connect({ inside });
    await works(connection);
    expect(await connection.run(request('echo x >"$ROUNDS_RESTART"', { access: 'change' }))).toMatchObject({ status: 0, restart: true });
    expect(await push(connection, 200_000)).toMatch(/^\//);
  });

  it('works where none takes one, and says so when files are to be brought there', async () => {
    const inside = `${full('/tmp')}${full('/var/tmp')}${full('/dev/shm')}${READ_ONLY_HOME}`;
    const { connection } = await connect({ inside });
    await works(connection);
    await expect(push(connection, 10)).rejects.toMatchObject({
      kind: 'transport/put-file',
      message: expect.stringMatching(/No place .* full or read-only/) as string,
    });
  });

  it('says that there is no room for files that are larger than what is left', async () => {
    const inside = `${full('/var/tmp')}${full('/dev/shm')}${READ_ONLY_HOME}; ${full('/tmp')} rm /tmp/fill`;
    const { connection } = await connect({ inside });
    await expect(push(connection, 200_000)).rejects.toMatchObject({
      kind: 'transport/put-file',
      message: expect.stringMatching(/No space left/) as string,
    });
    await works(connection);
  });
});

describeWith(needs, 'a login shell', () => {
  for (const [program, install] of Object.entries({ bash: 'bash', dash: 'dash', fish: 'fish', csh: 'csh', zsh: 'zsh', ksh: 'ksh', mksh: 'mksh' })) {
    describeWith(requireProgram(program, `apt-get install ${install}`), program, () => {
      it('works', async () => works((await connect({ shell: findProgram(program) ?? '' })).connection));
    });
  }

  it.each([
    ['/usr/sbin/nologin', 'login-refused', /not available/],
    ['/bin/rbash', 'login-refused', /restricted/],
    ['/bin/false', 'shell-ended', /status 1/],
    ['/usr/bin/cat', 'shell-ended', /invalid option/],
  ])('%s is said to be none', async (shell, reason, message) => {
    await expect(connect({ shell })).rejects.toMatchObject({ details: { reason }, message: expect.stringMatching(message) as string });
  });
});
