import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

/** How long an X server may take to say its number, milliseconds. */
const LIMIT_MS = 20_000;

/** An X server of our own, on a number that is free, large enough for every size that is tested. */
export async function startDisplay(): Promise<{ display: string; stop: () => void }> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const stop = (): void => void server.kill('SIGTERM');
  const told = server.stdio[3] as Readable;
  const number = await new Promise<string>((resolve, reject) => {
    const fail = (why: string): void => {
      stop();
      reject(new Error(`Xvfb did not start: ${why}`));
    };
    const timer = setTimeout(() => fail(`it said no number within ${LIMIT_MS / 1000} s`), LIMIT_MS);
    let text = '';
    told.on('data', (data: Buffer) => {
      text += data.toString();
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      resolve(text.trim());
    });
    server.once('error', (error) => fail(error.message));
    server.once('exit', (status) => fail(`status ${status}`));
  });
  server.unref();
  told.destroy();
  return { display: `:${number}`, stop };
}
