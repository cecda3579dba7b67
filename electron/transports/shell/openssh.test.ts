import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { OutputRecord } from '../../../shared/record.ts';
import { startDropbear } from '../../../tests/hosts/dropbear.ts';
import { startSshd, type SshdOptions, type TestHost } from '../../../tests/hosts/sshd.ts';
import { contextOf, targetOf, testHome, type TestHome } from '../../../tests/hosts/target.ts';
import { describeWith, requireProgram, requireRoot } from '../../../tests/requirements.ts';
import { openSshLink } from '../ssh/index.ts';
import type { Connection, ConnectionTarget } from '../transport.ts';
import { connectShell } from './connect-shell.ts';
import { alive, request } from './test-link.ts';

let home: TestHome;
beforeAll(() => (home = testHome()));
afterAll(() => home.restore());

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function connect(host: TestHost, more: Partial<ConnectionTarget> = {}): Promise<Connection> {
  const target = targetOf(host, more);
  const context = contextOf();
  const connection = await connectShell(await openSshLink(target, context), { target, context, times: { grace: 300, backoff: 50 } });
  connection.access = 'change';
  open.push(connection);
  return connection;
}

async function server(options: SshdOptions = {}, bashrc?: string): Promise<TestHost> {
  const host = await startSshd(options);
  open.push(host);
  if (bashrc !== undefined) writeFileSync(join(host.home, '.bashrc'), bashrc);
  return host;
}

/** What every server must manage. */
async function works(connection: Connection, hang: 'read' | 'change' = 'change'): Promise<void> {
  const records: OutputRecord[] = [];
  const onOutput = (batch: OutputRecord[]) => void records.push(...batch);
  const all = [
    request('echo "$A"; echo err >&2; exit 3', { env: { A: `it's é "$B"` }, onOutput }),
    request('echo x >"$ROUNDS_RESTART"; exit 4', { access: 'change' }),
    request('sleep 61', { access: hang, timeout: 200 }),
    request('exit 5', { access: 'change' }),
  ];
  expect(await Promise.all(all.map((one) => connection.run(one)))).toMatchObject([
    { kind: 'exited', status: 3 },
    { kind: 'exited', status: 4, restart: true },
    { kind: 'timeout', running: null },
    { kind: 'exited', status: 5 },
  ]);
  expect(records.map((record) => `${record.stream} ${record.text}`).sort()).toEqual(['stderr err', `stdout it's é "$B"`]);
  expect(await connection.facts({ timeout: 10_000 })).toMatchObject({ platform: 'linux' });
}

const OPENSSH = requireProgram('sshd', 'apt-get install openssh-server');

describeWith(OPENSSH, 'over OpenSSH', () => {
  it('runs scripts in one shell', async () => works(await connect(await server()), 'read'));
  it('runs scripts in one channel each', async () => works(await connect(await server(), { persistentShell: false })));
  it('works with MaxSessions 1', async () => works(await connect(await server({ config: ['MaxSessions 1'] }))));
  it('works with MaxSessions 1 and one channel a script', async () =>
    works(await connect(await server({ config: ['MaxSessions 1'] }), { persistentShell: false })));
  it('works with a login file that prints', async () => works(await connect(await server({}, 'echo motd; echo trouble >&2; printf "no end"'))));
  it('works with a login file that reads', async () => works(await connect(await server({}, 'read a; read b'))));

  it('works where the home is missing', async () => {
    const host = await server();
    rmSync(host.home, { recursive: true });
    await works(await connect(host));
  });

  const FAILING: [string, SshdOptions, string | undefined, string][] = [
    ['a login file that exits', {}, 'echo closed for today; exit 3', 'connect/shell-ended'],
    ['a login file that reads for ever', {}, 'for n in 1 2 3 4 5 6 7 8; do cat >/dev/null; sleep 0.5; done', 'connect/shell-silent'],
    ['nologin', { config: ['ForceCommand /usr/sbin/nologin'] }, undefined, 'connect/login-refused'],
    ['a forced command', { keyOptions: 'command="echo backup done"' }, undefined, 'connect/shell-ended'],
  ];
  it.each(FAILING)('says what it is: %s', async (_, options, bashrc, kind) => {
    const host = await server(options, bashrc);
    await expect(connect(host, { limits: { resolve: 2000, connect: 2000, authenticate: 1500 } })).rejects.toMatchObject({ kind });
  });

  it('finds a change again after the connection broke', async () => {
    const host = await server();
    const connection = await connect(host);
    const mark = join(host.folder, 'mark');
    let sshd = 0;
    await connection.run(request('echo $PPID', { onOutput: ([record]) => void (sshd = Number(record?.text)) }));
    const running = connection.run(request(`echo begin >>${mark}; sleep 1.5; echo end >>${mark}; exit 194`, { access: 'change' }));
    const reading = connection.run(request('exit 6'));
    setTimeout(() => process.kill(sshd, 'SIGKILL'), 500);
    expect(await running).toMatchObject({ kind: 'exited', status: 194, restart: true, reconnected: true });
    expect(await reading).toMatchObject({ kind: 'exited', status: 6 });
  });

  it('leaves nothing behind', async () => {
    const connection = await connect(await server());
    const pids: number[] = [];
    await connection.run(
      request('echo $$; echo $PPID', { access: 'change', onOutput: (batch) => void pids.push(...batch.map((record) => Number(record.text))) }),
    );
    await connection.close();
    for (let n = 0; n < 100 && pids.some(alive); n += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(pids.filter(alive)).toEqual([]);
  });
});

describeWith([OPENSSH, requireProgram('fish', 'apt-get install fish')], 'with fish as login shell', () => {
  it('runs scripts', async () => works(await connect(await server({ config: ['ForceCommand exec fish -c "$SSH_ORIGINAL_COMMAND"'] }))));
});

describeWith([OPENSSH, requireProgram('csh', 'apt-get install csh')], 'with csh as login shell', () => {
  it('runs scripts', async () => works(await connect(await server({ config: ['ForceCommand exec csh -c "$SSH_ORIGINAL_COMMAND"'] }))));
});

describeWith([requireProgram('dropbear', 'apt-get install dropbear-bin'), requireRoot()], 'over dropbear', () => {
  it('runs scripts', async () => {
    const host = await startDropbear();
    open.push(host);
    await works(await connect(host), 'read');
  });
});
