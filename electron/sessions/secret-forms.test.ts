import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { OutputRecord } from '../../shared/record.ts';
import { findProgram } from '../../tests/requirements.ts';
import { OutputDecoder } from '../transports/shell/output-decoder.ts';
import { createRedactor } from './output-redactor.ts';
import { KnownSecrets } from './redact.ts';

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.Zm9vYmFyYmF6cXV4LXRoaXMtaXMtYS1sb25nLXRva2Vu.mQx7Rk2pVw9sT4uY6zB1nC8dF3gH5jL0oKiMaNeXbUv';
const PASSWORD = `pä$$ "w'örd\\ &<x>`;

/** What programs print that wrap, group or quote: the script, which finds the secret in S, and how wide the pieces are that must not be left. */
const PRINTED: [name: string, program: string, script: string, of: (bytes: Buffer) => string][] = [
  ['base64 in lines of 76', 'base64', 'printf "user:%s" "$S" | base64', base64],
  ['base64 in lines of 64', 'base64', 'printf %s "$S" | base64 -w 64', base64],
  ['base64 in lines of 20', 'base64', 'printf %s "$S" | base64 -w 20', base64],
  ['od, bytes', 'od', 'printf %s "$S" | od -An -tx1', hex],
  ['hexadecimal in lines of 60', 'fold', `printf %s "$S" | od -An -v -tx1 | tr -d ' \\n' | fold -w 60`, hex],
  ['hexdump -C', 'hexdump', 'printf %s "$S" | hexdump -C', hex],
  ['xxd', 'xxd', 'printf %s "$S" | xxd', hex],
  ['xxd -p', 'xxd', 'printf %s "$S" | xxd -p', hex],
];

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
function hex(bytes: Buffer): string {
  return bytes.toString('hex');
}

/** What is kept of a program's output, that came in pieces of `size` bytes. */
function kept(script: string, secret: string, size: number): { before: string; after: string; lines: number } {
  const { stdout } = spawnSync('bash', ['-c', script], { env: { PATH: process.env['PATH'], S: secret, LC_ALL: 'C.UTF-8' } });
  const decoder = new OutputDecoder('stdout');
  const redactor = createRedactor(new KnownSecrets([secret]));
  const out: OutputRecord[] = [];
  for (let from = 0; from < stdout.length; from += size) {
    const records: OutputRecord[] = [];
    decoder.push(stdout.subarray(from, from + size), 0, records);
    out.push(...redactor.records(records));
  }
  const rest: OutputRecord[] = [];
  decoder.flush(0, rest, true);
  out.push(...redactor.records(rest), ...redactor.records([], true));
  const after = out.map(({ text, partial }) => text + (partial ? '' : '\n')).join('');
  return { before: stdout.toString(), after, lines: after.trimEnd().split('\n').length };
}

describe.each(PRINTED)('%s', (_, program, script, encode) => {
  it.skipIf(findProgram(program) === null).each([1, 7, 4096])('is taken out, in pieces of %i bytes, and every line stays a line', (size) => {
    const { before, after, lines } = kept(script, TOKEN, size);
    expect(after).toContain('[secret]');
    expect(lines).toBe(before.trimEnd().split('\n').length);
    const plain = after.replace(/[\s|]/g, '');
    const code = encode(Buffer.from(TOKEN));
    for (let from = 6; from + 12 <= code.length - 6; from += 6) expect(plain).not.toContain(code.slice(from, from + 12));
    for (let from = 0; from + 12 <= TOKEN.length; from += 6) expect(plain).not.toContain(TOKEN.slice(from, from + 12));
  });
});

describe('quoting', () => {
  it.each([
    ['bash printf %q', 'printf "%q\\n" "$S"'],
    ['bash ${S@Q}', 'echo "${S@Q}"'],
    ['bash set -x', 'exec 2>&1; set -x; : "$S"'],
    ['UTF-16 little-endian', 'printf "%s\\n" "$S" | iconv -t UTF-16LE'],
    ['UTF-16 big-endian', 'printf "%s\\n" "$S" | iconv -t UTF-16BE'],
  ])('of %s is taken out', (_, script) => {
    for (const size of [1, 5, 4096]) {
      const { after } = kept(script, PASSWORD, size);
      expect(after).toContain('[secret]');
      expect(after).not.toMatch(/p.{0,12}\$.{0,4}\$.{0,20}r.{0,2}d/);
    }
  });
});

it('leaves everything else as it is', () => {
  const { before, after } = kept('seq 1 500; head -c 3000 /dev/urandom | base64; date', TOKEN, 100);
  expect(after).toBe(before);
});
