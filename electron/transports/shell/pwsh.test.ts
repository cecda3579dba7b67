import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { OutputRecord } from '../../../shared/record.ts';
import type { Connection } from '../transport.ts';
import { connectShell } from './connect-shell.ts';
import { openTestLink, request, TEST_TARGET, type TestLinkOptions } from './test-link.ts';

const root = mkdtempSync(join(tmpdir(), 'rounds pwsh-'));
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

function there(program: string): boolean {
  try {
    execFileSync('/bin/sh', ['-c', `command -v ${program}`]);
    return true;
  } catch {
    return false;
  }
}

describe('PowerShell on a shell of POSIX', () => {
  it('runs PowerShell through pwsh, and says when there is none', async () => {
    const none = await connect({ env: { ...process.env, PATH: '/usr/bin:/bin' } });
    if (!there('pwsh'))
      expect(await none.run(request('exit 0', { shell: 'powershell' }))).toMatchObject({ kind: 'not-started', reason: 'shell-missing' });
    const bin = mkdtempSync(join(root, 'pwsh-'));
    writeFileSync(
      join(bin, 'pwsh'),
      `#!/bin/sh
[ "$1 $2 $3" = '-NoLogo -NoProfile -NonInteractive' ] || exit 99
case $4 in
  -File) cat "$5" ;;
  -EncodedCommand) printf %s "$5" | base64 -d | tr -d '\\000' ;;
esac >"$TMPDIR/seen"
echo "$A"
case $(cat "$TMPDIR/seen") in
  *Read-Host*) printf 'Read-Host: PowerShell is in NonInteractive mode. Read\\n\\033[31m  | and Prompt functionality is not available.\\n' >&2; exit 1 ;;
  *restart*) exit 105 ;;
esac
`,
    );
    chmodSync(join(bin, 'pwsh'), 0o755);
    const place = mkdtempSync(join(root, 'place-'));
    const connection = await connect({ env: { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}`, TMPDIR: place } });
    const records: OutputRecord[] = [];
    const onOutput = (batch: OutputRecord[]) => void records.push(...batch);
    const small = request(`Write-Output 'x'`, { shell: 'powershell', env: { A: 'é' }, onOutput });
    expect(await connection.run(small)).toMatchObject({ kind: 'exited', status: 0 });
    expect(records).toMatchObject([{ stream: 'stdout', text: 'é' }]);
    expect(readFileSync(join(place, 'seen'), 'utf8')).toBe(`Write-Output 'x'\nexit 0`);
    const text = `# ${'y'.repeat(200_000)}`;
    expect(await connection.run(request(text, { shell: 'powershell' }))).toMatchObject({ kind: 'exited', status: 0 });
    expect(readFileSync(join(place, 'seen'), 'utf8')).toBe(text);
    expect(await connection.run(request('Read-Host', { shell: 'powershell', onOutput: () => undefined }))).toMatchObject({ kind: 'input-requested' });
    expect(await connection.run(request('restart', { shell: 'powershell' }))).toMatchObject({ kind: 'exited', restart: true });
  });
});
