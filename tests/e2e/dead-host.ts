import { fork } from 'node:child_process';
import net from 'node:net';

/**
 * An address that drops what is sent to it: a listener that is stopped and whose queue is full, so that the kernel throws
 * further SYNs away. Needs no root and no firewall.
 */
export async function startDeadHost(host: string): Promise<{ port: number; close(): void }> {
  const child = fork(new URL('./dead-host-child.mjs', import.meta.url), [host], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(Number(message)));
    child.once('exit', () => reject(new Error('the dead host did not start')));
  });
  child.kill('SIGSTOP');
  const fillers = Array.from({ length: 8 }, () => net.connect({ host, port }).on('error', () => undefined));
  await new Promise((resolve) => setTimeout(resolve, 200));
  return {
    port,
    close() {
      for (const filler of fillers) filler.destroy();
      child.kill('SIGKILL');
    },
  };
}
