import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_VALUE_BYTES, openVault, parseVault, sealVault, type VaultHeader } from './format.ts';

const FILE = '/data/vault';
const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,20}[A-Za-z0-9]$/);
const values = fc.dictionary(name, fc.string({ unit: 'binary', maxLength: 60 }), { maxKeys: 8 }).map((record) => new Map(Object.entries(record)));

function headerOf(kept: ReadonlyMap<string, string>): VaultHeader {
  return {
    format: 'rounds-vault',
    version: 1,
    keyId: randomBytes(16).toString('hex'),
    protection: { kind: 'keychain', backend: 'test', key: 'AAAA' },
    entries: [...kept.keys()].map((one) => ({ name: one, since: 1 })),
  };
}
const sealed = (kept: ReadonlyMap<string, string>, key: Buffer): string => sealVault(headerOf(kept), key, kept);
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as { kind: string }).kind;
  }
  return 'fine';
};

describe('the file of a vault', () => {
  it('gives back what was put in, whatever it is', () => {
    fc.assert(
      fc.property(values, (kept) => {
        const key = randomBytes(32);
        expect(openVault(parseVault(sealed(kept, key), FILE), key, FILE)).toEqual(kept);
      }),
      { numRuns: 200 },
    );
  });
  it('says in no way how long its values are, up to its padding', () => {
    const key = randomBytes(32);
    const sizes = [0, 1, 50, 400].map((length) => sealed(new Map([['a', 'x'.repeat(length)]]), key).length);
    expect(new Set(sizes).size).toBe(1);
  });
  it('is another one each time', () => {
    const key = randomBytes(32);
    const header = headerOf(new Map());
    expect(sealVault(header, key, new Map())).not.toBe(sealVault(header, key, new Map()));
  });
  it('refuses every change of a byte', () => {
    const key = randomBytes(32);
    const text = sealed(new Map([['web', 'secret']]), key);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 33, max: 126 }), (at, code) => {
        const changed = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
        fc.pre(changed !== text);
        expect(codeOf(() => openVault(parseVault(changed, FILE), key, FILE))).toMatch(/^input\/vault-(damaged|newer)$/);
      }),
      { numRuns: 500 },
    );
  });
  it('refuses a header that was changed together with its checksum', async () => {
    const { createHash } = await import('node:crypto');
    const key = randomBytes(32);
    const [line = '', body = ''] = sealed(new Map([['web', 'secret']]), key).split('\n');
    const forged = line.replace('"web"', '"dbx"');
    const sum = createHash('sha256').update(`${forged}\n${body}\n`).digest('hex');
    expect(codeOf(() => openVault(parseVault(`${forged}\n${body}\n${sum}\n`, FILE), key, FILE))).toBe('input/vault-damaged');
  });
  it('refuses every beginning of itself', () => {
    const key = randomBytes(32);
    const text = sealed(new Map([['web', 'secret']]), key);
    for (let length = 0; length < text.length; length += 1) expect(codeOf(() => parseVault(text.slice(0, length), FILE))).toBe('input/vault-damaged');
  });
  it('throws nothing but its own errors at any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.tuple(fc.json(), fc.string()).map((parts) => parts.join('\n')),
        ),
        (text) => {
          expect(codeOf(() => parseVault(text, FILE))).toMatch(/^input\/vault-/);
        },
      ),
    );
  });
  it('of a newer version is told so, whatever else it holds', () => {
    expect(codeOf(() => parseVault('{"format":"rounds-vault","version":2,"what":"ever"}\nnew', FILE))).toBe('input/vault-newer');
  });
  it.each([
    ['too cheap a guess', 1024, 8, 1],
    ['more memory than there is', 2 ** 30, 8, 1],
    ['no power of two', 20_000, 8, 1],
    ['a block size of its own', 2 ** 17, 1_000_000, 1],
    ['endless rounds', 2 ** 17, 8, 1_000_000],
  ])('asks this workstation for no %s', async (_what, N, r, p) => {
    const { createHash } = await import('node:crypto');
    const header = { ...headerOf(new Map()), protection: { kind: 'passphrase', kdf: { name: 'scrypt', N, r, p, salt: 'AAAA' }, key: 'AAAA' } };
    const line = JSON.stringify(header);
    const sum = createHash('sha256').update(`${line}\nAAAA\n`).digest('hex');
    expect(codeOf(() => parseVault(`${line}\nAAAA\n${sum}\n`, FILE))).toBe('input/vault-damaged');
  });
  it('keeps a value of the largest size', () => {
    const key = randomBytes(32);
    const kept = new Map([['big', 'é'.repeat(MAX_VALUE_BYTES / 2)]]);
    expect(openVault(parseVault(sealed(kept, key), FILE), key, FILE)).toEqual(kept);
  });
});
