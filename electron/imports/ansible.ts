/** What an Ansible inventory says, however it was written: hosts, groups, and variables with Ansible's own precedence. Pure. */
import { isSecretName, MAX_COMPUTERS, portOf, tidyNotes, type Imported, type ImportedComputer, type ImportNote } from './imported.ts';

export type Variables = Map<string, string>;

interface InventoryGroup {
  hosts: Set<string>;
  children: Set<string>;
  variables: Variables;
}

/** What both ways to write an inventory are read into. */
export class Inventory {
  readonly hosts = new Map<string, { line: number | null; variables: Variables }>();
  readonly groups = new Map<string, InventoryGroup>();
  readonly notes: ImportNote[] = [];

  group(name: string): InventoryGroup {
    const there = this.groups.get(name);
    if (there) return there;
    const made: InventoryGroup = { hosts: new Set(), children: new Set(), variables: new Map() };
    this.groups.set(name, made);
    return made;
  }

  /** Null once there are too many. */
  host(name: string, line: number | null): { line: number | null; variables: Variables } | null {
    const there = this.hosts.get(name);
    if (there) return there;
    if (this.hosts.size >= MAX_COMPUTERS) {
      this.note(null, `Only the first ${MAX_COMPUTERS} hosts are taken`);
      return null;
    }
    const made = { line, variables: new Map<string, string>() };
    this.hosts.set(name, made);
    return made;
  }

  note(line: number | null, message: string): void {
    if (this.notes.length < 1000) this.notes.push({ line, message });
  }
}

/** Groups that Ansible makes by itself. */
const OWN_GROUPS = new Set(['all', 'ungrouped']);
/** Ansible's connections by what the set-up calls them; null where it has no word for one. */
const KINDS: Record<string, string | null> = {
  ssh: 'ssh',
  smart: 'ssh',
  paramiko: 'ssh',
  paramiko_ssh: 'ssh',
  local: 'local',
  winrm: 'winrm',
  psrp: 'powershell',
};
/** Each setting, with the name that it had before. */
const NAMES = {
  host: ['ansible_host', 'ansible_ssh_host'],
  port: ['ansible_port', 'ansible_ssh_port'],
  user: ['ansible_user', 'ansible_ssh_user'],
  key: ['ansible_ssh_private_key_file', 'ansible_private_key_file'],
  kind: ['ansible_connection'],
  become: ['ansible_become', 'ansible_sudo'],
  becomeUser: ['ansible_become_user', 'ansible_sudo_user'],
  arguments: ['ansible_ssh_common_args', 'ansible_ssh_extra_args'],
} as const;
const TAKEN = new Set<string>(Object.values(NAMES).flat());
const YES = /^(?:true|yes|on|1|y|t)$/i;

export function importInventory(inventory: Inventory): Imported {
  const { groups, hosts } = inventory;
  const memberships = membersOf(inventory);
  const depths = depthsOf(groups);
  const order = [...groups.keys()].sort((a, b) => (depths.get(a) ?? 0) - (depths.get(b) ?? 0) || (a < b ? -1 : 1));
  const left = new Map<string, number>();
  const computers = [...hosts].map(([name, { line, variables }]) => {
    const own = new Map<string, string>(groups.get('all')?.variables);
    const of = order.filter((group) => !OWN_GROUPS.has(group) && memberships.get(group)?.has(name) === true);
    if (of.length === 0) for (const [key, value] of groups.get('ungrouped')?.variables ?? []) own.set(key, value);
    for (const group of of) for (const [key, value] of groups.get(group)?.variables ?? []) own.set(key, value);
    for (const [key, value] of variables) own.set(key, value);
    for (const key of own.keys()) if (!TAKEN.has(key)) left.set(key, (left.get(key) ?? 0) + 1);
    return computerOf(name, line, of, own, inventory);
  });
  return { computers, notes: tidyNotes([...inventory.notes, ...leftBehind(left)]) };
}

/** Every group with the hosts of all that is in it. */
function membersOf({ groups }: Inventory): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const name of groups.keys()) {
    const hosts = new Set<string>();
    const seen = new Set<string>();
    const open = [name];
    for (let group = open.pop(); group !== undefined; group = open.pop()) {
      if (seen.has(group)) continue;
      seen.add(group);
      for (const host of groups.get(group)?.hosts ?? []) hosts.add(host);
      open.push(...(groups.get(group)?.children ?? []));
    }
    found.set(name, hosts);
  }
  return found;
}

/** How far below the top a group stands: what is deeper wins. A circle ends where it began. */
function depthsOf(groups: ReadonlyMap<string, InventoryGroup>): Map<string, number> {
  const depths = new Map<string, number>([...groups.keys()].map((name) => [name, name === 'all' ? 0 : 1]));
  for (let round = 0; round < groups.size; round += 1) {
    let moved = false;
    for (const [name, { children }] of groups)
      for (const child of children) {
        const depth = (depths.get(name) ?? 0) + 1;
        if (child === name || (depths.get(child) ?? 0) >= depth || depth > groups.size) continue;
        depths.set(child, depth);
        moved = true;
      }
    if (!moved) break;
  }
  return depths;
}

function computerOf(name: string, line: number | null, groups: string[], variables: Variables, inventory: Inventory): ImportedComputer {
  const value = (setting: keyof typeof NAMES): string | undefined => {
    const key = NAMES[setting].find((one) => (variables.get(one) ?? '') !== '');
    const text = key === undefined ? undefined : variables.get(key);
    if (text?.includes('{{')) {
      inventory.note(line, `${name}: ${key ?? ''} is a template, which only Ansible fills in`);
      return undefined;
    }
    return text;
  };
  const [host, port, user, key, become] = [value('host'), value('port'), value('user'), value('key'), value('become')];
  const written = value('kind');
  const known = written === undefined ? undefined : KINDS[written.slice(written.lastIndexOf('.') + 1)];
  if (written !== undefined && (known === undefined || known === null))
    inventory.note(line, `${name}: ansible_connection ${written} cannot be taken over`);
  const becomeUser = value('becomeUser') ?? 'root';
  const elevated = become !== undefined && YES.test(become);
  if (elevated && becomeUser !== 'root') inventory.note(line, `${name}: scripts run as root or as the user, not as ${becomeUser}`);
  const extra = value('arguments');
  const jump = extra === undefined ? undefined : /(?:^|\s)["']?(?:-J\s*|-o\s*["']?ProxyJump[= ]\s*)["']?([\w.-]+)/.exec(extra)?.[1];
  if (extra !== undefined && jump === undefined) inventory.note(line, `${name}: its further arguments of ssh are not taken over`);
  const connection = {
    kind: known ?? undefined,
    host: host === name ? undefined : host,
    port: port === undefined ? undefined : portOf(port),
    user,
    sudo: elevated && becomeUser === 'root' ? true : undefined,
    jump,
  };
  return {
    line,
    name,
    tags: [],
    groups,
    connection: Object.fromEntries(Object.entries(connection).filter(([, part]) => part !== undefined)),
    ...(key === undefined || known === 'local' ? {} : { keyFile: key }),
    refused: known === null || (written !== undefined && known === undefined) ? `Rounds has no connection like ${written ?? ''}` : null,
  };
}

/** Variables that nothing was made of: by name, never with a value. */
function leftBehind(left: ReadonlyMap<string, number>): ImportNote[] {
  const secret = [...left.keys()].filter(isSecretName).sort();
  const other = [...left.keys()].filter((name) => !isSecretName(name)).sort();
  const some = (names: string[]): string => (names.length > 12 ? `${names.slice(0, 12).join(', ')} and ${names.length - 12} more` : names.join(', '));
  return [
    ...(secret.length > 0 ? [{ line: null, message: `${some(secret)}: left behind, since secrets belong in the vault, not in the set-up` }] : []),
    ...(other.length > 0 ? [{ line: null, message: `${some(other)}: variables that only playbooks use are not taken over` }] : []),
  ];
}
