/**
 * What Rounds knows: the set-up (tenants, computers, groups, credentials, items, deployments) as plain data.
 * References are full: a computer is `TENANT/NAME`, a group `TENANT/NAME` or, where it belongs to no tenant, `NAME`.
 */
import type { Limits } from './limits.ts';
import type { ConnectionKind, CredentialKind, Enforcement, Mode, OnboardingState, Origin, Platform, Role } from './words.ts';

/** `TENANT/NAME`. Neither part holds a slash. */
export type ComputerId = string;

/** How a computer is reached. Every field may come from the tenant, then a group, then the computer itself. */
export interface ConnectionOptions {
  kind?: ConnectionKind;
  /** Address or name; the computer's own name where it is not given. Also looked up as a Host of `~/.ssh/config`. */
  host?: string;
  port?: number;
  user?: string;
  /** Name of a credential. */
  credential?: string;
  /** Scripts run as root: without a password (`true`) or with the one of a credential. */
  sudo?: boolean | { credential: string };
  /** Name of the computer to go through. `TENANT/NAME` once loaded. */
  jump?: ComputerId;
  /** A known_hosts file instead of the user's; the system's is read as well. */
  knownHosts?: string;
  /** One channel a script instead of one shell for all: for servers that allow no lasting shell. */
  persistentShell?: boolean;
}

export interface Tenant {
  name: string;
  connection?: ConnectionOptions;
  limits?: Partial<Limits>;
}

export interface Credential {
  name: string;
  kind: CredentialKind;
  /** Absolute path of a private key. The secret of an `ssh-key` is its passphrase. */
  keyFile?: string;
}

export interface Computer {
  /** `TENANT/NAME`. */
  id: ComputerId;
  name: string;
  tenant: string;
  tags: string[];
  connection?: ConnectionOptions;
  limits?: Partial<Limits>;
}

/** All that is named must hold. A fact compares as text, without regard to case. */
export interface Filter {
  platform?: Platform;
  role?: Role;
  tag?: string;
  fact?: Record<string, string>;
}

export interface Group {
  /** `TENANT/NAME`, or `NAME` for a group across tenants. */
  id: string;
  name: string;
  tenant?: string;
  /** Fixed members. Either these or a filter. */
  members?: ComputerId[];
  filter?: Filter;
  connection?: ConnectionOptions;
}

export type Target =
  | { computer: ComputerId }
  | { group: string }
  | { tag: string; tenant?: string }
  | { filter: Filter; tenant?: string }
  | { tenant: string }
  | { all: true };

export type VersionWish = 'latest' | 'any' | 'updateIfFound' | 'absent' | { atLeast: string } | { exactly: string } | { atMost: string };
export type DesiredState = 'ignore' | VersionWish;

/** A parameter's value as it stands in the set-up. A secret is named, never written. */
export type ParameterValue = string | number | boolean | string[] | { secret: string };

export interface Deployment {
  /** Unique; it is the stable id, so that two workstations with the same set-up decide alike. */
  name: string;
  item: string;
  /** Which one, where one item is wanted twice on a computer. */
  instance: string | null;
  target: Target;
  enforcement: Enforcement;
  origin: Origin;
  /** Software: the version wanted. `ignore` for a task or a software: the exception. */
  state?: DesiredState;
  /** Tasks only. */
  mode: Mode;
  parameters: Record<string, ParameterValue>;
  enabled: boolean;
  limits?: Partial<Limits>;
}

export const PARAMETER_TYPES = ['string', 'integer', 'number', 'boolean', 'list'] as const;
export interface ParameterSchema {
  type: (typeof PARAMETER_TYPES)[number];
  description?: string;
  required?: boolean;
  secret?: boolean;
  default?: string | number | boolean | string[];
  /** The only values that are taken. */
  enum?: (string | number)[];
  /** Regular expression (JavaScript, unicode) that a string must match as a whole. */
  pattern?: string;
  /** What the pattern takes, in words, as it follows "allowed: ". */
  patternText?: string;
  minimum?: number;
  maximum?: number;
}

export interface Dependency {
  item: string;
  /** Only orders; its failure blocks nothing. */
  soft: boolean;
}

/** `{section: 'unordered'}` or one of the ends, where a number may order (lower first). */
export interface ItemPlace {
  section: 'beginning' | 'unordered' | 'end';
  order?: number;
}

export const TASK_SCRIPTS = ['get', 'test', 'set'] as const;
/** `downgrade` is optional: the way back to an older version, where uninstall and install is not it. */
export const SOFTWARE_SCRIPTS = ['detect', 'available', 'install', 'upgrade', 'downgrade', 'uninstall'] as const;
export type ScriptName = (typeof TASK_SCRIPTS)[number] | (typeof SOFTWARE_SCRIPTS)[number];
/** The scripts that only look. A connection in read mode sends no other (P6). */
export const READ_SCRIPTS: ReadonlySet<ScriptName> = new Set(['get', 'test', 'detect', 'available']);

export const VERSION_SCHEMES = ['semver', 'debian', 'rpm', 'dotted'] as const;
export type VersionScheme = (typeof VERSION_SCHEMES)[number];

export const ITEM_SOURCES = ['catalogue', 'local', 'inline'] as const;

export interface ScriptSource {
  /** File name inside the item's folder; its ending chooses the shell (`.sh`, `.ps1`). */
  file: string;
  text: string;
}

export interface ItemFile {
  /** Path inside the item's folder, with `/`. */
  path: string;
  /** Lower-case hexadecimal. */
  sha256: string;
  bytes: number;
  executable: boolean;
}

/** One maintenance item, as it was loaded: definition, scripts and the hashes of its files. */
export interface Item {
  id: string;
  name: string;
  description?: string;
  kind: 'task' | 'software';
  platforms: Platform[];
  when?: Filter;
  /** Milliseconds, where the item names one. */
  timeout?: number;
  parameters: Record<string, ParameterSchema>;
  dependsOn: Dependency[];
  place: ItemPlace;
  mayRestart: boolean;
  files: ItemFile[];
  scripts: Partial<Record<Platform, Partial<Record<ScriptName, ScriptSource>>>>;
  versionScheme?: VersionScheme;
  /** sha256 over all of the above: the version of the item that a session froze. */
  hash: string;
  /** Absolute path of the folder that holds its files. Not part of the hash. */
  folder: string;
  /** Came with the program (`catalogue`), from a folder of the set-up (`local`), or is the script of one `exec` (`inline`). */
  source: (typeof ITEM_SOURCES)[number];
}

/** What initialization gathered, flat. Known keys: see FACT_KEYS; items may ask for any. */
export type Facts = Record<string, string>;

export const FACT_KEYS = [
  'platform', // linux, macos, windows
  'role', // server, workstation, domain-controller
  'os', // debian, ubuntu, fedora, ...
  'os-name', // Debian GNU/Linux 12 (bookworm)
  'os-version',
  'os-like', // space separated
  'kernel',
  'arch',
  'hostname',
  'memory-mb',
  'disk-root-free-mb',
  'disk-root-total-mb',
  'boot-id', // changes with every boot
  'pending-restart', // true, false
  'shell', // what runs our scripts: dash, bash, busybox, ...
  'user',
  'elevated', // true when scripts run as root or administrator
  'init', // systemd, openrc, none, ...
  'package-manager', // apt, dnf, apk, zypper, pacman, none
] as const;

/** The whole set-up, as resolution and the runner take it. */
export interface SetUp {
  tenants: Tenant[];
  credentials: Credential[];
  computers: Computer[];
  groups: Group[];
  deployments: Deployment[];
  items: Item[];
  /** Items that are there and could not be loaded: what is wrong with each, with its place. */
  unloaded?: Record<string, string>;
  limits: Partial<Limits>;
}

export interface ComputerState {
  facts: Facts;
  onboarding: OnboardingState;
  /** Milliseconds since 1970, or null. */
  lastSeen: number | null;
}
