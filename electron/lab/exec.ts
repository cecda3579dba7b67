import type { Writable } from 'node:stream';
import type { ServerChannel } from 'ssh2';
import { endGroup, signalGroup, startShell } from './process-group.ts';

/** A command that runs for one channel. */
export interface RunningCommand {
  /** Name without `SIG`, as the protocol has it. */
  signal(name: string): void;
  /** The client went away: the process group ends. */
  abandon(): void;
}

/** Resolves when everything written so far was handed to the connection, or the stream is gone. */
function flushed(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableEnded) return resolve();
    stream.once('close', resolve);
    stream.write('', () => resolve());
  });
}

/**
 * Runs a command (or, with null, a shell that reads its commands) for a channel: streams apart and in full duplex, each held
 * back by the slower side; the channel ends with the command's status or signal once both streams are at their end.
 */
export function runForChannel(
  channel: ServerChannel,
  command: string | null,
  options: { home: string; labId: string; user: string },
): RunningCommand {
  const child = startShell(command, options.home, options.labId, options.user);
  const { pid } = child;
  let gone = false;
  const abandon = () => {
    if (gone) return;
    gone = true;
    child.stdin.destroy();
    if (pid !== undefined) endGroup(pid);
    // What nobody reads any more must not hold the process back.
    child.stdout.resume();
    child.stderr.resume();
  };
  const finish = async (status: number | null, signal: NodeJS.Signals | null) => {
    await Promise.all([flushed(channel), flushed(channel.stderr)]);
    if (gone) return;
    if (signal !== null) channel.exit(signal.replace(/^SIG/, ''), false, '');
    else channel.exit(status ?? 255);
    channel.end();
  };
  child.stdin.on('error', () => undefined);
  channel.on('error', () => undefined);
  channel.once('close', abandon);
  child.once('error', (error) => {
    channel.stderr.write(`lab: ${error.message}\n`);
    void finish(126, null);
  });
  child.once('close', (status, signal) => {
    if (pid !== undefined) void finish(status, signal);
  });
  channel.pipe(child.stdin);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  return {
    signal: (name) => {
      if (pid !== undefined && /^[A-Z0-9]{2,10}$/.test(name)) signalGroup(pid, `SIG${name}` as NodeJS.Signals);
    },
    abandon,
  };
}
