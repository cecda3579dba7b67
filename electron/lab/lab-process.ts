import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import type { ServeReply, ServeRequest } from './messages.ts';

/** How long the server process may take to end, milliseconds. */
const END_LIMIT_MS = 3_000;

/** The process that serves a lab's computers, whoever starts it. */
export interface LabProcess {
  send(request: ServeRequest): void;
  onReply(listener: (reply: ServeReply) => void): void;
  /** Called once, with what it complained about. */
  onExit(listener: (complaint: string) => void): void;
  /** From now on it keeps nobody alive. */
  unref(): void;
  end(): Promise<void>;
}

/** @param file the server's program */
export type LaunchLab = (file: string) => LabProcess;

/** A child of Node's; it ends when its owner ends in any way. */
export const forkLab: LaunchLab = (file) => {
  const child = fork(file, [], {
    // Nothing of the owner's environment: it may hold secrets.
    env: { PATH: process.env.PATH ?? '', ...(process.env.ELECTRON_RUN_AS_NODE === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' }) },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-4000)));
  return {
    send: (request) => void child.send(request, () => undefined),
    onReply: (listener) => void child.on('message', (reply: ServeReply) => listener(reply)),
    onExit: (listener) => {
      let told = false;
      const tell = (text: string): void => {
        if (!told) listener(text);
        told = true;
      };
      child.once('error', (error) => tell(error.message));
      child.once('exit', () => tell(complaint.trim()));
    },
    unref: () => {
      child.unref();
      child.channel?.unref();
      if (child.stderr instanceof Socket) child.stderr.unref();
    },
    end: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.ref();
      const exited = once(child, 'exit');
      const timer = setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MS);
      if (child.connected) child.disconnect();
      await exited;
      clearTimeout(timer);
    },
  };
};
