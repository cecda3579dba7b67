import { expect, it } from 'vitest';
import type { ConnectionTarget } from '../transport.ts';
import { terminalCommand } from './terminal-command.ts';

const target = (more: Partial<ConnectionTarget>): ConnectionTarget => ({
  computer: 'Acme/web-1',
  kind: 'ssh',
  host: 'web-1',
  persistentShell: true,
  limits: { resolve: 1, connect: 1, authenticate: 1 },
  ...more,
});

it('logs in as the set-up says, through its jump hosts, and never takes a host for an option', () => {
  expect(terminalCommand(target({}))).toEqual(['ssh', '--', 'web-1']);
  const bastion = target({ host: 'fd00::1', user: 'jump', port: 2222 });
  expect(
    terminalCommand(
      target({
        user: 'ops',
        port: 2200,
        knownHosts: '/k h',
        credential: { name: 'key', kind: 'ssh-key', keyFile: '/a key' },
        jump: target({ host: 'inner', jump: bastion }),
      }),
    ),
  ).toEqual(['ssh', '-p', '2200', '-i', '/a key', '-o', 'UserKnownHostsFile=/k h', '-J', 'jump@[fd00::1]:2222,inner', '--', 'ops@web-1']);
});

it('is for SSH alone', () => {
  expect(terminalCommand(target({ kind: 'local' }))).toBeNull();
});
