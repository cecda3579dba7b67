import { describe, expect, it } from 'vitest';
import type { Ended } from '../item-scripts.ts';
import type { OnMachine } from '../machine.ts';

const GOOD = { status: 0, stdout: '', stderr: '' };
const version = (text: string): Ended => ({ status: 0, stdout: `version: ${text}\n`, stderr: '' });
const ABSENT = { status: 1, stdout: '', stderr: '' };
const name = 'rounds-probe';

/** `package-apt` on Debian's own apt and dpkg, `package-rpm` on Debian's dnf and zypper, against package sources in the machine. */
export function packagesOnMachine(on: OnMachine): void {
  describe('package-apt', () => {
    const apt = (): ReturnType<OnMachine['item']> => on.item('package-apt');

    it('installs a version, goes up, down, and away', async () => {
      expect(await apt().run('detect', { name })).toEqual(ABSENT);
      expect(await apt().run('available', { name })).toEqual(version('2.0-1'));
      expect(await apt().run('install', { name }, { ROUNDS_VERSION: '1.0-1' })).toEqual(GOOD);
      expect(await apt().run('detect', { name })).toEqual(version('1.0-1'));
      expect(await apt().run('upgrade', { name }, { ROUNDS_VERSION: '1.2-1' })).toEqual(GOOD);
      expect(await apt().run('detect', { name })).toEqual(version('1.2-1'));
      expect(await apt().run('upgrade', { name })).toEqual(GOOD);
      expect(await apt().run('detect', { name })).toEqual(version('2.0-1'));
      expect(await apt().run('downgrade', { name }, { ROUNDS_VERSION: '1.0-1' })).toEqual(GOOD);
      expect(await apt().run('detect', { name })).toEqual(version('1.0-1'));
      expect(await apt().run('downgrade', { name }, { ROUNDS_VERSION: '1.0-1' })).toEqual(GOOD);
      expect(await apt().run('uninstall', { name })).toEqual(GOOD);
      // Its configuration is still there, the package is not.
      expect(await on.machine.sh('cat /etc/rounds-probe.conf')).toBe('1.0-1');
      expect(await apt().run('detect', { name })).toEqual(ABSENT);
      expect(await apt().run('uninstall', { name, purge: true })).toEqual(GOOD);
      expect(await on.machine.sh('ls /etc/rounds-probe.conf 2>&1 || :')).toContain('No such file');
      expect(await apt().run('uninstall', { name })).toEqual(GOOD);
    });

    it('keeps a configuration file that was changed, and asks nobody', async () => {
      expect(await apt().run('install', { name }, { ROUNDS_VERSION: '1.0-1' })).toEqual(GOOD);
      await on.machine.sh('echo mine >/etc/rounds-probe.conf');
      expect(await apt().run('upgrade', { name }, { ROUNDS_VERSION: '2.0-1' })).toEqual(GOOD);
      expect(await on.machine.sh('cat /etc/rounds-probe.conf')).toBe('mine');
      await on.machine.sh(
        'rm /srv/x 2>/dev/null; dpkg -i /srv/epoch.deb >/dev/null 2>&1 </dev/null || dpkg --force-confold -i /srv/epoch.deb >/dev/null',
      );
      expect(await apt().run('detect', { name })).toEqual(version('1:0.5-1'));
      expect(await apt().run('uninstall', { name, purge: true })).toEqual(GOOD);
    });

    it('says what is not to be had', async () => {
      const wish = { name: 'rounds-nothing' };
      expect(await apt().run('detect', wish)).toEqual(ABSENT);
      expect(await apt().run('available', wish)).toEqual({ status: 0, stdout: '', stderr: 'no package source has rounds-nothing\n' });
      expect(await apt().run('install', wish)).toEqual({ status: 2, stdout: '', stderr: 'no package source has rounds-nothing\n' });
      const ended = await apt().run('install', { name }, { ROUNDS_VERSION: '9.9' });
      expect(ended.status).toBe(2);
      expect(ended.stderr).toContain("Version '9.9' for 'rounds-probe' was not found");
    });

    it('says that a package is half installed', async () => {
      await on.machine.sh('cp /var/lib/dpkg/status /var/lib/dpkg/status.test; apt-get -q -y install rounds-probe >/dev/null 2>&1');
      await on.machine.sh("sed -i '/^Package: rounds-probe$/,/^$/s/^Status: .*/Status: install ok half-configured/' /var/lib/dpkg/status");
      expect(await apt().run('detect', { name })).toMatchObject({ status: 2, stderr: expect.stringContaining('dpkg --configure -a') as string });
      await on.machine.sh('dpkg --configure -a >/dev/null 2>&1; apt-get -q -y purge rounds-probe >/dev/null 2>&1');
    });

    it.each(['dash-', '-o', 'dash curl', 'dash=1', 'da*', '$(touch /pwned)', '.*', 'dash\nbash', ''])('refuses the name %j', async (bad) => {
      for (const script of ['detect', 'available', 'install', 'uninstall'] as const) {
        expect((await apt().run(script, { name: bad })).status, script).toBe(2);
      }
      expect((await apt().run('install', { name }, { ROUNDS_VERSION: bad === '' ? '1 2' : bad })).status).toBe(2);
      expect(await apt().run('detect', { name: 'dash' })).toMatchObject({ status: 0 });
      expect(await on.machine.sh('ls -d /pwned 2>/dev/null || :')).toBe('');
    });
  });

  describe.each(['dnf', 'zypper'])('package-rpm with %s', (manager) => {
    const rpm = (): ReturnType<OnMachine['item']> => on.item('package-rpm');
    // The item takes dnf where there is one: zypper's turn comes when dnf is out of the way.
    const hide = manager === 'zypper' ? 'mv /usr/bin/dnf /usr/bin/dnf.hidden' : ':';
    const show = manager === 'zypper' ? 'mv /usr/bin/dnf.hidden /usr/bin/dnf' : ':';

    it('installs a version, goes up, down, and away', async () => {
      await on.machine.sh(hide);
      try {
        expect(await rpm().run('detect', { name })).toEqual(ABSENT);
        expect(await rpm().run('available', { name })).toEqual(version('2.0-1'));
        expect(await rpm().run('install', { name }, { ROUNDS_VERSION: '1.0-1' })).toEqual(GOOD);
        expect(await rpm().run('detect', { name })).toEqual(version('1.0-1'));
        expect(await rpm().run('upgrade', { name }, { ROUNDS_VERSION: '1.2-1' })).toEqual(GOOD);
        expect(await rpm().run('detect', { name })).toEqual(version('1.2-1'));
        expect(await rpm().run('upgrade', { name })).toEqual(GOOD);
        expect(await rpm().run('detect', { name })).toEqual(version('2.0-1'));
        expect(await rpm().run('downgrade', { name }, { ROUNDS_VERSION: '1.0-1' })).toEqual(GOOD);
        expect(await rpm().run('detect', { name })).toEqual(version('1.0-1'));
        expect(await rpm().run('downgrade', { name }, { ROUNDS_VERSION: '1.0-1' })).toEqual(GOOD);
        expect((await rpm().run('upgrade', { name }, { ROUNDS_VERSION: '9.9-1' })).status).toBe(2);
        expect(await rpm().run('uninstall', { name })).toEqual(GOOD);
        expect(await rpm().run('detect', { name })).toEqual(ABSENT);
        expect(await rpm().run('uninstall', { name })).toEqual(GOOD);
        const missing = await rpm().run('available', { name: 'rounds-nothing' });
        expect(missing).toMatchObject({ status: 0, stdout: '' });
        expect((await rpm().run('install', { name: 'rounds-nothing' })).status).toBe(2);
      } finally {
        await on.machine.sh(show);
      }
    });
  });

  it.each(['package-apk', 'package-pacman'])('%s is not applicable where its package manager is not', async (id) => {
    expect(await on.item(id).run('detect', { name: 'bash' })).toMatchObject({ status: 100, stderr: '' });
  });
}
