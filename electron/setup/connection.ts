/** How a computer is reached once everything is inherited and looked up. */
import { RoundsError } from '../../shared/errors.ts';
import { mergeLimits } from '../../shared/limits.ts';
import type { Computer, ComputerId, ConnectionOptions, Facts, Group, SetUp } from '../../shared/model.ts';
import { compareNames, computerOf, targetHolds } from '../resolution/index.ts';
import type { ConnectionTarget, ResolvedCredential } from '../transports/transport.ts';

export interface EffectiveConnection {
  target: ConnectionTarget;
  /** Sentences: groups that contradict each other. */
  warnings: string[];
}

interface Merged {
  options: ConnectionOptions;
  warnings: string[];
}

/**
 * The connection of a computer: its tenant's, then those of the groups that hold it, then its own; a later one that
 * names an option wins. Groups come in the order of their ids, so of two that contradict each other the last by id
 * wins, and a warning says so. A group whose filter asks for facts that are not known yet gives nothing.
 * An inherited jump never leads back to a computer that the way already goes through: a bastion that its tenant names as
 * jump for all is itself reached directly.
 * @param facts what is known of the computer, for groups with a filter.
 * @throws RoundsError `setup/unknown-computer`, `connect/credential-missing`, `connect/connection-invalid` (a jump that
 * does not exist or goes in a circle).
 */
export function effectiveConnection(setUp: SetUp, computer: ComputerId, facts: Facts = {}): EffectiveConnection {
  return connectionOn(setUp, computer, facts, []);
}

function connectionOn(setUp: SetUp, id: ComputerId, facts: Facts, way: ComputerId[]): EffectiveConnection {
  const computer = computerOf(setUp, id);
  if (!computer) throw new RoundsError('setup/unknown-computer', `there is no computer ${id}`, { computer: id });
  const { options, warnings } = mergedOptions(setUp, computer, facts);
  const tenant = setUp.tenants.find((each) => each.name === computer.tenant);
  const limits = mergeLimits(setUp.limits, tenant?.limits, computer.limits);
  const kind = options.kind ?? 'ssh';
  const target: ConnectionTarget = {
    computer: id,
    kind,
    host: options.host ?? computer.name,
    persistentShell: options.persistentShell ?? true,
    limits: { resolve: limits.resolve, connect: limits.connect, authenticate: limits.authenticate },
  };
  if (options.sudo === true) target.sudo = {};
  else if (typeof options.sudo === 'object') target.sudo = { password: credentialOf(setUp, id, options.sudo.credential) };
  if (kind === 'local') return { target, warnings };
  if (options.port !== undefined) target.port = options.port;
  if (options.user !== undefined) target.user = options.user;
  if (options.knownHosts !== undefined) target.knownHosts = options.knownHosts;
  if (options.credential !== undefined) target.credential = credentialOf(setUp, id, options.credential);
  const jump = jumpOf(setUp, computer, options.jump, [...way, id]);
  if (jump === undefined) return { target, warnings };
  const through = connectionOn(setUp, jump, {}, [...way, id]);
  target.jump = through.target;
  return { target, warnings: [...warnings, ...through.warnings] };
}

/** The connection options of a computer with everything inherited, for people to look at: names of credentials, no secrets. */
export function mergedConnection(setUp: SetUp, id: ComputerId, facts: Facts): ConnectionOptions {
  const computer = computerOf(setUp, id);
  return computer ? mergedOptions(setUp, computer, facts).options : {};
}

/** What a computer would have if its own connection said nothing, and who gives each option. */
export function inheritedConnection(setUp: SetUp, id: ComputerId, facts: Facts): { option: string; value: unknown; from: string }[] {
  const computer = computerOf(setUp, id);
  if (!computer) return [];
  const given = new Map<string, { value: unknown; from: string }>();
  const take = (from: string, options: ConnectionOptions | undefined): void => {
    for (const [option, value] of Object.entries(options ?? {})) given.set(option, { value, from });
  };
  take(computer.tenant, setUp.tenants.find((each) => each.name === computer.tenant)?.connection);
  for (const group of groupsWithConnection(setUp, computer, facts)) take(group.id, group.connection);
  return [...given].map(([option, one]) => ({ option, ...one }));
}

/** Which computers are reached with each credential, for the login or for sudo. Lets others work in between: there may be 10,000 computers. */
export async function credentialUse(setUp: SetUp, factsOf: (id: ComputerId) => Facts): Promise<Map<string, Set<ComputerId>>> {
  const used = new Map<string, Set<ComputerId>>();
  const add = (credential: string | undefined, id: ComputerId): void => {
    if (credential === undefined) return;
    const ids = used.get(credential) ?? new Set();
    used.set(credential, ids.add(id));
  };
  const grouped = { ...setUp, groups: setUp.groups.filter((group) => group.connection !== undefined) };
  for (const [index, computer] of setUp.computers.entries()) {
    if (index % PIECE === PIECE - 1) await new Promise((resolve) => setImmediate(resolve));
    const { kind, credential, sudo } = mergedOptions(grouped, computer, factsOf(computer.id)).options;
    if (kind !== 'local') add(credential, computer.id);
    if (typeof sudo === 'object') add(sudo.credential, computer.id);
  }
  return used;
}

/** So many computers are looked at in one go. */
const PIECE = 200;

/** Where the options of a computer come from: its tenant, the groups that hold it, itself; a later one that names an option wins. */
export function connectionLayers(setUp: SetUp, computer: Computer, facts: Facts): { by: string | null; options: ConnectionOptions }[] {
  return layersWith(groupsWithConnection(setUp, computer, facts), setUp, computer);
}

function layersWith(groups: readonly Group[], setUp: SetUp, computer: Computer): { by: string | null; options: ConnectionOptions }[] {
  const tenant = setUp.tenants.find((each) => each.name === computer.tenant);
  return [
    { by: `tenant ${computer.tenant}`, options: tenant?.connection ?? {} },
    ...groups.map((group) => ({ by: `group ${group.id}`, options: group.connection ?? {} })),
    { by: null, options: computer.connection ?? {} },
  ];
}

/** Those that hold the computer, in the order in which they count. */
function groupsWithConnection(setUp: SetUp, computer: Computer, facts: Facts): Group[] {
  return setUp.groups
    .filter((group) => group.connection !== undefined && targetHolds({ group: group.id }, computer, facts, setUp).held === 'yes')
    .sort((a, b) => compareNames(a.id, b.id));
}

function mergedOptions(setUp: SetUp, computer: Computer, facts: Facts): Merged {
  const groups = groupsWithConnection(setUp, computer, facts);
  const warnings: string[] = [];
  const givenBy = new Map<string, { group: string; value: string }>();
  for (const group of groups) {
    for (const [option, value] of Object.entries(group.connection ?? {})) {
      const earlier = givenBy.get(option);
      const text = JSON.stringify(value);
      if (earlier && earlier.value !== text && !Object.hasOwn(computer.connection ?? {}, option)) {
        warnings.push(`${computer.id}: groups ${earlier.group} and ${group.id} both set connection.${option}; ${group.id} wins`);
      }
      givenBy.set(option, { group: group.id, value: text });
    }
  }
  const options = Object.assign({}, ...layersWith(groups, setUp, computer).map((layer) => layer.options)) as ConnectionOptions;
  return { options, warnings };
}

function jumpOf(setUp: SetUp, computer: Computer, jump: ComputerId | undefined, way: ComputerId[]): ComputerId | undefined {
  if (jump === undefined) return undefined;
  if (way.includes(jump)) {
    if (computer.connection?.jump === undefined) return undefined;
    const circle = [...way.slice(way.indexOf(jump)), jump].join(' -> ');
    throw new RoundsError('connect/connection-invalid', `the jump hosts go in a circle: ${circle}`, {
      computer: computer.id,
      reason: 'connection-invalid',
    });
  }
  if (computerOf(setUp, jump)) return jump;
  throw new RoundsError('connect/connection-invalid', `${computer.id} goes through ${jump}, and there is no such computer`, {
    computer: computer.id,
    reason: 'connection-invalid',
  });
}

function credentialOf(setUp: SetUp, computer: ComputerId, name: string): ResolvedCredential {
  const credential = setUp.credentials.find((each) => each.name === name);
  if (credential) return { ...credential };
  throw new RoundsError('connect/credential-missing', `${computer} names the credential '${name}', and there is none of that name`, {
    computer,
    reason: 'credential-missing',
  });
}
