import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { describeWith, requireRoot } from '../../../tests/requirements.ts';
import type { Connection } from '../transport.ts';
import { connectShell } from './connect-shell.ts';
import { openTestLink, request, TEST_TARGET, type TestLinkOptions } from './test-link.ts';

const root = mkdtempSync(join(tmpdir(), 'rounds full-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const open: Connection[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((connection) => connection.close()));
});

async function connect(options: TestLinkOptions): Promise<Connection> {
  const connection = await connectShell(openTestLink(options), { target: TEST_TARGET, context: { secrets: async () => null } });
  connection.access = 'change';
  open.push(connection);
  return connection;
}

describeWith(requireRoot(), 'a full disk', () => {
  it('leaves changes as they are and says why files cannot be written', async () => {
    const place = mkdtempSync(join(root, 'full-'));
    const shell = join(place, 'shell');
    writeFileSync(shell, '#!/bin/sh\nexec unshare -m /bin/sh "$@"\n', { mode: 0o755 });
    const mount = `mount -t tmpfs -o size=64k none '${place}'`;
    const connection = await connect({ shell, before: mount, env: { ...process.env, TMPDIR: place } });
    expect(await connection.run(request('case $ROUNDS_RESTART in "$TMPDIR"/*) exit 4;; esac', { access: 'change' }))).toMatchObject({ status: 4 });
    const source = join(root, 'big');
    writeFileSync(source, Buffer.alloc(300_000, 7));
    const sha256 = createHash('sha256').update(readFileSync(source)).digest('hex');
    await expect(connection.putFiles([{ path: 'big', sha256, source, executable: false }])).rejects.toMatchObject({
      kind: 'transport/put-file',
      message: expect.stringMatching(/No space left/) as string,
    });
    // Full by now: what is run still tells how it ended.
    expect(await connection.run(request('cat /dev/zero >"$TMPDIR/fill" 2>/dev/null; exit 5', { access: 'change' }))).toMatchObject({ status: 5 });
    expect(await connection.run(request('exit 6', { access: 'change' }))).toMatchObject({ status: 6 });
    await connection.close();
    const other = await connect({ shell, before: `${mount}; cat /dev/zero >'${place}/fill' 2>/dev/null`, env: { ...process.env, TMPDIR: place } });
    expect(await other.run(request('case $ROUNDS_RESTART in "$TMPDIR"/*) exit 4;; /tmp/*) exit 5;; esac', { access: 'change' }))).toMatchObject({
      status: 5,
    });
  });
});
