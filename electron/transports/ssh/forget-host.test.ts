import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forgetHost } from './forget-host.ts';
import { fingerprint, hashedName } from './known-hosts.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'rounds-known-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const keyOf = (letter: string): Buffer => {
  const type = Buffer.from('ssh-ed25519');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([length, type, Buffer.from([0, 0, 0, 32]), Buffer.alloc(32, letter)]);
};
const line = (hosts: string, letter: string): string => `${hosts} ssh-ed25519 ${keyOf(letter).toString('base64')}`;

describe('a host whose key is another by now is forgotten', () => {
  it('with all of its keys, hashed ones too; what revokes, and other hosts, stay', async () => {
    const file = path.join(folder, 'known_hosts');
    const stay = ['# mine', line('other', 'a'), `@revoked ${line('web-1', 'r')}`, line('[web-1]:2222', 'p')];
    const go = [line('web-1', 'a'), line(hashedName('web-1', Buffer.alloc(20, 1)), 'b')];
    const text = [stay[0], go[0], stay[1], go[1], stay[2], stay[3], ''].join('\n');
    writeFileSync(file, text, { mode: 0o600 });
    await forgetHost({ file, name: 'web-1', fingerprint: fingerprint(keyOf('a')) });
    expect(readFileSync(file, 'utf8')).toBe(`${stay.join('\n')}\n`);
    expect(readFileSync(`${file}.old`, 'utf8')).toBe(text);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('but nothing is touched where the file no longer says what was shown', async () => {
    const file = path.join(folder, 'known_hosts');
    writeFileSync(file, `${line('web-1', 'a')}\n`);
    await expect(forgetHost({ file, name: 'web-1', fingerprint: fingerprint(keyOf('x')) })).rejects.toThrow('was changed meanwhile');
    expect(readFileSync(file, 'utf8')).toBe(`${line('web-1', 'a')}\n`);
    await expect(forgetHost({ file: path.join(folder, 'none'), name: 'web-1', fingerprint: '' })).rejects.toThrow('cannot be changed');
  });
});
