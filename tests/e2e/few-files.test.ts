/** A workstation whose limit of open files is lower than its concurrency: everybody has their turn, and it is said what to do. */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startFleet, writeSetUp, type Fleet } from '../bench/fleet.ts';
import { startSshd, type TestHost } from '../hosts/sshd.ts';
import { describeWith, requireProgram } from '../requirements.ts';
import { parseLines } from './rounds.ts';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const SHARED = fileURLToPath(new URL('../../electron/transports/index.ts', import.meta.url));

/** Runs Node under a limit of open files. */
function limited(limit: number, args: string[], home: string): Promise<{ status: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', `ulimit -n ${limit} && exec "$@"`, 'sh', process.execPath, ...args], { env: { ...process.env, HOME: home } });
    child.stdin.end();
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (data: Buffer) => (said.stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (said.stderr += data.toString()));
    child.once('close', (status) => resolve({ status, ...said }));
  });
}

describeWith(requireProgram('sshd', 'apt-get install openssh-server'), 'few file descriptors', () => {
  let fleet: Fleet;
  let host: TestHost;
  beforeAll(async () => {
    fleet = await startFleet(30);
    host = await startSshd();
    const known = readFileSync(host.knownHosts, 'utf8');
    writeFileSync(host.knownHosts, known + known.replaceAll(host.host, 'localhost'));
  });
  afterAll(async () => {
    await host.close();
    await fleet.close();
  });

  it('make the run slower and nothing else', async () => {
    const rounds = (...args: string[]) => limited(64, [MAIN, '--data', path.join(fleet.folder, 'data'), ...args], fleet.folder);
    expect(await rounds('apply', writeSetUp(fleet, 2))).toMatchObject({ status: 0 });
    const { status, stdout, stderr } = await rounds('run', 'all', '--yes', '--json', '--concurrency', '50');
    expect(status, stderr).toBe(0);
    const lines = parseLines(stdout);
    const last = lines.at(-1);
    expect(last?.type === 'batch.finished' && last.sessions.map((session) => session.status)).toEqual(Array(30).fill('passed'));
    expect(lines.filter((line) => line.type === 'warning').map((line) => line.message)).toEqual([
      expect.stringMatching(/file descriptors for \d+ computers? at a time/),
    ]);
  });

  it.each(['address', 'name', 'config', 'key', 'proxy', 'local'])('have a reason of their own, wherever the last one is missed: %s', async (what) => {
    const script = `
      import { openSync, closeSync, writeFileSync, mkdirSync } from 'node:fs';
      import { createTransport } from ${JSON.stringify(SHARED)};
      const [what, home] = ${JSON.stringify([what, path.join(fleet.folder, 'home')])};
      process.env.HOME = home;
      mkdirSync(home + '/.ssh', { recursive: true });
      writeFileSync(home + '/.ssh/config', what === 'proxy' ? 'ProxyCommand cat\\n' : '');
      const target = {
        computer: 'Test/box', kind: what === 'local' ? 'local' : 'ssh', host: what === 'name' ? 'localhost' : '127.0.0.1', port: ${host.port}, user: ${JSON.stringify(host.user)},
        knownHosts: ${JSON.stringify(host.knownHosts)}, credential: { name: 'key', kind: 'ssh-key', keyFile: ${JSON.stringify(host.userKey)} },
        persistentShell: true, limits: { resolve: 5000, connect: 5000, authenticate: 10000 },
      };
      const transport = createTransport();
      const taken = [];
      const fill = (spare) => {
        try { for (;;) taken.push(openSync('/dev/null')); } catch {}
        for (let n = 0; n < spare; n += 1) closeSync(taken.pop());
      };
      const context = { secrets: async () => null };
      // Once with enough of them, so that what is read once is read; not where just that is to fail.
      if (what === 'address' || what === 'name' || what === 'key') await (await transport.connect(target, context)).close();
      fill(what === 'key' || what === 'proxy' ? 1 : 0);
      const said = await transport.connect(target, context).then(() => 'connected', (error) => error.details?.reason ?? String(error.stack));
      for (const fd of taken) closeSync(fd);
      console.log(said);
      // It was no more than that: with descriptors the same works.
      if (what !== 'proxy') await (await transport.connect(target, context)).close();
      process.exit(0);
    `;
    const ended = await limited(64, ['--input-type=module', '-e', script], fleet.folder);
    expect(ended).toMatchObject({ stdout: 'too-many-open-files\n', stderr: '', status: 0 });
  });
});
