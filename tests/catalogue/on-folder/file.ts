import { chmodSync, existsSync, lchownSync, linkSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Folder } from '../folder.ts';
import { HOSTILE } from '../hostile.ts';

const GOOD = { status: 0, stdout: '', stderr: '' };
const root = process.getuid?.() === 0;

/** The item `file` on a folder. */
export function fileOnFolder(folder: Folder): void {
  const at = (file: string): string => path.join(folder.root, file);
  const file = (): ReturnType<Folder['item']> => folder.item('file');

  describe('file', () => {
    it('makes a file with its folders, and finds it compliant', async () => {
      const wish = { path: '/etc/app/app.conf', content: 'a = 1\n', mode: '0640' };
      expect(await file().run('test', wish)).toEqual({ status: 1, stdout: 'state: absent -> present\n', stderr: '' });
      expect(await file().run('set', wish)).toEqual(GOOD);
      expect(readFileSync(at('/etc/app/app.conf'), 'utf8')).toBe('a = 1\n');
      expect(statSync(at('/etc/app/app.conf')).mode & 0o7777).toBe(0o640);
      expect(await file().run('test', wish)).toEqual(GOOD);
      const before = statSync(at('/etc/app/app.conf'), { bigint: true });
      expect(await file().run('set', wish)).toEqual(GOOD);
      expect(statSync(at('/etc/app/app.conf'), { bigint: true })).toMatchObject({ ino: before.ino, mtimeNs: before.mtimeNs });
    });

    it.each(HOSTILE.map((value) => [JSON.stringify(value), value] as const))('writes the content %s to the byte', async (_name, content) => {
      const wish = { path: '/x', content };
      expect((await file().run('test', wish)).status).toBe(1);
      expect(await file().run('set', wish)).toEqual(GOOD);
      expect(readFileSync(at('/x'), 'utf8')).toBe(content);
      expect(await file().run('test', wish)).toEqual(GOOD);
      expect(readdirSync(folder.root)).toEqual(['x']);
    });

    it.each(HOSTILE.filter((value) => !/[\n\r]/.test(value)).map((value) => [JSON.stringify(value), value] as const))(
      'takes the path %s as it is',
      async (_name, name) => {
        const wish = { path: `/in/${name}`, content: 'x' };
        expect(await file().run('set', wish)).toEqual(GOOD);
        expect(readdirSync(at('/in'))).toEqual([name]);
        expect(await file().run('test', wish)).toEqual(GOOD);
        expect(await file().run('set', { ...wish, state: 'absent' })).toEqual(GOOD);
        expect(readdirSync(at('/in'))).toEqual([]);
      },
    );

    it('replaces in one step, keeps the mode, and leaves nothing else', async () => {
      folder.write('/a', 'old');
      chmodSync(at('/a'), 0o4711);
      linkSync(at('/a'), at('/second-name'));
      const test = await file().run('test', { path: '/a', content: 'new' });
      expect(test.status).toBe(1);
      expect(test.stdout).toMatch(/^content: sha256 [0-9a-f]{64} -> sha256 [0-9a-f]{64}\n$/);
      expect(await file().run('set', { path: '/a', content: 'new' })).toEqual(GOOD);
      expect(readFileSync(at('/a'), 'utf8')).toBe('new');
      expect(statSync(at('/a')).mode & 0o7777).toBe(0o4711);
      expect(readFileSync(at('/second-name'), 'utf8')).toBe('old');
      expect(readdirSync(folder.root).sort()).toEqual(['a', 'second-name']);
    });

    it('changes a mode alone', async () => {
      folder.write('/a', 'content');
      chmodSync(at('/a'), 0o666);
      expect(await file().run('test', { path: '/a', mode: '600' })).toEqual({ status: 1, stdout: 'mode: 666 -> 600\n', stderr: '' });
      expect(await file().run('set', { path: '/a', mode: '600' })).toEqual(GOOD);
      expect(await file().run('test', { path: '/a', mode: '0600', content: 'content' })).toEqual(GOOD);
    });

    it('writes an empty file, and leaves the content of an old one alone when none is given', async () => {
      expect(await file().run('set', { path: '/empty' })).toEqual(GOOD);
      expect(readFileSync(at('/empty'), 'utf8')).toBe('');
      folder.write('/old', 'kept');
      expect(await file().run('test', { path: '/old' })).toEqual(GOOD);
      expect(await file().run('set', { path: '/old' })).toEqual(GOOD);
      expect(readFileSync(at('/old'), 'utf8')).toBe('kept');
      expect((await file().run('test', { path: '/old', content: '' })).status).toBe(1);
    });

    it('removes a file, a link itself, and nothing that is not there', async () => {
      folder.write('/target', 'kept');
      symlinkSync('target', at('/link'));
      const wish = { path: '/link', state: 'absent' };
      expect(await file().run('test', wish)).toEqual({ status: 1, stdout: 'state: present -> absent\n', stderr: '' });
      expect(await file().run('set', wish)).toEqual(GOOD);
      expect(existsSync(at('/target'))).toBe(true);
      expect(await file().run('test', wish)).toEqual(GOOD);
      expect(await file().run('set', wish)).toEqual(GOOD);
    });

    it('never writes through a link', async () => {
      folder.write('/target', 'kept');
      symlinkSync('target', at('/link'));
      for (const script of ['test', 'set'] as const) {
        const ended = await file().run(script, { path: '/link', content: 'evil' });
        expect(ended).toMatchObject({ status: 2, stderr: '/link is a symbolic link: name the file that it leads to\n' });
      }
      expect(readFileSync(at('/target'), 'utf8')).toBe('kept');
    });

    it.skipIf(!root)("does not follow another user's link on the way (needs root)", async () => {
      mkdirSync(at('/real'));
      symlinkSync('real', at('/way'));
      expect(await file().run('set', { path: '/way/a', content: 'x' })).toEqual(GOOD);
      lchownSync(at('/way'), 12_345, 12_345);
      for (const script of ['test', 'set'] as const) {
        const ended = await file().run(script, { path: '/way/b', content: 'evil' });
        expect(ended.status).toBe(2);
        expect(ended.stderr).toContain('is a symbolic link of user 12345: not followed');
      }
      expect(readdirSync(at('/real'))).toEqual(['a']);
    });

    it.skipIf(!root)('gives it to a user and a group by number (needs root)', async () => {
      const wish = { path: '/a', content: 'x', owner: '4321', group: '1234', mode: '4755' };
      expect(await file().run('set', wish)).toEqual(GOOD);
      expect(statSync(at('/a'))).toMatchObject({ uid: 4321, gid: 1234 });
      expect(statSync(at('/a')).mode & 0o7777).toBe(0o4755);
      expect(await file().run('test', wish)).toEqual(GOOD);
      expect((await file().run('test', { ...wish, owner: 'root' })).stdout).toMatch(/^owner: \S+ -> root\n$/);
      expect(await file().run('set', { path: '/a', content: 'y' })).toEqual(GOOD);
      expect(statSync(at('/a'))).toMatchObject({ uid: 4321, gid: 1234 });
    });

    it('refuses a folder, and an owner who is not there', async () => {
      mkdirSync(at('/folder'));
      for (const state of ['present', 'absent']) {
        for (const script of ['test', 'set'] as const) expect((await file().run(script, { path: '/folder', state })).status).toBe(2);
      }
      expect(existsSync(at('/folder'))).toBe(true);
      const ended = await file().run('set', { path: '/b', content: 'x', owner: 'nobody-of-that-name' });
      expect(ended.status).toBe(2);
      expect(ended.stderr).toContain('the owner of /b could not be changed to nobody-of-that-name');
      expect(readdirSync(folder.root)).toEqual(['folder']);
    });
  });
}
