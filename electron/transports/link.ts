/**
 * A link is an open, authenticated way to a computer that can start commands: SSH, or this computer itself.
 * It moves bytes and knows no shell; shell/ knows the dialect and knows no protocol.
 */

/** How a command's channel ended. */
export interface ChannelEnd {
  status: number | null;
  signal: string | null;
}

/** One running command: bytes in, bytes out, stdout and stderr apart. */
export interface ExecChannel {
  onStdout(listener: (data: Buffer) => void): void;
  onStderr(listener: (data: Buffer) => void): void;
  /** Resolves once both streams are at their end and the status is known, or the link broke (then both null). */
  readonly ended: Promise<ChannelEnd>;
  /** Resolves when the data was taken by the operating system; rejects when the channel is gone. */
  write(data: string | Buffer): Promise<void>;
  /** Ends the command's stdin. */
  end(): void;
  /** Stops and goes on reading both streams (backpressure). */
  pause(): void;
  resume(): void;
  /** Asks the far end to signal the command's process group. Best effort: not every server does it. */
  signal(name: 'TERM' | 'KILL' | 'INT' | 'HUP'): void;
  /** Lets go of the channel at once. */
  close(): void;
}

export interface Link {
  /** For the log: `root@127.0.1.1:22, ed25519 SHA256:..., publickey`. Never a secret. */
  readonly description: string;
  /** Starts a command under the account's login shell, without a terminal. @throws RoundsError `connect/channel-refused`, `connect/login-refused` or `connect/connection-lost`. */
  exec(command: string): Promise<ExecChannel>;
  /** Resolves with the cause when the link broke or was closed; never rejects. */
  readonly lost: Promise<string>;
  /** Opens the same way again (same address, credentials, host key), after it broke. @throws like the first time. */
  reopen(signal?: AbortSignal): Promise<Link>;
  /** Never throws; bounded in time. */
  close(): Promise<void>;
}
