import { utilityProcess } from 'electron';
import type { LaunchLab } from '../lab/lab-process.ts';
import type { ServeReply } from '../lab/messages.ts';

/** How long it may take to end, milliseconds. */
const END_LIMIT_MS = 3_000;

/** The lab's computers in a process of Electron's: the packaged program starts no Node beside itself. Ends with the program. */
export const launchLab: LaunchLab = (file) => {
  const child = utilityProcess.fork(file, [], {
    serviceName: 'Rounds lab',
    // Nothing of the program's environment: it may hold secrets.
    env: { PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  let over = false;
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      over = true;
      resolve();
    }),
  );
  child.stderr?.on('data', (text: Buffer) => (complaint = (complaint + text.toString()).slice(-4000)));
  return {
    send: (request) => child.postMessage(request),
    onReply: (listener) => void child.on('message', (reply: ServeReply) => listener(reply)),
    onExit: (listener) => void child.once('exit', () => listener(complaint.trim())),
    unref: () => undefined,
    end: async () => {
      if (over) return;
      const late = setTimeout(() => {
        if (child.pid !== undefined && !over) process.kill(child.pid, 'SIGKILL');
      }, END_LIMIT_MS);
      child.kill();
      await ended;
      clearTimeout(late);
    },
  };
};
