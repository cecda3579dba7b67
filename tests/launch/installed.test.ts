import { describe, expect, it } from 'vitest';

const { matchesLock } = (await import(new URL('../../cli/launch/installed.mjs', import.meta.url).href)) as {
  matchesLock: (lock: string, note: string) => boolean;
};

const lock = {
  packages: {
    '': {},
    'node_modules/a': { version: '1.0.0', integrity: 'x' },
    'node_modules/b': { version: '2.0.0', integrity: 'y', optional: true },
  },
};
const same = (note: unknown) => matchesLock(JSON.stringify(lock), JSON.stringify(note));

describe('what npm noted, against the lock file', () => {
  it('is enough where only packages of other platforms are missing', () => {
    expect(same(lock)).toBe(true);
    expect(same({ packages: { 'node_modules/a': lock.packages['node_modules/a'] } })).toBe(true);
  });

  it('is not enough where something is missing or another', () => {
    expect(same({ packages: {} })).toBe(false);
    expect(same({ packages: { 'node_modules/a': { version: '1.0.1', integrity: 'x' } } })).toBe(false);
    expect(same({ packages: { ...lock.packages, 'node_modules/b': { version: '2.0.0', integrity: 'z' } } })).toBe(false);
  });

  it('is not enough where one of them is no such file', () => {
    for (const text of ['', '{', 'null', '{}', '[]', '{"packages":null}']) {
      expect(matchesLock(JSON.stringify(lock), text)).toBe(false);
      expect(matchesLock(text, JSON.stringify(lock))).toBe(false);
    }
  });
});
