import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { hostname, userInfo } from 'node:os';
import { outOfFiles, RoundsError } from '../../../shared/errors.ts';
import type { ChannelEnd, ExecChannel, Link } from '../link.ts';

/** After a command ended, what it left running may hold its output open: it is waited for this long, milliseconds. */
const OUTPUT_AFTER_EXIT_MS = 300;

export interface LocalLinkOptions {
  /** Runs the commands; /bin/sh where it is not given. */
  shell?: string;
  env?: Record<string, string | undefined>;
}

/** A link to this computer: commands are child processes, each in a process group of its own. It never breaks by itself. */
export function openLocalLink(options: LocalLinkOptions = {}): Link {
  const channels = new Set<ExecChannel>();
  let lose: (cause: string) => void = () => undefined;
  const lost = new Promise<string>((resolve) => (lose = resolve));
  let open = true;
  return {
    description: `local, ${userInfo().username}@${hostname()}`,
    lost,
    async exec(command) {
      if (!open) throw new RoundsError('connect/connection-lost', 'The local connection is closed', { reason: 'connection-lost' });
      const channel = await start(command, options);
      channels.add(channel);
      void channel.ended.then(() => channels.delete(channel));
      return channel;
    },
    reopen: async () => openLocalLink(options),
    async close() {
      open = false;
      for (const channel of channels) channel.close();
      lose('It was closed');
    },
  };
}

async function start(command: string, { shell = '/bin/sh', env = process.env }: LocalLinkOptions): Promise<ExecChannel> {
  const child = spawn(shell, ['-c', command], { detached: true, env, stdio: ['pipe', 'pipe', 'pipe'] });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => {
      const reason = outOfFiles(error) ? 'too-many-open-files' : 'channel-refused';
      reject(new RoundsError(`connect/${reason}`, `${shell} could not be started: ${error.message}`, { reason }, error));
    });
  });
  return new LocalChannel(child);
}

class LocalChannel implements ExecChannel {
  readonly ended: Promise<ChannelEnd>;
  readonly #child: ChildProcessWithoutNullStreams;
  #over = false;
  #exited = false;
  #paused = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    // A write to a command that is gone fails through its callback; the event alone would end the program.
    child.stdin.on('error', () => undefined);
    child.once('exit', () => {
      this.#exited = true;
      this.#waitForOutput();
    });
    this.ended = new Promise((resolve) => {
      child.once('close', (status, signal) => {
        clearTimeout(this.#timer);
        this.#over = true;
        resolve({ status, signal: signal === null ? null : signal.replace(/^SIG/, '') });
      });
    });
  }

  onStdout(listener: (data: Buffer) => void): void {
    this.#child.stdout.on('data', listener);
  }

  onStderr(listener: (data: Buffer) => void): void {
    this.#child.stderr.on('data', listener);
  }

  write(data: string | Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#child.stdin.write(data, (error) => (error ? reject(error) : resolve()));
    });
  }

  end(): void {
    this.#child.stdin.end();
  }

  pause(): void {
    this.#paused = true;
    clearTimeout(this.#timer);
    this.#child.stdout.pause();
    this.#child.stderr.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#waitForOutput();
    this.#child.stdout.resume();
    this.#child.stderr.resume();
  }

  signal(name: 'TERM' | 'KILL' | 'INT' | 'HUP'): void {
    const { pid } = this.#child;
    if (pid === undefined || this.#over) return;
    try {
      process.kill(-pid, `SIG${name}`);
    } catch {
      // It is gone already.
    }
  }

  close(): void {
    this.#child.stdin.destroy();
    this.#letGo();
  }

  #waitForOutput(): void {
    if (this.#exited && !this.#over && !this.#paused) this.#timer = setTimeout(() => this.#letGo(), OUTPUT_AFTER_EXIT_MS);
  }

  #letGo(): void {
    this.#child.stdout.destroy();
    this.#child.stderr.destroy();
  }
}
