/** For tests: a link to this computer that behaves like servers do on a bad day. */
import { readFileSync } from 'node:fs';
import { RoundsError } from '../../../shared/errors.ts';
import type { ChannelEnd, ExecChannel, Link } from '../link.ts';
import { openLocalLink, type LocalLinkOptions } from '../local/local-link.ts';
import type { ConnectionTarget, ScriptRequest } from '../transport.ts';

export interface TestLinkOptions extends LocalLinkOptions {
  /** What the account's login files do before the command: a piece of sh. */
  before?: string;
  /** Further channels are refused. */
  maxChannels?: number;
  /** Instead of opening again: what happens. Called with the number of the attempt, from 1. */
  onReopen?: (attempt: number) => void | Promise<void>;
  /** Called before each command is started. */
  onExec?: () => void;
  /** Called with what is written to a command, before it is written. */
  onWrite?: (data: string) => void;
  /** Commands are started, but nothing of theirs arrives. */
  silent?: boolean;
}

export interface TestLink extends Link {
  /** The connection breaks: nothing arrives any more, and the far end sees its stdin end. */
  cut(): void;
  options: TestLinkOptions;
  readonly opened: number;
}

export function openTestLink(options: TestLinkOptions = {}, shared = { reopens: 0 }): TestLink {
  const inner = openLocalLink(options);
  const channels = new Set<{ cut(): void; close(): void }>();
  let lose: (cause: string) => void = () => undefined;
  const lost = new Promise<string>((resolve) => (lose = resolve));
  let current: TestLink | null = null;
  let isCut = false;
  const link: TestLink = {
    description: 'test',
    options,
    lost,
    opened: 0,
    async exec(command) {
      options.onExec?.();
      if (isCut) throw new RoundsError('connect/connection-lost', 'The connection is lost', { reason: 'connection-lost' });
      if (channels.size >= (options.maxChannels ?? Infinity))
        throw new RoundsError('connect/channel-refused', 'No further channel', { reason: 'channel-refused' });
      const channel = await inner.exec(options.before === undefined ? command : `${options.before}\n${command}`);
      const wrapped = cuttable(channel, options);
      channels.add(wrapped);
      void channel.ended.then(() => channels.delete(wrapped));
      return wrapped;
    },
    async reopen() {
      shared.reopens += 1;
      await options.onReopen?.(shared.reopens);
      current = openTestLink(options, shared);
      return current;
    },
    cut() {
      if (isCut && current) return current.cut();
      isCut = true;
      for (const channel of channels) channel.cut();
      lose('It was cut');
    },
    async close() {
      for (const channel of channels) channel.close();
      await inner.close();
      lose('It was closed');
    },
  };
  return link;
}

function cuttable(channel: ExecChannel, options: TestLinkOptions): ExecChannel & { cut(): void } {
  const silent = options.silent === true;
  let isCut = false;
  let end: (value: ChannelEnd) => void = () => undefined;
  const ended = new Promise<ChannelEnd>((resolve) => (end = resolve));
  void channel.ended.then((value) => end(isCut ? { status: null, signal: null } : value));
  const listen = (add: (listener: (data: Buffer) => void) => void) => (listener: (data: Buffer) => void) =>
    add((data) => {
      if (!isCut && !silent) listener(data);
    });
  return {
    ended,
    onStdout: listen((listener) => channel.onStdout(listener)),
    onStderr: listen((listener) => channel.onStderr(listener)),
    write: (data) => {
      options.onWrite?.(String(data));
      return isCut ? Promise.reject(new Error('cut')) : channel.write(data);
    },
    end: () => channel.end(),
    pause: () => channel.pause(),
    resume: () => channel.resume(),
    signal: (name) => channel.signal(name),
    close: () => channel.close(),
    cut() {
      isCut = true;
      channel.close();
      end({ status: null, signal: null });
    },
  };
}

export const TEST_TARGET: ConnectionTarget = {
  computer: 'Lab/here',
  kind: 'local',
  host: 'localhost',
  persistentShell: true,
  limits: { resolve: 2000, connect: 2000, authenticate: 10_000 },
};

/** A request with generous limits. */
export function request(text: string, more: Partial<ScriptRequest> = {}): ScriptRequest {
  return { text, shell: 'sh', env: {}, access: 'read', idleTimeout: 30_000, timeout: 30_000, ...more };
}

/** Whether a process is there and not merely unreaped. */
export function alive(pid: number): boolean {
  try {
    return !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
