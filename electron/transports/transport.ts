/**
 * The one interface over every way to reach a computer.
 *
 * A transport opens a Connection; a connection lasts for its session and runs every script in it. It never throws for
 * what a script does: a script always ends in an Outcome. It throws `RoundsError` with kind `connect/REASON` when the
 * computer cannot be reached or used, where REASON is one of shared/reasons.ts and the message says which step failed.
 */
import type { ComputerId } from '../../shared/model.ts';
import type { OutputRecord } from '../../shared/record.ts';
import type { CONNECT_STEPS, CredentialKind, Platform, Shell } from '../../shared/words.ts';

/**
 * Where a secret comes from (the environment, stdin, the vault, a question). Null when nobody can give it. The signal ends a
 * question that nobody needs answered any more.
 */
export type SecretSource = (name: string, purpose: string, signal?: AbortSignal) => Promise<string | null>;

/** A host key that is not known yet; who is there may trust it. Asked before any secret is sent (P29). */
export interface HostKeyQuestion {
  /** As a person would write it: `web-1 (127.0.1.1:22)`. */
  host: string;
  keyType: string;
  /** `SHA256:...` */
  fingerprint: string;
}

export interface ResolvedCredential {
  name: string;
  kind: CredentialKind;
  keyFile?: string;
}

/** A computer's connection with everything inherited and looked up: what a transport needs and nothing else. */
export interface ConnectionTarget {
  computer: ComputerId;
  kind: 'ssh' | 'local' | 'winrm' | 'powershell';
  host: string;
  /** Only where the set-up names one: what it leaves open, `~/.ssh/config` and then the protocol's default decide. */
  port?: number;
  user?: string;
  credential?: ResolvedCredential;
  /** Scripts run as root; `password` is the credential whose secret sudo is given. */
  sudo?: { password?: ResolvedCredential };
  jump?: ConnectionTarget;
  knownHosts?: string;
  persistentShell: boolean;
  limits: { resolve: number; connect: number; authenticate: number };
}

export interface ConnectContext {
  secrets: SecretSource;
  /** Answers whether a key is trusted; absent where there is nobody to ask. */
  trust?: (question: HostKeyQuestion) => Promise<boolean>;
  signal?: AbortSignal;
  /** Called as each step begins and ends, for `doctor` and the connection test. */
  onStep?: (step: ConnectStep) => void;
  /** What is odd but stops nothing: an unreadable line of a known_hosts file, a setting of `~/.ssh/config` that is not followed. Said once. */
  onWarning?: (message: string) => void;
}

export interface ConnectStep {
  step: (typeof CONNECT_STEPS)[number];
  state: 'started' | 'ok' | 'failed';
  /** An address, a fingerprint, a method: never a secret. */
  detail?: string;
}

export interface ScriptRequest {
  /** The script itself. Parameters are never spliced into it. */
  text: string;
  shell: Shell;
  /** Environment variables; not on any command line. Values may be secrets. */
  env: Record<string, string>;
  /** `change` scripts run in a process group of their own, so that what they leave running survives later clean-up. */
  access: 'read' | 'change';
  /** Longest silence, milliseconds. */
  idleTimeout: number;
  /** Longest run, milliseconds; also the budget for finding it again after the connection broke. */
  timeout: number;
  signal?: AbortSignal;
  /** Called when the script really begins on the computer: pipelined ones wait for those before them. */
  onStart?: () => void;
  /**
   * Live output, in order. May return a promise: until it settles no further output is read (backpressure).
   * What it throws ends the script as `lost` with its message: the record comes first.
   */
  onOutput?: (records: OutputRecord[]) => void | Promise<void>;
}

/** How a script ended. Exactly one for every run. */
export type Outcome =
  | {
      kind: 'exited';
      status: number;
      /** The script asked for a restart by its status (194 sh, 3010, 1641) or through the file in ROUNDS_RESTART. */
      restart: boolean;
      ms: number;
      /** The connection broke meanwhile, and how it ended was found afterwards; output may be missing. */
      reconnected: boolean;
    }
  | { kind: 'signalled'; signal: string; ms: number }
  /**
   * Ended by us; `running` is null when it is gone for certain or never began, else the remote process id, or `unknown` when it
   * may still run and never told its process.
   */
  | { kind: 'timeout'; limit: 'idle-output' | 'action'; running: number | 'unknown' | null; ms: number }
  | { kind: 'cancelled'; running: number | 'unknown' | null; ms: number }
  /** The host was asked for input (a prompt of PowerShell). Shells without such a call never say this. */
  | { kind: 'input-requested'; ms: number }
  /** The script never began: a shell that is missing, a file that could not be written. */
  | { kind: 'not-started'; reason: 'shell-missing' | 'connection-lost'; message: string; ms: number }
  /**
   * How the script ended could not be established within its time: the connection broke. `running` is the process that may
   * still run, `unknown` when it never told its process, and null when it is gone, or only looked. `restarted`: the computer
   * was started anew while it ran, so that nothing of it runs any more.
   */
  | { kind: 'lost'; message: string; running: number | 'unknown' | null; restarted?: boolean; ms: number };

export interface Connection {
  readonly platform: Platform;
  /** How it was reached, for the log: address, user, method, host key. Never a secret. */
  readonly description: string;
  /**
   * Runs a script. Calls may overlap: they are sent at once and run one after the other, in order (pipelining).
   * Never throws; refuses `change` while `access` is `read` with an exception of kind `internal/access`, which is a bug.
   */
  run(request: ScriptRequest): Promise<Outcome>;
  /** `read` until the session says otherwise: in it only scripts that look can be sent (P6, P8). */
  access: 'read' | 'change';
  /**
   * Copies local files into a fresh folder on the computer (mode 0700) and returns its remote path; the same content
   * hash is sent once a connection. Executable bits are kept. Removed when the connection closes.
   * @throws RoundsError `transport/put-file`.
   */
  putFiles(files: { path: string; sha256: string; source: string; executable: boolean }[]): Promise<string>;
  /** Copies one file from the computer. @throws RoundsError `transport/get-file`. */
  getFile(remotePath: string, localPath: string): Promise<void>;
  /** Facts of the computer, gathered by one read script. @throws RoundsError `transport/facts`. */
  facts(options: { timeout: number; signal?: AbortSignal }): Promise<Record<string, string>>;
  /** Ends the shell and the connection, and removes what was pushed. Never throws; bounded in time. */
  close(): Promise<void>;
}

export interface Transport {
  /** For how many more connections at once this workstation has room; null where it does not say. */
  room?(): number | null;
  connect(target: ConnectionTarget, context: ConnectContext): Promise<Connection>;
  /**
   * A cheap look whether the computer is there (its port answers), for those that are waited for. Never authenticates.
   * Resolves to null when it answers, else to the reason why not.
   */
  probe(
    target: ConnectionTarget,
    signal?: AbortSignal,
  ): Promise<'resolve-timeout' | 'name-not-found' | 'connect-timeout' | 'connect-refused' | 'unreachable' | null>;
}
