import { existsSync, lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Folder } from '../folder.ts';
import { findProgram } from '../shells.ts';

const GOOD = { status: 0, stdout: '', stderr: '' };
const UNIT = '[Unit]\nDescription=for tests\n[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n';

/** `service` and `time-synchronisation` by systemctl --root: what is enabled, nothing that runs. */
export function servicesOnFolder(folder: Folder): void {
  const at = (file: string): string => path.join(folder.root, file);

  describe.skipIf(findProgram('systemctl') === null)('services by systemctl --root (apt-get install systemd)', () => {
    it('enables and disables a unit', async () => {
      folder.write('/usr/lib/systemd/system/probe.service', UNIT);
      const service = folder.item('service');
      expect(await service.run('test', { name: 'probe' })).toEqual({ status: 1, stdout: 'enabled: no -> yes\n', stderr: '' });
      expect(await service.run('set', { name: 'probe' })).toEqual(GOOD);
      expect(lstatSync(at('/etc/systemd/system/multi-user.target.wants/probe.service')).isSymbolicLink()).toBe(true);
      expect(await service.run('test', { name: 'probe' })).toEqual(GOOD);
      expect(await service.run('set', { name: 'probe' })).toEqual(GOOD);
      expect((await service.run('get', { name: 'probe' })).stdout).toBe('enabled: yes\n');
      const off = { name: 'probe.service', enabled: false, running: false };
      expect(await service.run('test', off)).toEqual({ status: 1, stdout: 'enabled: yes -> no\n', stderr: '' });
      expect(await service.run('set', off)).toEqual(GOOD);
      expect(existsSync(at('/etc/systemd/system/multi-user.target.wants/probe.service'))).toBe(false);
      expect(await service.run('test', off)).toEqual(GOOD);
    });

    it('says that a unit is not there, unless that is as good', async () => {
      const service = folder.item('service');
      for (const script of ['test', 'set'] as const) {
        expect(await service.run(script, { name: 'nothing' })).toEqual({ status: 2, stdout: '', stderr: 'there is no service nothing here\n' });
        expect(await service.run(script, { name: 'nothing', enabled: false, running: false })).toEqual(GOOD);
      }
    });

    it('enables the time service that is there, and names its servers', async () => {
      folder.write('/usr/lib/systemd/system/systemd-timesyncd.service', UNIT);
      const time = folder.item('time-synchronisation');
      const wish = { servers: 'a.example 192.0.2.1 2001:db8::1' };
      const test = await time.run('test', wish);
      expect(test).toEqual({
        status: 1,
        stdout: 'systemd-timesyncd enabled: no -> yes\nsystemd-timesyncd servers: others -> a.example 192.0.2.1 2001:db8::1\n',
        stderr: '',
      });
      expect(await time.run('set', wish)).toEqual(GOOD);
      expect(readFileSync(at('/etc/systemd/timesyncd.conf.d/90-rounds.conf'), 'utf8')).toContain('\nNTP=a.example 192.0.2.1 2001:db8::1\n');
      expect(await time.run('test', wish)).toEqual(GOOD);
      expect(await time.run('set', wish)).toEqual(GOOD);
      expect(await time.run('test')).toEqual(GOOD);
    });

    it('names servers of chrony in the folder that its configuration names', async () => {
      folder.write('/usr/lib/systemd/system/chrony.service', UNIT);
      folder.write('/etc/chrony/chrony.conf', 'confdir /etc/chrony/conf.d\nsourcedir /run/chrony-dhcp\nsourcedir /etc/chrony/sources.d\n');
      const time = folder.item('time-synchronisation');
      expect(await time.run('set', { servers: 'a.example b.example' })).toEqual(GOOD);
      expect(readFileSync(at('/etc/chrony/sources.d/rounds.sources'), 'utf8')).toContain('server a.example iburst\nserver b.example iburst\n');
      expect(await time.run('test', { servers: 'a.example b.example' })).toEqual(GOOD);
      folder.write('/etc/chrony/chrony.conf', 'pool pool.example\n');
      expect((await time.run('test', { servers: 'a.example' })).status).toBe(2);
    });

    it('says that there is no time service', async () => {
      const time = folder.item('time-synchronisation');
      expect(await time.run('test')).toEqual({ status: 1, stdout: 'service: none -> enabled and running\n', stderr: '' });
      expect((await time.run('set')).status).toBe(2);
    });
  });
}
