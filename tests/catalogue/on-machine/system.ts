import { describe, expect, it } from 'vitest';
import type { OnMachine } from '../machine.ts';

const GOOD = { status: 0, stdout: '', stderr: '' };

/** `user-in-group`, `file` with real names, `disk-space`, `journal-size` and `locale-time-zone` on a computer that runs. */
export function systemOnMachine(on: OnMachine): void {
  describe('user-in-group', () => {
    const member = (): ReturnType<OnMachine['item']> => on.item('user-in-group');
    const wish = { user: 'first-last.2', group: 'ops-team' };

    it('adds and removes, and nothing else', async () => {
      await on.machine.sh(
        "groupadd ops-team; groupadd other; useradd -m -G other --badname 'first-last.2'; useradd -m other-user; usermod -a -G ops-team other-user",
      );
      expect(await member().run('test', wish)).toEqual({ status: 1, stdout: 'membership of first-last.2 in ops-team: no -> yes\n', stderr: '' });
      expect(await member().run('set', wish)).toEqual(GOOD);
      expect(await member().run('test', wish)).toEqual(GOOD);
      expect(await member().run('set', wish)).toEqual(GOOD);
      expect(await on.machine.sh('getent group ops-team | cut -d: -f4; id -Gn first-last.2 | tr " " "\\n" | sort | xargs')).toBe(
        'other-user,first-last.2\nfirst-last.2 ops-team other',
      );
      const absent = { ...wish, state: 'absent' };
      expect(await member().run('test', absent)).toEqual({ status: 1, stdout: 'membership of first-last.2 in ops-team: yes -> no\n', stderr: '' });
      expect(await member().run('set', absent)).toEqual(GOOD);
      expect(await member().run('test', absent)).toEqual(GOOD);
      expect(await member().run('set', absent)).toEqual(GOOD);
      expect(await on.machine.sh('getent group ops-team | cut -d: -f4')).toBe('other-user');
    });

    it('says who is not there, and does not touch a primary group', async () => {
      for (const script of ['test', 'set'] as const) {
        expect(await member().run(script, { user: 'nobody-here', group: 'ops-team' })).toMatchObject({
          status: 2,
          stderr: 'there is no user nobody-here here\n',
        });
        expect(await member().run(script, { user: 'tech', group: 'no-group' })).toMatchObject({
          status: 2,
          stderr: 'there is no group no-group here\n',
        });
        expect(await member().run(script, { user: 'nobody-here', group: 'ops-team', state: 'absent' })).toEqual(GOOD);
        expect(await member().run(script, { user: 'root', group: 'root', state: 'absent' })).toMatchObject({ status: 2 });
      }
      expect(await member().run('test', { user: 'root', group: 'root' })).toEqual(GOOD);
    });

    it.each(['-R', 'a b', 'a:b', 'a,b', '$(id)', 'a\nb', '*', ''])('refuses the name %j', async (bad) => {
      for (const script of ['test', 'set'] as const) {
        expect((await member().run(script, { user: bad, group: 'ops-team' })).status).toBe(2);
        expect((await member().run(script, { user: 'root', group: bad })).status).toBe(2);
      }
    });
  });

  describe('file', () => {
    it('knows users and groups by name, and keeps access rights of its own kind', async () => {
      const file = on.item('file');
      const wish = { path: '/srv/named', content: 'x\n', owner: 'first-last.2', group: 'ops-team', mode: '0640' };
      expect(await file.run('set', wish)).toEqual(GOOD);
      expect(await on.machine.sh("stat -c '%U %G %a' /srv/named")).toBe('first-last.2 ops-team 640');
      expect(await file.run('test', wish)).toEqual(GOOD);
      expect(await file.run('test', { ...wish, owner: 'root', group: 'root', mode: '0600' })).toEqual({
        status: 1,
        stdout: 'owner: first-last.2 -> root\ngroup: ops-team -> root\nmode: 640 -> 600\n',
        stderr: '',
      });
    });

    it('says that the disk is full, and leaves the old file', async () => {
      await on.machine.sh('mkdir -p /srv/small && mount -t tmpfs -o size=64k tmpfs /srv/small && echo old >/srv/small/a');
      const ended = await on.item('file').run('set', { path: '/srv/small/a', content: 'x'.repeat(100_000) });
      expect(ended.status).toBe(2);
      expect(ended.stderr).toContain('/srv/small/a could not be written: is the disk full?');
      expect(await on.machine.sh('ls -A /srv/small; cat /srv/small/a; umount /srv/small')).toBe('a\nold');
    });
  });

  describe('disk-space', () => {
    it('makes room in caches, the journal and old temporary files only', async () => {
      await on.machine.sh('mkdir -p /srv/disk && mount -t tmpfs -o size=10m tmpfs /srv/disk && head -c 9500k /dev/zero >/srv/disk/fill');
      const disk = on.item('disk-space');
      const wish = { path: '/srv/disk', 'free-percent': 10, 'free-mb': 5 };
      const test = await disk.run('test', wish);
      expect(test).toEqual({ status: 1, stdout: 'free percent: 7 -> at least 10\nfree megabytes: 0 -> at least 5\n', stderr: '' });
      await on.machine.sh(
        'head -c 100000 /dev/zero >/var/cache/apt/archives/x_1_all.deb; echo old >/tmp/old-file; touch -d "100 days ago" /tmp/old-file; echo new >/tmp/new-file',
      );
      expect(await disk.run('set', wish)).toEqual(GOOD);
      expect(await on.machine.sh('ls /var/cache/apt/archives/*.deb 2>/dev/null; ls /tmp/new-file /srv/disk/fill')).toBe(
        '/srv/disk/fill\n/tmp/new-file',
      );
      expect((await disk.run('test', wish)).status).toBe(1);
      await on.machine.sh('rm /srv/disk/fill');
      expect(await disk.run('test', wish)).toEqual(GOOD);
      expect(await disk.run('test', { path: '/proc' })).toEqual({ status: 100, stdout: '/proc is on a file system without a size\n', stderr: '' });
      await on.machine.sh('umount /srv/disk');
    });
  });

  describe('journal-size', () => {
    it('limits and shrinks the journal of a journald that runs', async () => {
      const journal = on.item('journal-size');
      await on.machine.sh('for n in 1 2 3; do head -c 4000000 /dev/urandom | base64 -w 500 | systemd-cat; journalctl --rotate; done');
      expect((await journal.run('test', { 'max-use': '16M' })).stdout).toBe('SystemMaxUse: default -> 16M\n');
      expect(await journal.run('set', { 'max-use': '16M' })).toEqual(GOOD);
      expect(await journal.run('test', { 'max-use': '16M' })).toEqual(GOOD);
      expect(Number(await on.machine.sh('du -sk /var/log/journal | cut -f1'))).toBeLessThan(26_000);
      expect(await on.machine.sh('systemctl is-active systemd-journald')).toBe('active');
    });
  });

  describe('locale-time-zone', () => {
    it('generates a locale and sets both', async () => {
      const zone = on.item('locale-time-zone');
      const wish = { locale: 'de_CH.UTF-8', 'time-zone': 'Asia/Kolkata' };
      expect((await zone.run('set', { locale: 'de_CH.UTF-8' })).stderr).toContain('is not on this computer: install it');
      await on.machine.sh('DEBIAN_FRONTEND=noninteractive apt-get -q -y install locales >/dev/null 2>&1');
      const test = await zone.run('test', wish);
      expect(test).toEqual({
        status: 1,
        stdout: 'time zone: Etc/UTC -> Asia/Kolkata\nlocale: not set -> de_CH.UTF-8\nlocale de_CH.UTF-8 generated: no -> yes\n',
        stderr: '',
      });
      expect(await zone.run('set', wish)).toEqual(GOOD);
      expect(await zone.run('test', wish)).toEqual(GOOD);
      expect(
        await on.machine.sh('date -d @0 +%H:%M; localectl status | sed -n "s/.*System Locale: //p"; LC_ALL=de_CH.UTF-8 locale decimal_point'),
      ).toBe('05:30\nLANG=de_CH.UTF-8\n.');
      expect(await zone.run('set', wish)).toEqual(GOOD);
      expect(await on.machine.sh('grep -c "^de_CH" /etc/locale.gen')).toBe('1');
      expect((await zone.run('set', { locale: 'xx_XX.UTF-8' })).status).toBe(2);
    });
  });
}
