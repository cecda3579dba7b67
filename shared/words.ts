/**
 * The vocabulary of the design, in kebab case, as it stands in YAML, JSON, tables and code.
 * One list a word; everything else derives from these.
 */

export const PLATFORMS = ['linux', 'macos', 'windows'] as const;
/** Operating-system family of a computer. */
export type Platform = (typeof PLATFORMS)[number];

export const ROLES = ['server', 'workstation', 'domain-controller'] as const;
/** What a computer is used for; a filter may ask for it. */
export type Role = (typeof ROLES)[number];

export const CONNECTION_KINDS = ['ssh', 'winrm', 'powershell', 'local'] as const;
export type ConnectionKind = (typeof CONNECTION_KINDS)[number];

export const CREDENTIAL_KINDS = ['ssh-key', 'password', 'ssh-agent'] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

export const ENFORCEMENTS = ['required', 'optional', 'adhoc', 'onboarding'] as const;
export type Enforcement = (typeof ENFORCEMENTS)[number];

export const ORIGINS = ['local', 'recommended'] as const;
export type Origin = (typeof ORIGINS)[number];

export const MODES = ['enforce', 'audit', 'monitor'] as const;
/** What a task deployment asks for: test and set; test; get. */
export type Mode = (typeof MODES)[number];

export const PHASES = ['initialization', 'evaluation', 'execution', 'completion'] as const;
export type Phase = (typeof PHASES)[number];

export const GOOD_RESULTS = ['success', 'already-compliant', 'skipped', 'not-applicable'] as const;
export const BAD_RESULTS = ['error', 'timeout', 'dependency-failure', 'incompatible'] as const;
/** Over, but neither good nor bad: the work was cancelled, or what happened could not be established. */
export const OPEN_RESULTS = ['cancelled', 'unknown'] as const;
export const LIVE_RESULTS = ['pending', 'running'] as const;
export const FINAL_RESULTS = [...GOOD_RESULTS, ...BAD_RESULTS, ...OPEN_RESULTS] as const;
export const RESULTS = [...FINAL_RESULTS, ...LIVE_RESULTS] as const;
export type FinalResult = (typeof FINAL_RESULTS)[number];
export type Result = (typeof RESULTS)[number];

const good: ReadonlySet<string> = new Set(GOOD_RESULTS);
const bad: ReadonlySet<string> = new Set(BAD_RESULTS);
const live: ReadonlySet<string> = new Set(LIVE_RESULTS);
export const isGood = (result: Result): boolean => good.has(result);
export const isBad = (result: Result): boolean => bad.has(result);
/** True once a result will not change any more. */
export const isFinal = (result: Result): result is FinalResult => !live.has(result);

export const SESSION_LIVE_STATUSES = ['queued', 'pending-connectivity', 'running'] as const;
export const SESSION_FINAL_STATUSES = ['passed', 'partly-failed', 'failed', 'not-reached', 'cancelled', 'interrupted', 'missed'] as const;
export const SESSION_STATUSES = [...SESSION_LIVE_STATUSES, ...SESSION_FINAL_STATUSES] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];
const liveStatus: ReadonlySet<unknown> = new Set(SESSION_LIVE_STATUSES);
/** True while a session is not over. */
export const isLiveStatus = (status: unknown): boolean => liveStatus.has(status);

/** How a connection is opened, step by step. */
export const CONNECT_STEPS = ['resolve', 'connect', 'host-key', 'authenticate', 'sudo', 'shell'] as const;

/** What a session is for. `exec` runs one script that no deployment asks for. */
export const SESSION_KINDS = ['maintenance', 'check', 'onboarding', 'exec'] as const;
export type SessionKind = (typeof SESSION_KINDS)[number];

export const ONBOARDING_STATES = ['needs-onboarding', 'onboarding', 'onboarded'] as const;
export type OnboardingState = (typeof ONBOARDING_STATES)[number];

/** The rule by which a candidate lost, in the order in which the rules are asked. */
export const LOSS_RULES = ['origin', 'target', 'enforcement', 'tie'] as const;
export type LossRule = (typeof LOSS_RULES)[number];

export const SHELLS = ['sh', 'powershell'] as const;
export type Shell = (typeof SHELLS)[number];

/** Where an output record came from. `rounds` is our own note in the log (a cap, a lost connection, a restart). */
export const STREAMS = ['stdout', 'stderr', 'warning', 'verbose', 'progress', 'error', 'information', 'debug', 'rounds'] as const;
export type Stream = (typeof STREAMS)[number];
