import os from 'node:os';
import { describe, expect, it } from 'vitest';
import type { Folder } from '../folder.ts';

/** `kernel-restart` and `disk-space` on a folder. */
export function restartAndSpaceOnFolder(folder: Folder): void {
  const running = os.release();
  const kind = running.replace(/^[0-9][0-9._+-]*/, '');

  describe('kernel-restart', () => {
    const test = (): ReturnType<ReturnType<Folder['item']>['run']> => folder.item('kernel-restart').run('test');

    it('is not applicable where no kernel is installed', async () => {
      expect(await test()).toEqual({ status: 100, stdout: 'no kernel is installed here\n', stderr: '' });
    });

    it('is compliant while the newest kernel runs', async () => {
      folder.write(`/boot/vmlinuz-${running}`, '');
      folder.write(`/boot/vmlinuz-0.9.1-${kind}`, '');
      folder.write('/boot/vmlinuz-999.0.0-of-another-kind', '');
      folder.write('/boot/vmlinuz-0-rescue-0123456789abcdef', '');
      folder.write(`/lib/modules/${running}/modules.dep`, '');
      folder.write(`/lib/modules/9999.0.0-${kind}/modules.dep`, ''); // what a removed kernel leaves behind
      expect(await test()).toEqual({ status: 0, stdout: '', stderr: '' });
    });

    it.each(['/boot/vmlinuz-9999.10.0-1-KIND', '/lib/modules/9999.10.0-1-KIND/vmlinuz'])('sees a newer kernel in %s', async (place) => {
      folder.write(`/boot/vmlinuz-${running}`, '');
      folder.write(`/boot/vmlinuz-9999.9.0-1-${kind}`, '');
      folder.write(place.replace('KIND', kind), '');
      const { status, stdout } = await test();
      expect(status).toBe(1);
      expect(stdout).toBe(`restart: pending, ${running} is running and kernel 9999.10.0-1-${kind} is installed -> not pending\n`);
    });

    it.each(['/run/reboot-required', '/var/run/reboot-required', '/run/reboot-needed'])('sees %s', async (marker) => {
      folder.write(`/boot/vmlinuz-${running}`, '');
      folder.write(marker, '');
      expect((await test()).status).toBe(1);
      expect((await folder.item('kernel-restart').run('get')).stdout).toBe(`running: ${running}\nrestart pending: ${marker} is there\n`);
    });

    it('sees that the modules of the running kernel are gone', async () => {
      folder.write('/lib/modules/9999.0.0-other/modules.dep', '');
      expect((await test()).stdout).toContain('the modules of the running kernel are gone');
    });

    it('asks for a restart by its status', async () => {
      expect((await folder.item('kernel-restart').run('set')).status).toBe(194);
    });

    it('takes nothing from the environment for its own', async () => {
      folder.write(`/boot/vmlinuz-${running}`, '');
      expect((await folder.item('kernel-restart').run('test', {}, { why: 'evil', newest: '9', installed: 'x' })).status).toBe(0);
    });
  });

  describe('disk-space', () => {
    const disk = (): ReturnType<Folder['item']> => folder.item('disk-space');

    it('is compliant when little is asked for', async () => {
      expect(await disk().run('test', { path: '/', 'free-percent': 0, 'free-mb': 1 })).toEqual({ status: 0, stdout: '', stderr: '' });
    });

    it('says what is missing', async () => {
      const { status, stdout } = await disk().run('test', { path: '/', 'free-percent': 99, 'free-mb': 999_999_999 });
      expect(status).toBe(1);
      expect(stdout).toMatch(/^(free percent: \d+ -> at least 99\n)?free megabytes: \d+ -> at least 999999999\n$/);
    });

    it('is not applicable where the path is not', async () => {
      expect(await disk().run('test', { path: '/srv/data with spaces/$(id)' })).toEqual({
        status: 100,
        stdout: 'there is no /srv/data with spaces/$(id) here\n',
        stderr: '',
      });
    });

    it('reads its value', async () => {
      expect((await disk().run('get')).stdout).toMatch(/^free: \d+ MB, \d+%\n$/);
    });
  });
}
