/** One command on an SSH connection, as the shell's code wants it: bytes, backpressure, one end. */
import type { ClientChannel } from 'ssh2';
import type { ChannelEnd, ExecChannel } from '../link.ts';

/** Wraps a channel whose command was accepted. Reading begins with the first listener, in the turn after it. */
export function execChannel(channel: ClientChannel, lost: Promise<string>): ExecChannel {
  const listeners = { stdout: [] as ((data: Buffer) => void)[], stderr: [] as ((data: Buffer) => void)[] };
  const writes = new Set<(error: Error) => void>();
  let reading = false;
  let paused = false;
  let over = false;
  let status: number | null = null;
  let signal: string | null = null;
  let settle: (end: ChannelEnd) => void = () => undefined;
  const ended = new Promise<ChannelEnd>((resolve) => (settle = resolve));

  const finish = (end: ChannelEnd) => {
    if (over) return;
    over = true;
    for (const reject of writes) reject(new Error('the command has ended'));
    writes.clear();
    settle(end);
  };
  // both are needed: ssh2 stops the whole channel while either is not read
  let open = 2;
  const streamEnded = () => {
    open -= 1;
    if (open === 0) finish({ status, signal });
  };
  channel.on('exit', (code: number | null, name?: string) => {
    status = code;
    signal = name === undefined ? null : name.replace(/^SIG/, '');
  });
  channel.once('close', streamEnded);
  channel.stderr.once('close', streamEnded);
  channel.on('error', () => undefined);
  channel.stderr.on('error', () => undefined);
  void lost.then(() => {
    // what has arrived is handed on first
    setImmediate(() => finish({ status: null, signal: null }));
  });

  const flow = () => {
    if (paused) return;
    channel.resume();
    channel.stderr.resume();
  };
  const read = () => {
    if (reading) return;
    reading = true;
    channel.on('data', (data: Buffer) => listeners.stdout.forEach((listener) => listener(data)));
    channel.stderr.on('data', (data: Buffer) => listeners.stderr.forEach((listener) => listener(data)));
    channel.pause();
    channel.stderr.pause();
    queueMicrotask(flow);
  };

  return {
    ended,
    onStdout: (listener) => {
      listeners.stdout.push(listener);
      read();
    },
    onStderr: (listener) => {
      listeners.stderr.push(listener);
      read();
    },
    write: (data) =>
      new Promise((resolve, reject) => {
        if (over || !channel.writable) {
          reject(new Error('the command has ended'));
          return;
        }
        // ssh2 never calls back for a channel that closes meanwhile
        writes.add(reject);
        channel.write(data, (error) => {
          writes.delete(reject);
          if (error) reject(error);
          else resolve();
        });
      }),
    end: () => {
      if (channel.writable) channel.end();
    },
    pause: () => {
      paused = true;
      channel.pause();
      channel.stderr.pause();
    },
    resume: () => {
      paused = false;
      if (reading) flow();
    },
    signal: (name) => {
      if (!over && channel.writable) channel.signal(name);
    },
    close: () => {
      finish({ status: null, signal: null });
      channel.close();
      channel.resume();
      channel.stderr.resume();
    },
  };
}
