/** ProxyCommand: a program of the user whose stdin and stdout are the connection. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { noFreeFile, printable } from './failure.ts';

export interface ProxyProcess {
  stream: Duplex;
  /** What it wrote to stderr, for the message when the connection failed: waits a little for its end. */
  said: () => Promise<string>;
  /** Ends the program and what it started. */
  end: () => void;
}

const KEPT = 2_048;
/** Milliseconds to wait for the last words of a program whose stdout has ended. */
const SAID_WITHIN = 5_000;
/** Milliseconds that a program whose stdout or stdin has ended has to end by itself: it may be about to say why. */
const ENDS_WITHIN = 500;

/** Starts the command under `sh`, as ssh does; its tokens are expanded already. */
export function startProxy(command: string): ProxyProcess {
  // a group of its own: the shell may have started others that would outlive it
  const child = spawn('/bin/sh', ['-c', `exec ${command}`], { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  let said = '';
  // Node makes no streams where there is no descriptor for them.
  const { stderr }: ChildProcess = child;
  if (!stderr) {
    child.on('error', () => undefined);
    throw noFreeFile('the computer through ProxyCommand', 'connect');
  }
  stderr.setEncoding('utf8').on('data', (text: string) => {
    if (said.length < KEPT) said = (said + text).slice(0, KEPT);
  });
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  stream.on('error', () => undefined);
  const closed = once(child, 'close').catch(() => undefined);
  child.on('error', (error) => {
    said = error.message;
    stream.destroy();
  });
  const end = () => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch {
      // it ended in this moment
    }
  };
  // `echo why >&2; exit 1` closes its stdout before it has said anything.
  stream.on('close', () => {
    const late = globalThis.setTimeout(end, ENDS_WITHIN);
    void closed.then(() => clearTimeout(late));
  });
  return { stream, said: () => Promise.race([closed, setTimeout(SAID_WITHIN, undefined, { ref: false })]).then(() => printable(said)), end };
}
