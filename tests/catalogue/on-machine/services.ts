import { describe, expect, it } from 'vitest';
import type { OnMachine } from '../machine.ts';

const GOOD = { status: 0, stdout: '', stderr: '' };

/** `service`, `time-synchronisation` and `unattended-security-updates` under a systemd that runs. */
export function servicesOnMachine(on: OnMachine): void {
  describe('service', () => {
    const service = (): ReturnType<OnMachine['item']> => on.item('service');

    it('enables and starts, stops and disables', async () => {
      await on.machine.sh(
        "printf '[Service]\\nExecStart=/bin/sleep 1000\\n[Install]\\nWantedBy=multi-user.target\\n' >/etc/systemd/system/probe.service; systemctl daemon-reload",
      );
      expect(await service().run('test', { name: 'probe' })).toEqual({ status: 1, stdout: 'enabled: no -> yes\nrunning: no -> yes\n', stderr: '' });
      expect(await service().run('set', { name: 'probe' })).toEqual(GOOD);
      expect(await service().run('test', { name: 'probe' })).toEqual(GOOD);
      const id = await on.machine.sh('systemctl show -P MainPID probe');
      expect(await service().run('set', { name: 'probe' })).toEqual(GOOD);
      expect(await on.machine.sh('systemctl show -P MainPID probe')).toBe(id);
      expect((await service().run('get', { name: 'probe.service' })).stdout).toBe('enabled: yes\nrunning: yes\n');
      const stopped = { name: 'probe', running: false };
      expect(await service().run('test', stopped)).toEqual({ status: 1, stdout: 'running: yes -> no\n', stderr: '' });
      expect(await service().run('set', stopped)).toEqual(GOOD);
      expect(await service().run('test', stopped)).toEqual(GOOD);
      expect(await service().run('set', { ...stopped, enabled: false })).toEqual(GOOD);
      expect(await service().run('test', { ...stopped, enabled: false })).toEqual(GOOD);
    });

    it('starts what failed too often, and shows why one does not start', async () => {
      await on.machine.sh(
        'printf \'[Unit]\\nStartLimitBurst=1\\n[Service]\\nType=oneshot\\nRemainAfterExit=yes\\nExecStart=/bin/sh -c "test -e /run/ready || { echo not ready yet; exit 7; }"\\n\' >/etc/systemd/system/picky.service; systemctl daemon-reload',
      );
      const wish = { name: 'picky', enabled: true };
      const failed = await service().run('set', wish);
      expect(failed.status).toBe(2);
      expect(failed.stderr).toContain('status=7');
      await service().run('set', wish);
      await on.machine.sh('touch /run/ready');
      expect(await service().run('set', wish)).toEqual(GOOD);
      expect(await service().run('test', wish)).toEqual(GOOD); // static: it cannot be enabled, and that is no fault
    });

    it('does not override who masked a service, and takes a masked one for disabled', async () => {
      await on.machine.sh(
        'systemctl stop probe; systemctl mask probe 2>/dev/null || { rm /etc/systemd/system/probe.service; systemctl mask probe 2>/dev/null; }; systemctl daemon-reload',
      );
      expect((await service().run('test', { name: 'probe' })).stdout).toContain('enabled: masked -> yes');
      expect(await service().run('set', { name: 'probe' })).toMatchObject({
        status: 2,
        stderr: 'probe is masked: somebody forbade it; allow it with: systemctl unmask probe\n',
      });
      expect(await service().run('test', { name: 'probe', enabled: false, running: false })).toEqual(GOOD);
    });

    it('says that there is no such service', async () => {
      expect(await service().run('test', { name: 'nothing-here' })).toEqual({
        status: 2,
        stdout: '',
        stderr: 'there is no service nothing-here here\n',
      });
    });
  });

  describe('time-synchronisation', () => {
    const time = (): ReturnType<OnMachine['item']> => on.item('time-synchronisation');

    it('is not applicable in a container', async () => {
      expect(await time().run('test')).toEqual({ status: 100, stdout: 'a container has the clock of its host\n', stderr: '' });
    });

    it('installs a time service, enables and starts it', async () => {
      // The machine is a container to systemd: from here on it says otherwise.
      await on.machine.sh('mount --bind /bin/false /usr/bin/systemd-detect-virt');
      expect(await time().run('test')).toEqual({ status: 1, stdout: 'service: none -> enabled and running\n', stderr: '' });
      expect(await time().run('set')).toEqual(GOOD);
      expect(await time().run('test')).toEqual(GOOD);
      expect((await time().run('get')).stdout).toBe('service: systemd-timesyncd\nenabled: yes\nrunning: yes\n');
      await on.machine.sh('systemctl disable --now systemd-timesyncd 2>/dev/null');
      expect((await time().run('test')).stdout).toBe('systemd-timesyncd enabled: no -> yes\nsystemd-timesyncd running: no -> yes\n');
      const wish = { servers: '192.0.2.1 ntp.example' };
      expect(await time().run('set', wish)).toEqual(GOOD);
      expect(await time().run('test', wish)).toEqual(GOOD);
      expect(await on.machine.sh('timedatectl show-timesync -p SystemNTPServers --value')).toBe('192.0.2.1 ntp.example');
      expect(await time().run('set', { servers: '192.0.2.2' })).toEqual(GOOD);
      expect(await on.machine.sh('timedatectl show-timesync -p SystemNTPServers --value')).toBe('192.0.2.2');
    });
  });

  describe('unattended-security-updates with apt', () => {
    const updates = (): ReturnType<OnMachine['item']> => on.item('unattended-security-updates');

    it('installs and turns it on', async () => {
      expect(await updates().run('test')).toEqual({ status: 1, stdout: 'unattended-upgrades: absent -> installed\n', stderr: '' });
      expect(await updates().run('set')).toEqual(GOOD);
      expect(await updates().run('test')).toEqual(GOOD);
      // What the tool itself reads: the security origins of the package, and ours.
      expect(await on.machine.sh('unattended-upgrade --dry-run --debug 2>&1 | grep -i "allowed origins"')).toContain('Debian-Security');
      expect(await updates().run('test', { restart: true })).toEqual({
        status: 1,
        stdout: 'Unattended-Upgrade::Automatic-Reboot: false -> true\n',
        stderr: '',
      });
      expect(await updates().run('set', { restart: true, 'restart-time': '04:15' })).toEqual(GOOD);
      expect(await updates().run('test', { restart: true, 'restart-time': '04:15' })).toEqual(GOOD);
    });

    it('sees what others turned off', async () => {
      await on.machine.sh(
        'printf \'APT::Periodic::Unattended-Upgrade "0";\\n\' >/etc/apt/apt.conf.d/99-off; systemctl disable --now apt-daily-upgrade.timer 2>/dev/null',
      );
      expect((await updates().run('test')).stdout).toContain('APT::Periodic::Unattended-Upgrade: 0 -> 1\n');
      expect((await updates().run('test')).stdout).toContain(
        'apt-daily-upgrade.timer enabled: no -> yes\napt-daily-upgrade.timer running: no -> yes\n',
      );
      await on.machine.sh('rm /etc/apt/apt.conf.d/99-off');
      expect(await updates().run('set')).toEqual(GOOD);
      expect(await updates().run('test')).toEqual(GOOD);
    });
  });
}
