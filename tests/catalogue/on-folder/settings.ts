import { existsSync, mkdirSync, readFileSync, readlinkSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Folder } from '../folder.ts';
import { findProgram } from '../shells.ts';

const GOOD = { status: 0, stdout: '', stderr: '' };

/** Settings that are files: `journal-size`, `locale-time-zone`, `unattended-security-updates`. */
export function settingsOnFolder(folder: Folder): void {
  const at = (file: string): string => path.join(folder.root, file);
  const read = (file: string): string => readFileSync(at(file), 'utf8');

  describe.skipIf(findProgram('systemd-analyze') === null)('journal-size (needs systemd-analyze: apt-get install systemd)', () => {
    const journal = (): ReturnType<Folder['item']> => folder.item('journal-size');

    it('is not applicable without journald', async () => {
      expect(await journal().run('test')).toEqual({ status: 100, stdout: 'there is no journald here\n', stderr: '' });
    });

    it('limits the journal by a drop-in', async () => {
      folder.write('/lib/systemd/systemd-journald', '');
      folder.write('/etc/systemd/journald.conf', '[Journal]\n#SystemMaxUse=\nSystemMaxUse = 2G\n');
      const wish = { 'max-use': '300M' };
      expect(await journal().run('test', wish)).toEqual({ status: 1, stdout: 'SystemMaxUse: 2G -> 300M\n', stderr: '' });
      expect(await journal().run('set', wish)).toEqual(GOOD);
      expect(read('/etc/systemd/journald.conf.d/90-rounds.conf')).toContain('[Journal]\nSystemMaxUse=300M\n');
      expect(await journal().run('test', wish)).toEqual(GOOD);
      expect(await journal().run('set', wish)).toEqual(GOOD);
      expect(await journal().run('test', { 'max-use': '301M' })).toMatchObject({ status: 1, stdout: 'SystemMaxUse: 300M -> 301M\n' });
      expect((await journal().run('get')).stdout).toBe('SystemMaxUse: 300M\n');
    });

    it('says when another file wins over it', async () => {
      folder.write('/usr/lib/systemd/systemd-journald', '');
      folder.write('/etc/systemd/journald.conf', '[Journal]\n');
      folder.write('/etc/systemd/journald.conf.d/99-site.conf', '[Journal]\nSystemMaxUse=5G\n');
      const ended = await journal().run('set', { 'max-use': '300M' });
      expect(ended.status).toBe(2);
      expect(ended.stderr).toContain('SystemMaxUse=5G');
    });
  });

  describe('locale-time-zone', () => {
    const zone = (): ReturnType<Folder['item']> => folder.item('locale-time-zone');
    const prepare = (): void => {
      folder.write('/usr/share/zoneinfo/Europe/Zurich', 'TZif');
      folder.write('/usr/share/zoneinfo/UTC', 'TZif');
      mkdirSync(at('/etc'), { recursive: true });
    };

    it('sets the time zone, and the second place where it is there', async () => {
      prepare();
      symlinkSync('/usr/share/zoneinfo/Etc/UTC', at('/etc/localtime'));
      folder.write('/etc/timezone', 'Etc/UTC\n');
      const wish = { 'time-zone': 'Europe/Zurich' };
      expect(await zone().run('test', wish)).toEqual({ status: 1, stdout: 'time zone: Etc/UTC -> Europe/Zurich\n', stderr: '' });
      expect(await zone().run('set', wish)).toEqual(GOOD);
      expect(readlinkSync(at('/etc/localtime'))).toBe('../usr/share/zoneinfo/Europe/Zurich');
      expect(read('/etc/timezone')).toBe('Europe/Zurich\n');
      expect(await zone().run('test', wish)).toEqual(GOOD);
      expect(await zone().run('set', wish)).toEqual(GOOD);
    });

    it('takes a computer without the file for UTC, and replaces a copy by a link', async () => {
      prepare();
      expect(await zone().run('test', { 'time-zone': 'UTC' })).toEqual(GOOD);
      folder.write('/etc/localtime', 'TZif');
      expect(await zone().run('test', { 'time-zone': 'UTC' })).toMatchObject({ status: 1, stdout: 'time zone: unknown -> UTC\n' });
      expect(await zone().run('set', { 'time-zone': 'UTC' })).toEqual(GOOD);
      expect(await zone().run('test', { 'time-zone': 'UTC' })).toEqual(GOOD);
      expect(existsSync(at('/etc/timezone'))).toBe(false);
    });

    it('refuses a zone that is not there', async () => {
      prepare();
      expect(await zone().run('set', { 'time-zone': 'Europe/Atlantis' })).toMatchObject({
        status: 2,
        stderr: 'there is no time zone Europe/Atlantis here (is tzdata installed?)\n',
      });
    });

    it.each([
      ['/etc/default/locale', 'Debian'],
      ['/etc/locale.conf', 'others'],
    ])('sets the locale in %s (%s)', async (file, family) => {
      prepare();
      if (family === 'Debian') folder.write('/etc/debian_version', '12\n');
      folder.write(file, 'LC_TIME=C\nLANG="de_CH.UTF-8"\n');
      const wish = { locale: 'en_GB.UTF-8' };
      expect(await zone().run('test', wish)).toEqual({ status: 1, stdout: 'locale: de_CH.UTF-8 -> en_GB.UTF-8\n', stderr: '' });
      expect(await zone().run('set', wish)).toEqual(GOOD);
      expect(read(file)).toBe('LC_TIME=C\nLANG=en_GB.UTF-8\n');
      expect(statSync(at(file)).mode & 0o777).toBe(0o644);
      expect(await zone().run('test', wish)).toEqual(GOOD);
    });
  });

  describe('unattended-security-updates with dnf', () => {
    const updates = (): ReturnType<Folder['item']> => folder.item('unattended-security-updates');

    it('is not applicable without apt and dnf', async () => {
      expect(await updates().run('test')).toEqual({ status: 100, stdout: 'there is neither apt nor dnf here\n', stderr: '' });
    });

    it.skipIf(findProgram('systemctl') === null)('edits the section of commands, and only it', async () => {
      folder.write('/usr/bin/dnf', '');
      expect((await updates().run('test')).stdout).toBe('dnf-automatic: absent -> installed\n');
      expect((await updates().run('set')).status).toBe(2);
      folder.write(
        '/etc/dnf/automatic.conf',
        '# top\n[commands]\nupgrade_type = default\nrandom_sleep = 0\napply_updates = no\n\n[emitters]\nemit_via = stdio\napply_updates = x\n',
      );
      folder.write('/usr/lib/systemd/system/dnf-automatic.timer', '[Timer]\nOnCalendar=daily\n[Install]\nWantedBy=timers.target\n');
      const test = await updates().run('test', { restart: true });
      expect(test.status).toBe(1);
      expect(test.stdout).toBe('apply_updates: no -> yes\nreboot: never -> when-needed\ndnf-automatic.timer enabled: no -> yes\n');
      expect(await updates().run('set', { restart: true })).toEqual(GOOD);
      expect(read('/etc/dnf/automatic.conf')).toBe(
        '# top\n[commands]\nrandom_sleep = 0\n\nupgrade_type = security\napply_updates = yes\nreboot = when-needed\n[emitters]\nemit_via = stdio\napply_updates = x\n',
      );
      expect(await updates().run('test', { restart: true })).toEqual(GOOD);
      const before = read('/etc/dnf/automatic.conf');
      expect(await updates().run('set', { restart: true })).toEqual(GOOD);
      expect(read('/etc/dnf/automatic.conf')).toBe(before);
    });
  });
}
