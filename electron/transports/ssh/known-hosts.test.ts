import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProgram } from '../../../tests/hosts/program.ts';
import { addKnownHost, findHosts } from './known-hosts-files.ts';
import { fingerprint, hashedName, judge, knownHostsName, matchesHost, matchesPattern, parseKnownHostsLine } from './known-hosts.ts';
import type { KnownHostLine } from './known-hosts.ts';

/** A public key of a type with arbitrary content: matching never looks inside. */
function keyOf(type: string, seed: number): Buffer {
  const field = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);
  return Buffer.concat([field(Buffer.from(type)), field(Buffer.alloc(32, seed))]);
}
const ed = keyOf('ssh-ed25519', 1);
const encoded = ed.toString('base64');

const findHost = async (paths: string[], name: string) => (await findHosts(paths, [name]))[0] ?? [];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rounds-known-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('lines', () => {
  it.each([
    ['', null],
    ['  \t', null],
    ['# comment', null],
    ['\r', null],
    [`  host ssh-ed25519 ${encoded} a comment`, { hosts: 'host', keyType: 'ssh-ed25519', marker: null }],
    [`host\tssh-ed25519\t${encoded}\r`, { hosts: 'host' }],
    [`@revoked * ssh-ed25519 ${encoded}`, { marker: 'revoked', hosts: '*' }],
    [`@cert-authority *.example.com ssh-ed25519 ${encoded}`, { marker: 'cert-authority' }],
    [`@other * ssh-ed25519 ${encoded}`, { bad: expect.stringContaining('marker') }],
    ['host', { bad: expect.any(String) }],
    ['host ssh-ed25519', { bad: expect.any(String) }],
    [`host ssh-rsa ${encoded}`, { bad: 'the key is no ssh-rsa key' }],
    ['host ssh-ed25519 !!!!', { bad: expect.any(String) }],
    ['host 1024 35 1234567890', { bad: expect.any(String) }],
    [`|1|x|y ssh-ed25519 ${encoded}`, { bad: 'unreadable hashed name' }],
    [`|2|AAAA|BBBB ssh-ed25519 ${encoded}`, { bad: 'unreadable hashed name' }],
  ])('%j', (text, expected) => {
    const parsed = parseKnownHostsLine(text, 'f', 7);
    if (expected === null) expect(parsed).toBeNull();
    else expect(parsed).toMatchObject(expected);
  });

  it('never throws, whatever the line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.string(), (line, host) => {
        const parsed = parseKnownHostsLine(line, 'f', 1);
        if (parsed && !('bad' in parsed)) matchesHost(parsed.hosts, host);
      }),
    );
  });

  it('is not slowed by hostile patterns', () => {
    expect(matchesPattern('*a'.repeat(2_000), 'a'.repeat(3_000) + 'b')).toBe(false);
  });
});

describe('what the lines of a host say', () => {
  const line = (key: Buffer, marker: KnownHostLine['marker'] = null): KnownHostLine => ({
    file: 'f',
    line: 1,
    marker,
    hosts: 'h',
    keyType: key.subarray(4, 15).toString(),
    key,
  });
  const other = keyOf('ssh-ed25519', 2);
  it('is decided by the key', () => {
    expect(judge(ed, [line(other), line(ed)], []).kind).toBe('known');
    expect(judge(ed, [line(other)], [line(ed)]).kind).toBe('changed');
    expect(judge(ed, [], [line(ed)]).kind).toBe('known');
    expect(judge(ed, [], [line(other)]).kind).toBe('unknown');
    expect(judge(ed, [line(ed), line(ed, 'revoked')], []).kind).toBe('revoked');
    expect(judge(ed, [line(other, 'revoked')], []).kind).toBe('unknown');
    expect(judge(ed, [line(ed, 'cert-authority')], [])).toMatchObject({ kind: 'unknown', authorities: [{ marker: 'cert-authority' }] });
    expect(judge(ed, [line(keyOf('ssh-rsa', 1))], []).kind).toBe('changed');
  });

  it('does not depend on the order of the lines', () => {
    const lines = fc.array(
      fc.record({ seed: fc.integer({ min: 1, max: 3 }), marker: fc.constantFrom(null, null, 'revoked' as const, 'cert-authority' as const) }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(lines, lines, (here, there) => {
        const make = (list: typeof here) => list.map(({ seed, marker }) => line(keyOf('ssh-ed25519', seed), marker));
        const forward = judge(ed, make(here), make(there)).kind;
        expect(judge(ed, make(here).reverse(), make(there).reverse()).kind).toBe(forward);
      }),
    );
  });
});

describe.skipIf(findProgram('ssh-keygen') === null)('ssh-keygen as oracle', () => {
  it('finds the same lines for the same name', async () => {
    const name = fc.oneof(
      fc.constantFrom('web', 'web-1', 'WEB', 'db.example.com', '10.0.0.1', '[web]:2222', '[10.0.0.1]:22', 'fe80::1'),
      fc.stringMatching(/^[a-c.]{1,4}$/),
    );
    const pattern = fc.oneof(
      name,
      fc.constantFrom('*', '!web', 'web*', 'w?b', '*.example.com', '[*]:2222', '!*.example.com', '10.*', 'w??'),
      fc.stringMatching(/^!?[a-c.*?]{1,4}$/),
    );
    const hashed = fc
      .tuple(name, fc.uint8Array({ minLength: 20, maxLength: 20 }))
      .map(([one, salt]) => hashedName(one.toLowerCase(), Buffer.from(salt)));
    const hosts = fc.oneof({ weight: 3, arbitrary: fc.array(pattern, { minLength: 1, maxLength: 3 }).map((list) => list.join(',')) }, hashed);
    const marker = fc.constantFrom('', '', '', '@revoked ', '@cert-authority ');
    const lines = fc.array(fc.tuple(marker, hosts, fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 8 });
    let file = 0;
    await fc.assert(
      fc.asyncProperty(lines, name, async (list, wanted) => {
        const path = join(folder, `oracle${(file += 1)}`);
        writeFileSync(path, list.map(([mark, who, seed]) => `${mark}${who} ssh-ed25519 ${keyOf('ssh-ed25519', seed).toString('base64')}\n`).join(''));
        const said = spawnSync('ssh-keygen', ['-F', wanted.toLowerCase(), '-f', path]).stdout.toString();
        const oracle = [...said.matchAll(/found: line (\d+)/g)].map(([, line]) => Number(line));
        expect((await findHost([path], wanted)).map(({ line }) => line)).toEqual(oracle);
      }),
      { numRuns: 100 },
    );
  });

  it('agrees on fingerprints, and reads what is written here', async () => {
    const path = join(folder, 'made', 'known_hosts');
    const key = join(folder, 'key');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    const blob = Buffer.from(readFileSync(`${key}.pub`, 'utf8').split(' ')[1] ?? '', 'base64');
    expect(execFileSync('ssh-keygen', ['-l', '-f', `${key}.pub`]).toString()).toContain(fingerprint(blob));
    await Promise.all(
      [1, 2, 3, 4].map((n) => addKnownHost(path, knownHostsName(`Box${n}`, n === 1 ? 22 : 2200 + n), 'ssh-ed25519', blob, n % 2 === 0)),
    );
    for (const name of ['box1', '[box2]:2202', '[box3]:2203', '[box4]:2204'])
      expect(execFileSync('ssh-keygen', ['-F', name, '-f', path]).toString()).toContain('found');
    writeFileSync(path, 'half ssh-ed25519');
    await addKnownHost(path, 'box', 'ssh-ed25519', blob, false);
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(3);
  });
});

it('reads a file again when it has changed, and searches a large one without holding up the loop', async () => {
  const path = join(folder, 'large');
  const lines = Array.from({ length: 20_000 }, (_, n) => `${hashedName(`host${n}`, Buffer.alloc(20, n % 250))} ssh-ed25519 ${encoded}`);
  writeFileSync(path, `${lines.join('\n')}\n`);
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  expect(await findHost([path], 'host19999')).toHaveLength(1);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(3);
  writeFileSync(path, `host7 ssh-ed25519 ${encoded}\n`);
  expect(await findHost([path, join(folder, 'missing')], 'HOST7')).toHaveLength(1);
});
