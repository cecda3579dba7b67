import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { RoundsError } from '../../shared/errors.ts';
import { storeError } from './store-error.ts';

describe('storeError', () => {
  it.each([
    ['SQLITE_FULL', 'store/full'],
    ['SQLITE_READONLY_DBMOVED', 'store/read-only'],
    ['SQLITE_CANTOPEN', 'store/open'],
    ['SQLITE_BUSY_RECOVERY', 'store/busy'],
    ['SQLITE_CORRUPT_VTAB', 'store/corrupt'],
    ['SQLITE_NOTADB', 'store/corrupt'],
    ['SQLITE_IOERR_WRITE', 'store/io'],
    ['SQLITE_CONSTRAINT_UNIQUE', 'store/conflict'],
    ['SQLITE_MISUSE', 'store/database'],
  ])('%s is %s and names the path', (code, kind) => {
    const error = storeError(new Database.SqliteError('why', code), '/data/rounds.db');
    expect(error).toMatchObject({ kind, details: { code, place: { file: '/data/rounds.db' } } });
    expect(error.message).toMatch(/^\/data\/rounds\.db: .+ \(why\)$/);
  });

  it.each([
    ['ENOSPC', 'store/full'],
    ['EROFS', 'store/read-only'],
    ['EACCES', 'store/read-only'],
    ['ENOTDIR', 'store/open'],
  ])('%s of the file system is %s', (code, kind) => {
    expect(storeError(Object.assign(new Error('why'), { code }), '/data')).toMatchObject({ kind });
  });

  it('leaves an error of ours as it is, and takes anything', () => {
    const ours = new RoundsError('store/unknown', 'There is no session');
    expect(storeError(ours, '/data')).toBe(ours);
    expect(storeError('text', '/data')).toMatchObject({ kind: 'store/database', message: '/data: the database refused (text)' });
  });
});
