import { describe, expect, it } from 'vitest';
import type { Values } from '../item-scripts.ts';
import type { OnMachine } from '../machine.ts';

const GOOD = { status: 0, stdout: '', stderr: '' };

/** `firewall` with nftables and ufw of Debian, in the network of the machine. */
export function firewallOnMachine(on: OnMachine): void {
  const firewall = (): ReturnType<OnMachine['item']> => on.item('firewall');

  describe('firewall', () => {
    it('refuses to start when no SSH port can be found', async () => {
      await on.machine.sh('systemctl stop ssh; mv /etc/ssh/sshd_config /run/sshd_config');
      const ended = await firewall().run('set', { backend: 'nftables' });
      expect(ended).toMatchObject({ status: 2, stderr: expect.stringContaining('no port of an SSH server was found') as string });
      expect(await on.machine.sh('nft list ruleset')).toBe('');
      await on.machine.sh('mv /run/sshd_config /etc/ssh/sshd_config; systemctl start ssh');
    });

    it('turns nftables on, with the ports of this connection, of sshd and those that are named', async () => {
      const wish = { backend: 'nftables', allow: '80/tcp 51820/udp' };
      const connection = { SSH_CONNECTION: '192.0.2.7 50000 192.0.2.1 2222' };
      expect(await firewall().run('test', wish, connection)).toEqual({ status: 1, stdout: 'nftables: off -> on\n', stderr: '' });
      expect(await firewall().run('set', wish, connection)).toEqual(GOOD);
      expect(await firewall().run('test', wish, connection)).toEqual(GOOD);
      const rules = await on.machine.sh('nft list table inet rounds');
      for (const rule of ['tcp dport 22 accept', 'tcp dport 2222 accept', 'tcp dport 80 accept', 'udp dport 51820 accept', 'policy drop'])
        expect(rules).toContain(rule);
      expect(await on.machine.sh('systemctl is-enabled nftables')).toBe('enabled');
      expect(await firewall().run('set', wish, connection)).toEqual(GOOD);
      expect(await on.machine.sh('nft list table inet rounds')).toBe(rules);
      expect(await on.machine.sh('grep -c rounds.nft /etc/nftables.conf')).toBe('1');
    });

    it('lets in and keeps out what it says', async () => {
      // A second network beside the machine's, with a wire between them.
      await on.machine.sh(
        'ip netns add outside && ip link add wire type veth peer name wire netns outside && ip addr add 192.0.2.1/24 dev wire && ip link set wire up && ip -n outside addr add 192.0.2.7/24 dev wire && ip -n outside link set wire up',
      );
      await on.machine.sh(
        'systemd-run --quiet --unit=listen-80 busybox nc -ll -p 80 -e echo hello; systemd-run --quiet --unit=listen-81 busybox nc -ll -p 81 -e echo hello',
      );
      const reach = (port: number): Promise<string> =>
        on.machine.sh(
          `for n in 1 2 3 4 5; do ip netns exec outside busybox nc -w 2 192.0.2.1 ${port} </dev/null 2>/dev/null | head -c 5 && break; sleep 0.2; done; :`,
        );
      expect(await reach(22)).toBe('SSH-2');
      expect(await reach(80)).toBe('hello');
      expect(await reach(81)).toBe('');
      await on.machine.sh('systemctl restart nftables');
      expect(await reach(22)).toBe('SSH-2');
      expect(await reach(81)).toBe('');
      await on.machine.sh('systemctl stop listen-80 listen-81; ip netns del outside');
    });

    it('sees what others changed', async () => {
      const wish = { backend: 'nftables', allow: '443/tcp' };
      const test = await firewall().run('test', wish);
      expect(test.status).toBe(1);
      expect(test.stdout).toContain('443/tcp: refused -> allowed\n');
      await on.machine.sh('nft delete table inet rounds; systemctl disable nftables 2>/dev/null');
      expect((await firewall().run('test', wish)).status).toBe(1);
      expect(await firewall().run('set', wish)).toEqual(GOOD);
      expect(await firewall().run('test', wish)).toEqual(GOOD);
      await on.machine.sh('systemctl disable --now nftables 2>/dev/null; nft flush ruleset');
    });

    it('installs ufw and turns it on', async () => {
      const wish = { backend: 'ufw', allow: '443/tcp' };
      await on.machine.sh(
        'mkdir -p /etc/ssh/sshd_config.d; echo Port 22 >/etc/ssh/sshd_config.d/10-port.conf; echo Port 2200 >>/etc/ssh/sshd_config.d/10-port.conf; systemctl restart ssh',
      );
      expect(await firewall().run('test', wish)).toEqual({ status: 1, stdout: 'ufw: off -> on\n', stderr: '' });
      expect(await firewall().run('set', wish)).toEqual(GOOD);
      expect(await firewall().run('test', wish)).toEqual(GOOD);
      const status = await on.machine.sh('ufw status verbose');
      for (const line of [/^Status: active/m, /^Default: deny \(incoming\)/m, /^22\/tcp +ALLOW/m, /^2200\/tcp +ALLOW/m, /^443\/tcp +ALLOW/m])
        expect(status).toMatch(line);
      expect(await firewall().run('set', wish)).toEqual(GOOD);
      // auto takes the one that is on.
      expect(await firewall().run('test', { allow: '443/tcp' })).toEqual(GOOD);
      expect((await firewall().run('test', { allow: '8443/tcp' })).stdout).toBe('8443/tcp: refused -> allowed\n');
      await on.machine.sh('ufw --force disable >/dev/null; rm /etc/ssh/sshd_config.d/10-port.conf; systemctl restart ssh');
    });

    it('installs firewalld and turns it on', async () => {
      const wish = { backend: 'firewalld', allow: '443/tcp 53/udp' };
      expect(await firewall().run('test', wish)).toEqual({ status: 1, stdout: 'firewalld: off -> on\n', stderr: '' });
      const connection = { SSH_CONNECTION: '192.0.2.7 50000 192.0.2.1 2222' };
      expect(await firewall().run('set', wish, connection)).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('lets in port 22 only') as string,
      });
      expect(await firewall().run('set', wish)).toEqual(GOOD);
      expect(await firewall().run('test', wish)).toEqual(GOOD);
      expect(await firewall().run('set', { ...wish, allow: '8443/tcp' }, connection)).toEqual(GOOD);
      expect(await on.machine.sh('firewall-cmd --list-ports | tr " " "\\n" | sort | xargs')).toBe('22/tcp 2222/tcp 443/tcp 53/udp 8443/tcp');
      expect(await on.machine.sh('firewall-cmd --permanent --list-ports | tr " " "\\n" | sort | xargs')).toBe(
        '22/tcp 2222/tcp 443/tcp 53/udp 8443/tcp',
      );
      await on.machine.sh('systemctl disable --now firewalld 2>/dev/null');
      expect((await firewall().run('test', wish)).stdout).toBe('firewalld: off -> on\n');
      expect(await firewall().run('set', wish)).toEqual(GOOD);
      expect(await firewall().run('test', wish)).toEqual(GOOD);
      await on.machine.sh('systemctl disable --now firewalld 2>/dev/null');
    });

    const wrong: Values[] = [
      { allow: '80' },
      { allow: '80/sctp' },
      { allow: '70000/tcp' },
      { allow: '80/tcp; id' },
      { allow: '*' },
      { allow: '-1/tcp' },
      { backend: 'iptables' },
      { 'ssh-port': 70_000 },
    ];
    it.each(wrong)('refuses %j', async (wrong) => {
      for (const script of ['test', 'set'] as const) expect((await firewall().run(script, wrong)).status, script).toBe(2);
    });
  });
}
