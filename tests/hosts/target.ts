/** Connection targets for tests, and a home that is not the one of whoever runs them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectContext, ConnectStep, ConnectionTarget } from '../../electron/transports/transport.ts';
import { temporaryFolder } from './program.ts';

interface Reachable {
  host: string;
  port: number;
  user?: string;
  userKey?: string;
  knownHosts?: string;
}

export const TEST_LIMITS = { resolve: 5_000, connect: 5_000, authenticate: 10_000 };

/** The target of a test host: its own key and known_hosts, as a set-up would name them. */
export function targetOf(host: Reachable, more: Partial<ConnectionTarget> = {}): ConnectionTarget {
  return {
    computer: 'Test/box',
    kind: 'ssh',
    host: host.host,
    port: host.port,
    user: host.user ?? 'tester',
    ...(host.userKey === undefined ? {} : { credential: { name: 'test-key', kind: 'ssh-key', keyFile: host.userKey } }),
    ...(host.knownHosts === undefined ? {} : { knownHosts: host.knownHosts }),
    persistentShell: true,
    limits: TEST_LIMITS,
    ...more,
  };
}

export interface TestContext extends ConnectContext {
  steps: ConnectStep[];
  warnings: string[];
  /** Names of the secrets that were asked for, in order. */
  asked: string[];
}

/** A context that answers from a table of secrets and records what it is told. */
export function contextOf(secrets: Record<string, string> = {}, more: Partial<ConnectContext> = {}): TestContext {
  const steps: ConnectStep[] = [];
  const warnings: string[] = [];
  const asked: string[] = [];
  return {
    steps,
    warnings,
    asked,
    secrets: (name) => {
      asked.push(name);
      return Promise.resolve(secrets[name] ?? null);
    },
    onStep: (step) => steps.push(step),
    onWarning: (message) => warnings.push(message),
    ...more,
  };
}

export interface TestHome {
  path: string;
  /** Writes a file under `~/.ssh`. */
  ssh: (name: string, text: string, mode?: number) => string;
  restore: () => void;
}

/** Makes an empty folder the home of this process until `restore`; there is no agent meanwhile. */
export function testHome(): TestHome {
  const folder = temporaryFolder();
  const before = { HOME: process.env.HOME, SSH_AUTH_SOCK: process.env.SSH_AUTH_SOCK };
  process.env.HOME = folder.path;
  delete process.env.SSH_AUTH_SOCK;
  mkdirSync(join(folder.path, '.ssh'), { mode: 0o700 });
  return {
    path: folder.path,
    ssh: (name, text, mode = 0o600) => {
      const path = join(folder.path, '.ssh', name);
      writeFileSync(path, text, { mode });
      return path;
    },
    restore: () => {
      for (const [name, value] of Object.entries(before)) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
      folder.remove();
    },
  };
}
