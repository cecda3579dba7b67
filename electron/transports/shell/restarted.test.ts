/** A computer that is started anew in the middle: its boot identity is another one, and its process ids are somebody else's. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { describeWith, requireProgram, requireRoot } from '../../../tests/requirements.ts';
import type { OutputRecord } from '../../../shared/record.ts';
import type { Connection } from '../transport.ts';
import { connectShell } from './connect-shell.ts';
import { alive, openTestLink, request, TEST_TARGET, type TestLink } from './test-link.ts';

const root = mkdtempSync(join(tmpdir(), 'rounds-restarted-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const open: Connection[] = [];
const strangers: number[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((connection) => connection.close()));
  for (const pid of strangers.splice(0)) if (alive(pid)) process.kill(-pid, 'SIGKILL');
});

const boot = join(root, 'boot_id');
const restart = () => writeFileSync(boot, `${randomUUID()}\n`);

/** A link to this computer as one whose boot identity is what the test says: each command sees it in a mount namespace of its own. */
async function connect(persistentShell = true): Promise<{ connection: Connection; link: TestLink }> {
  restart();
  const shell = join(root, 'shell');
  writeFileSync(shell, '#!/bin/sh\nexec unshare -m /bin/sh "$@"\n', { mode: 0o755 });
  const before = `cp '${boot}' '${boot}'.$$; mount --bind '${boot}'.$$ /proc/sys/kernel/random/boot_id`;
  const link = openTestLink({ env: { ...process.env, TMPDIR: root }, shell, before });
  const connection = await connectShell(link, {
    target: { ...TEST_TARGET, persistentShell },
    context: { secrets: async () => null },
    times: { grace: 300, confirm: 3000, backoff: 20, backoffMax: 100 },
  });
  connection.access = 'change';
  open.push(connection);
  return { connection, link };
}

let files = 0;
const fresh = () => join(root, `mark-${(files += 1)}`);

/** The process id that a script wrote. It stands for a stranger once the computer was started anew. */
async function written(mark: string): Promise<number> {
  for (let n = 0; n < 500 && !(existsSync(mark) && readFileSync(mark, 'utf8').includes('\n')); n += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  const pid = Number(readFileSync(mark, 'utf8'));
  strangers.push(pid);
  return pid;
}

describeWith([requireRoot(), requireProgram('unshare', 'apt-get install util-linux')], 'a computer that was started anew', () => {
  it.each([true, false])('is said to be: what ran is gone, and no process is followed (one shell: %s)', async (persistentShell) => {
    const { connection, link } = await connect(persistentShell);
    link.options.onReopen = restart;
    const mark = fresh();
    const running = connection.run(request(`echo $$ >${mark}; sleep 60`, { access: 'change' }));
    const pid = await written(mark);
    link.cut();
    expect(await running).toMatchObject({ kind: 'lost', running: null, restarted: true });
    expect(alive(pid)).toBe(true);
    expect(await connection.run(request('echo x >"$ROUNDS_RESTART" && exit 5', { access: 'change' }))).toMatchObject({ status: 5, restart: true });
  });

  it('is told how a script ended that noted it before', async () => {
    const { connection, link } = await connect();
    const [mark, end] = [fresh(), fresh()];
    link.options.onReopen = async () => {
      writeFileSync(end, '');
      while (alive(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
      // Its shell notes the end a moment after it.
      await new Promise((resolve) => setTimeout(resolve, 200));
      restart();
    };
    const running = connection.run(request(`echo $$ >${mark}; while [ ! -e ${end} ]; do sleep 0.05; done; exit 3`, { access: 'change' }));
    const pid = await written(mark);
    link.cut();
    expect(await running).toMatchObject({ kind: 'exited', status: 3, reconnected: true });
  });

  it.each(['cancelled', 'timeout'])('is not asked to end a process of before the restart: %s', async (kind) => {
    const { connection, link } = await connect();
    const mark = fresh();
    const stop = new AbortController();
    const more = kind === 'timeout' ? { timeout: 700 } : { signal: stop.signal };
    const running = connection.run(request(`trap '' TERM; echo $$ >${mark}; sleep 60`, { access: 'change', ...more }));
    const pid = await written(mark);
    // The old connection hangs, as when the other end is gone; a new one reaches the computer as it is now.
    link.options.maxChannels = 0;
    link.options.onReopen = () => {
      restart();
      link.options.maxChannels = 9;
    };
    stop.abort();
    expect(await running).toMatchObject({ kind, running: null });
    expect(alive(pid)).toBe(true);
  });

  it('runs what only looks again, and says it in the log', async () => {
    const { connection, link } = await connect();
    link.options.onReopen = restart;
    const mark = fresh();
    const records: OutputRecord[] = [];
    const onOutput = (batch: OutputRecord[]) => void records.push(...batch);
    const running = connection.run(request(`[ -e ${mark} ] && exit 4; echo $$ >${mark}; sleep 60`, { onOutput }));
    await written(mark);
    strangers.length = 0;
    link.cut();
    expect(await running).toMatchObject({ status: 4 });
    expect(records.map((record) => record.text)).toContain('The computer was started anew meanwhile.');
  });
});
