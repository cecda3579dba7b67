/**
 * The lab's own process: every computer of a lab, in one place that ends with whoever started it.
 * Started by start.ts only; it serves until its IPC channel closes, which the system does also for an owner that was killed.
 */
import ssh2 from 'ssh2';
import { messageOf } from '../../shared/errors.ts';
import type { ServeReply, ServeRequest } from './messages.ts';
import { endAll } from './process-group.ts';
import { reserveRefusingPort } from './refusing-port.ts';
import { serveComputer } from './ssh-computer.ts';

async function serve(request: ServeRequest): Promise<Record<string, number>> {
  const allowed = ssh2.utils.parseKey(request.authorizedKey);
  if (allowed instanceof Error) throw allowed;
  const ports: Record<string, number> = {};
  for (const computer of request.computers) {
    const absent = computer.kind === 'absent';
    const served = absent ? await reserveRefusingPort(computer.port) : await serveComputer(computer, allowed, request.labId);
    ports[computer.id] = served.port;
  }
  return ports;
}

/** What Electron gives a process of its own, instead of Node's channel. */
interface ParentPort {
  on(event: 'message', listener: (message: { data: ServeRequest }) => void): void;
  postMessage(reply: ServeReply): void;
}
const parentPort = (process as { parentPort?: ParentPort }).parentPort;

function say(reply: ServeReply): void {
  if (parentPort) parentPort.postMessage(reply);
  else process.send?.(reply);
}

let labId = '';
function end(): void {
  endAll(labId);
  process.exit(0);
}

// Ctrl-C reaches the whole foreground group; the owner decides what it means, and needs its computers for a proper end.
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);
process.on('SIGTERM', end);
process.once('disconnect', end);
function begin(request: ServeRequest): void {
  labId = request.labId;
  serve(request).then(
    (ports) => say({ type: 'listening', ports }),
    (error: unknown) => say({ type: 'failed', message: messageOf(error) }),
  );
}
if (parentPort) parentPort.on('message', ({ data }) => begin(data));
else process.once('message', begin);
