/** Many computers for benchmarks and tests: loopback addresses behind real sshds, each with a folder of its own. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startSshd, type TestHost } from '../hosts/sshd.ts';

export interface Fleet {
  host: TestHost;
  addresses: string[];
  /** Where the actions put their files: one folder an address. */
  root: string;
  folder: string;
  /** Makes every computer as it was before the first pass. */
  reset(): void;
  close(): Promise<void>;
}

/** The text that each action wants in its file. */
export const textOf = (action: number): string => `This is what action ${action} wants.`;

export async function startFleet(count: number): Promise<Fleet> {
  const addresses = Array.from({ length: count }, (_, i) => `127.0.${2 + Math.floor(i / 250)}.${1 + (i % 250)}`);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rounds-fleet-'));
  const root = path.join(folder, 'computers');
  const hosts = await startServers(addresses);
  const host = hosts[0];
  if (!host) throw new Error('a fleet has at least one computer');
  const reset = (): void => {
    rmSync(root, { recursive: true, force: true });
    for (const address of addresses) mkdirSync(path.join(root, address), { recursive: true });
  };
  reset();
  return {
    host,
    addresses,
    root,
    folder,
    reset,
    async close() {
      await Promise.all(hosts.map((one) => one.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** OpenSSH listens on 16 addresses at most, so there are as many servers as are needed: one port, one host key, one user key. */
async function startServers(addresses: string[]): Promise<TestHost[]> {
  const hosts: TestHost[] = [];
  for (let from = 0; from < addresses.length; from += 15) {
    const [host, ...others] = addresses.slice(from, from + 15);
    const first = hosts[0];
    const started = await startSshd({
      ...(host === undefined ? {} : { host }),
      ...(first ? { port: first.port, hostKeysFrom: first, authorizedKeys: [readFileSync(`${first.userKey}.pub`, 'utf8').trim()] } : {}),
      config: ['MaxStartups 1000', 'MaxSessions 50', ...others.map((address) => `ListenAddress ${address}`)],
    });
    hosts.push(started);
    while (started.log().split('Server listening on').length <= others.length + 1) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return hosts;
}

/** The script text of one action's test and set; the computer is the address that was connected to. */
export const TEST =
  'set -- $SSH_CONNECTION\nfile="$ROUNDS_PARAM_ROOT/$3/$ROUNDS_INSTANCE"\n[ -f "$file" ] && [ "$(cat "$file")" = "$ROUNDS_PARAM_TEXT" ] && exit 0\nexit 1\n';
export const SET = 'set -- $SSH_CONNECTION\nprintf \'%s\\n\' "$ROUNDS_PARAM_TEXT" > "$ROUNDS_PARAM_ROOT/$3/$ROUNDS_INSTANCE"\n';

/** The set-up of the fleet as a Rounds YAML file; returns its path. */
export function writeSetUp(fleet: Fleet, actions: number): string {
  const item = path.join(fleet.folder, 'items', 'bench-file');
  mkdirSync(item, { recursive: true });
  writeFileSync(
    path.join(item, 'item.yaml'),
    'id: bench-file\nname: Bench file\nkind: task\nplatforms: [linux]\nparameters:\n  root: {type: string, required: true}\n  text: {type: string, required: true}\nscripts: {linux: {test: test.sh, set: set.sh}}\n',
  );
  writeFileSync(path.join(item, 'test.sh'), TEST);
  writeFileSync(path.join(item, 'set.sh'), SET);
  const { host } = fleet;
  const setUp = {
    tenants: [
      { name: 'Bench', connection: { kind: 'ssh', port: host.port, user: host.user, credential: 'bench', knownHosts: writeKnownHosts(fleet) } },
    ],
    credentials: [{ name: 'bench', kind: 'ssh-key', keyFile: host.userKey }],
    computers: fleet.addresses.map((address) => ({ name: `c-${address}`, tenant: 'Bench', connection: { host: address } })),
    items: [item],
    deployments: Array.from({ length: actions }, (_, i) => ({
      name: `File ${i + 1}`,
      item: 'bench-file',
      instance: String(i + 1),
      target: { all: true },
      parameters: { root: fleet.root, text: textOf(i + 1) },
    })),
  };
  const file = path.join(fleet.folder, 'rounds.yaml');
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(setUp, null, 2));
  return file;
}

function writeKnownHosts(fleet: Fleet): string {
  const file = path.join(fleet.folder, 'known_hosts');
  const [, type = '', key = ''] = /(ssh-\S+) (\S+)/.exec(readFileSync(fleet.host.knownHosts, 'utf8')) ?? [];
  writeFileSync(file, fleet.addresses.map((address) => `[${address}]:${fleet.host.port} ${type} ${key}\n`).join(''));
  return file;
}
