import { RoundsError } from '../../../shared/errors.ts';
import type { Link } from '../link.ts';
import type { Elevation } from './elevation.ts';
import { readFrame, workFolderFrame, type ShellInfo } from './frames.ts';
import { openShell, type OpenOptions } from './open-shell.ts';
import type { FrameSink, ShellChannel } from './shell-channel.ts';
import { sleep } from './sleep.ts';

/** Times that tests shorten, milliseconds. */
export interface ShellTimes {
  /** Between SIGTERM and SIGKILL. */
  grace: number;
  /** Within which the end of a process must be confirmed. */
  confirm: number;
  /** First pause before a broken connection is opened again; doubled up to `backoffMax`. */
  backoff: number;
  backoffMax: number;
  /** For Rounds' own short scripts. */
  own: number;
}

export const SHELL_TIMES: ShellTimes = { grace: 2000, confirm: 5000, backoff: 1000, backoffMax: 30_000, own: 15_000 };

/** Reasons that no further attempt changes. */
const FINAL = new Set(['host-key-changed', 'host-key-revoked', 'host-key-unknown', 'cancelled-by-operator', 'connection-invalid']);
/** A server that refuses a channel, or a command in it, because another one is not quite gone yet is asked this often. */
const NO_ROOM: ReadonlySet<string> = new Set(['connect/channel-refused', 'connect/login-refused', 'connect/too-many-open-files']);
const ROOM_ATTEMPTS = 10;
const ROOM_PAUSE_MS = 100;

/** What a script of Rounds' own answered. */
export interface Answer {
  status: number;
  stdout: string;
  /** The shell that said so. */
  info: ShellInfo;
}

/** Where shells come from: the link, opened again when it broke, and the work folder that outlives both. */
export class ShellSupply {
  readonly elevation: Elevation;
  readonly single: boolean;
  readonly times: ShellTimes;
  readonly #limit: number;
  readonly #folderName: string;
  #link: Link;
  #cause: string | null = null;
  /** How often the link broke since a script last ended over it. */
  #breaks = 0;
  /** A script used up its time on a link that broke again and again, and none ended over it since. */
  #barren = false;
  /** Undefined until it was asked for; null where no place takes a file. */
  #folder: string | null | undefined;
  /** Shells that still run out. */
  readonly #draining = new Set<ShellChannel>();
  #id = 0;

  constructor(link: Link, options: { elevation: Elevation; single: boolean; times: ShellTimes; limit: number; folderName: string }) {
    this.elevation = options.elevation;
    this.single = options.single;
    this.times = options.times;
    this.#limit = options.limit;
    this.#folderName = options.folderName;
    this.#link = link;
    this.#watch(link);
  }

  get link(): Link {
    return this.#link;
  }

  /** Why the link broke; null while it holds. */
  get cause(): string | null {
    return this.#cause;
  }

  /** How long it is waited before the link is opened again: not at all after it broke once, then longer each time. Milliseconds. */
  get pause(): number {
    return this.#breaks < 2 ? 0 : Math.min(this.times.backoff * 2 ** (this.#breaks - 2), this.times.backoffMax);
  }

  /** A script ended over the link: it is of use. */
  worked(): void {
    this.#breaks = 0;
    this.#barren = false;
  }

  /** Says that the link broke too often for a script. True when the one before it said so too: no other one is to try. */
  exhausted(): boolean {
    const again = this.#barren;
    this.#barren = true;
    return again;
  }

  /** What is wrong with a link that breaks again and again. */
  get trouble(): string {
    const cause = this.#cause ?? 'the shell ended';
    return this.#breaks < 2 ? cause : `The connection broke ${this.#breaks} times before anything ended over it; at last: ${cause}`;
  }

  get knownFolder(): string | null | undefined {
    return this.#folder;
  }

  nextId(): number {
    this.#id += 1;
    return this.#id;
  }

  /** Whether the link broke, for a channel that ended without saying how. */
  async broke(): Promise<boolean> {
    const enough = new AbortController();
    if (this.#cause === null) await Promise.race([this.#link.lost, sleep(this.times.backoff, enough.signal)]);
    enough.abort();
    return this.#cause !== null;
  }

  /** Opens the link again if it broke; pauses between attempts. @throws the last failure when `until` is over or it is final. */
  async reopen(until: number, signal: AbortSignal): Promise<void> {
    if (this.#cause !== null && this.pause > 0) {
      const lost = () => new RoundsError('connect/connection-lost', this.trouble, { reason: 'connection-lost' });
      if (Date.now() + this.pause >= until) throw lost();
      await sleep(this.pause, signal);
      if (signal.aborted) throw lost();
    }
    for (let pause = this.times.backoff; this.#cause !== null; pause = Math.min(pause * 2, this.times.backoffMax)) {
      try {
        const link = await this.#link.reopen(signal);
        this.#cause = null;
        this.#link = link;
        this.#watch(link);
      } catch (error) {
        const final = error instanceof RoundsError && error.details.reason !== undefined && FINAL.has(error.details.reason);
        if (final || signal.aborted || Date.now() + pause >= until) throw error;
        await sleep(pause, signal);
        if (signal.aborted) throw error;
      }
    }
  }

  /** A shell that answers. @throws RoundsError `connect/*`. */
  async open(signal?: AbortSignal, single?: OpenOptions['single']): Promise<ShellChannel> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const shell = await openShell(this.#link, { elevation: this.elevation, limit: this.#limit, signal, single });
        if (this.#folder && !single) await this.#takeFolder(shell);
        return shell;
      } catch (error) {
        const refused = error instanceof RoundsError && NO_ROOM.has(error.kind);
        if (!refused || attempt >= ROOM_ATTEMPTS) throw error;
        for (const old of this.#draining) old.close();
        await sleep(ROOM_PAUSE_MS, signal);
      }
    }
  }

  /** Lets a shell run out whose scripts left something behind that may still write. */
  drain(shell: ShellChannel): void {
    this.#draining.add(shell);
    void shell.ended.then(() => this.#draining.delete(shell));
    shell.drain();
  }

  /** Runs a short script of Rounds' own, in the shell or, one channel a script, in one of its own. Null when nothing answered. */
  async ask(shell: ShellChannel | null, frame: (prefix: string, id: number) => string): Promise<Answer | null> {
    const id = this.nextId();
    const parts: Buffer[] = [];
    let ended: (status: number | null) => void = () => undefined;
    const status = new Promise<number | null>((resolve) => (ended = resolve));
    const sink: FrameSink = {
      started: () => undefined,
      output: (stream, data) => void (stream === 'stdout' && parts.push(Buffer.from(data))),
      ended: (end) => ended(end.status),
    };
    const timer = setTimeout(() => ended(null), this.times.own);
    try {
      const own = shell ?? (await this.open(undefined, { id, frame: (prefix) => frame(prefix, id), sink }));
      void own.ended.then(() => ended(null));
      if (shell) shell.send(id, frame(shell.prefix, id), sink);
      const said = await status;
      if (!shell) own.close();
      return said === null ? null : { status: said, stdout: Buffer.concat(parts).toString('utf8'), info: own.info };
    } finally {
      clearTimeout(timer);
    }
  }

  /** The work folder, made when it is first needed: a session that only looks writes nothing. Null where no place takes a file. */
  async folder(shell: ShellChannel | null): Promise<string | null> {
    if (this.#folder === undefined) await this.#takeFolder(shell);
    return this.#folder ?? null;
  }

  /** The computer was started anew, which may have cleared the work folder: a lasting shell took it again, one channel a script does so when it is needed. */
  restarted(): void {
    if (this.single) this.#folder = undefined;
  }

  async #takeFolder(shell: ShellChannel | null): Promise<void> {
    const answer = await this.ask(shell, (prefix, id) => workFolderFrame(prefix, id, this.#folderName, !this.single));
    if (answer) this.#folder = answer.stdout === '' ? null : answer.stdout;
  }

  /** Removes the work folder and closes what is open. Never throws; the caller bounds it. */
  async close(shell: ShellChannel | null): Promise<void> {
    for (const old of this.#draining) old.close();
    try {
      if (this.#cause === null && this.#folder) {
        const env = { ROUNDS_FOLDER: this.#folder };
        await this.ask(shell, (prefix, id) => `trap - EXIT;${readFrame(prefix, { id, text: 'cd / && rm -rf "$ROUNDS_FOLDER"', env })}`);
        shell?.end();
      } else shell?.end();
    } catch {
      // What cannot be reached any more cannot be cleared; the shell's own trap does it.
    }
    shell?.close();
    await this.#link.close();
  }

  #watch(link: Link): void {
    void link.lost.then((cause) => {
      if (this.#link !== link) return;
      this.#cause = cause;
      this.#breaks += 1;
    });
  }
}
