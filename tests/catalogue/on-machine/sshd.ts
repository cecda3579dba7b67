import { describe, expect, it } from 'vitest';
import type { OnMachine } from '../machine.ts';

const GOOD = { status: 0, stdout: '', stderr: '' };
const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHRlc3QgdGVzdCB0ZXN0IHRlc3QgdGVzdCB0ZXN0IHQ= test';

/** `sshd-hardening` on Debian's sshd, which runs. */
export function sshdOnMachine(on: OnMachine): void {
  const ssh = (): ReturnType<OnMachine['item']> => on.item('sshd-hardening');
  const main = '/etc/ssh/sshd_config';
  const hash = (): Promise<string> =>
    on.machine.sh('cat /etc/ssh/sshd_config /etc/ssh/sshd_config.d/* 2>/dev/null | sha256sum; ls -A /etc/ssh /etc/ssh/sshd_config.d');
  const effective = (key: string): Promise<string> => on.machine.sh(`sshd -T | sed -n 's/^${key} //p'`);

  describe('sshd-hardening', () => {
    it('locks nobody out: without a key nothing is changed', async () => {
      const before = await hash();
      expect((await ssh().run('test')).status).toBe(1);
      const root = await ssh().run('set');
      expect(root).toMatchObject({ status: 2, stderr: expect.stringContaining('root has no key in authorized_keys') as string });
      await on.machine.sh('useradd -m tech; mkdir -p /root/.ssh; printf "# ssh-ed25519 AAAA\\n" >/root/.ssh/authorized_keys');
      const commented = await ssh().run('set');
      expect(commented.status).toBe(2);
      await on.machine.sh(`echo '${KEY}' >/root/.ssh/authorized_keys; chmod 600 /root/.ssh/authorized_keys`);
      const tech = await ssh().run('set', {}, { SUDO_USER: 'tech' });
      expect(tech).toMatchObject({ status: 2, stderr: expect.stringContaining('tech has no key') as string });
      const noRoot = await ssh().run('set', { 'root-login': 'no' });
      expect(noRoot).toMatchObject({ status: 2, stderr: expect.stringContaining('would lock it out') as string });
      expect(await hash()).toBe(before);
    });

    it('sets it by a drop-in that is read first, and reloads', async () => {
      await on.machine.sh("printf 'PasswordAuthentication yes\\n' >/etc/ssh/sshd_config.d/50-cloud-init.conf; systemctl reload ssh");
      const test = await ssh().run('test');
      expect(test.status).toBe(1);
      expect(test.stdout).toContain('passwordauthentication: yes -> no\n');
      expect(test.stdout).toContain('maxauthtries: 6 -> 4\n');
      expect(await ssh().run('set')).toEqual(GOOD);
      expect(await ssh().run('test')).toEqual(GOOD);
      expect(await effective('passwordauthentication')).toBe('no');
      expect(await effective('kbdinteractiveauthentication')).toBe('no');
      expect(await effective('permitrootlogin')).toBe('without-password');
      expect(await on.machine.sh('ls -A /etc/ssh/sshd_config.d; ls /etc/ssh | grep -c rounds || :')).toBe('00-rounds.conf\n50-cloud-init.conf\n0');
      const before = await hash();
      const id = await on.machine.sh('systemctl show -P MainPID ssh');
      expect(await ssh().run('set')).toEqual(GOOD);
      expect(await hash()).toBe(before);
      expect(await on.machine.sh('systemctl is-active ssh; systemctl show -P MainPID ssh')).toBe(`active\n${id}`);
    });

    it('takes stricter for good, and less strict values when they are asked for', async () => {
      expect(await ssh().run('test', { 'max-auth-tries': 6 })).toEqual(GOOD);
      expect(await ssh().run('test', { 'root-login': 'no', passwords: 'keep' })).toMatchObject({
        status: 1,
        stdout: 'permitrootlogin: without-password -> no\n',
      });
      await on.machine.sh(`mkdir -p ~tech/.ssh; echo '${KEY}' >~tech/.ssh/authorized_keys`);
      expect(await ssh().run('set', { 'root-login': 'no' }, { SUDO_USER: 'tech' })).toEqual(GOOD);
      expect(await effective('permitrootlogin')).toBe('no');
      expect(await ssh().run('test')).toEqual(GOOD);
    });

    it('changes nothing when the configuration is broken already', async () => {
      await on.machine.sh("printf 'NoSuchOption yes\\n' >/etc/ssh/sshd_config.d/90-broken.conf");
      const before = await hash();
      for (const script of ['test', 'set'] as const) {
        const ended = await ssh().run(script, { 'max-auth-tries': 3 });
        expect(ended.status, script).toBe(2);
        expect(ended.stderr).toContain('NoSuchOption');
      }
      expect(await hash()).toBe(before);
      await on.machine.sh('rm /etc/ssh/sshd_config.d/90-broken.conf');
    });

    it('takes it back when sshd refuses it after all, or cannot be reloaded', async () => {
      const before = await hash();
      // A sshd that takes every configuration but the one with our file in place.
      await on.machine.sh(
        'printf \'#!/bin/sh\\n[ "$*" != -t ] || { echo refused by the test >&2; exit 255; }\\nexec /usr/sbin/sshd "$@"\\n\' >/usr/local/sbin/sshd; chmod +x /usr/local/sbin/sshd',
      );
      const refused = await ssh().run('set', { 'max-auth-tries': 2 });
      expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining('it was taken back: refused by the test') as string });
      expect(await hash()).toBe(before);
      await on.machine.sh('rm /usr/local/sbin/sshd');
      await on.machine.sh(
        'printf \'#!/bin/sh\\n[ "$1" != reload ] || { echo reload refused; exit 1; }\\nexec /usr/bin/systemctl "$@"\\n\' >/usr/local/bin/systemctl; chmod +x /usr/local/bin/systemctl',
      );
      const unloaded = await ssh().run('set', { 'max-auth-tries': 2 });
      expect(unloaded).toMatchObject({ status: 2, stderr: expect.stringContaining('the configuration was taken back') as string });
      expect(await hash()).toBe(before);
      await on.machine.sh('rm /usr/local/bin/systemctl');
    });

    it('edits the main file where it includes nothing, once', async () => {
      await on.machine.sh(
        `cp ${main} /run/main; rm /etc/ssh/sshd_config.d/00-rounds.conf; printf 'PasswordAuthentication yes\\nMatch User nobody\\n  X11Forwarding yes\\n' >${main}`,
      );
      expect(await ssh().run('set')).toEqual(GOOD);
      expect(await ssh().run('test')).toEqual(GOOD);
      expect(await ssh().run('set', { 'max-auth-tries': 3 })).toEqual(GOOD);
      const text = await on.machine.sh(`cat ${main}`);
      expect(text.match(/^MaxAuthTries/gm)).toEqual(['MaxAuthTries']);
      expect(text).toContain('MaxAuthTries 3\n');
      expect(text).toMatch(/# End of what Rounds wrote\.\nPasswordAuthentication yes\nMatch User nobody\n {2}X11Forwarding yes$/);
      await on.machine.sh(`cp /run/main ${main}; systemctl reload ssh`);
    });
  });
}
