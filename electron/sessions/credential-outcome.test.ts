import { expect, it } from 'vitest';
import type { ConnectionTarget } from '../transports/transport.ts';
import { credentialOutcome } from './credential-outcome.ts';

const limits = { resolve: 1, connect: 1, authenticate: 1 };
const bastion: ConnectionTarget = {
  computer: 'Acme/bastion',
  kind: 'ssh',
  host: 'bastion',
  persistentShell: true,
  limits,
  credential: { name: 'key', kind: 'ssh-key' },
};
const target: ConnectionTarget = {
  ...bastion,
  computer: 'Acme/web-1',
  jump: bastion,
  credential: { name: 'root', kind: 'password' },
  sudo: { password: { name: 'sudo', kind: 'password' } },
};

it.each([
  [null, ['key', 'root', 'sudo'], []],
  ['auth-refused', ['key'], ['root']],
  ['sudo-refused', ['key', 'root'], ['sudo']],
  ['connect-timeout', [], []],
  ['host-key-changed', [], []],
  ['jump-failed', [], []],
] as const)('%s', (reason, worked, failed) => expect(credentialOutcome(target, reason)).toEqual({ worked, failed }));
it('of this computer is only sudo', () =>
  expect(credentialOutcome({ ...target, kind: 'local', jump: undefined }, null)).toEqual({ worked: ['sudo'], failed: [] }));
