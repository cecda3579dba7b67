import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startRawServer } from '../../../tests/hosts/fake-ssh-server.ts';
import { connectTcp } from './connect-tcp.ts';
import { resolveName } from './resolve-name.ts';

describe('names', () => {
  const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));
  it('are resolved to all their addresses, and addresses to themselves', async () => {
    expect(await resolveName('::1', 1_000)).toEqual(['::1']);
    expect(await resolveName('web', 1_000, undefined, () => Promise.resolve(['10.0.0.1', 'fe80::1', '10.0.0.1']))).toEqual(['10.0.0.1', 'fe80::1']);
    expect(await resolveName('localhost', 5_000)).toContain('127.0.0.1');
  });

  it.each([
    ['a hanging name server', () => new Promise<string[]>(() => undefined), 'resolve-timeout'],
    ['no name server', failing('EAI_AGAIN'), 'resolve-timeout'],
    ['a name that is not there', failing('ENOTFOUND'), 'name-not-found'],
    ['a name without address', () => Promise.resolve([]), 'name-not-found'],
    ['another failure', failing('ESERVFAIL'), 'name-not-found'],
  ])('say %s', async (_, lookup, reason) => {
    await expect(resolveName('web', 50, undefined, lookup)).rejects.toMatchObject({
      kind: `connect/${reason}`,
      details: { reason, step: 'resolve' },
    });
  });

  it.each(['', 'a b', 'a/b', 'a\nb', 'x'.repeat(300)])('refuse %j', async (name) => {
    await expect(resolveName(name, 1_000)).rejects.toMatchObject({ kind: 'connect/name-not-found' });
  });

  it('are given up when aborted', async () => {
    const abort = new AbortController();
    const waiting = resolveName('web', 10_000, abort.signal, () => new Promise(() => undefined));
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ kind: 'connect/cancelled-by-operator' });
  });
});

describe('TCP', () => {
  it('takes the first address that answers, without delay', async () => {
    const server = await startRawServer((socket) => socket.end('hello'));
    const socket = await connectTcp(['::1', '127.0.0.2', '127.0.0.1'], server.port, 'web', 2_000);
    expect(socket.remoteAddress).toMatch(/^127\.0\.0\.1$/);
    socket.destroy();
    await server.close();
  });

  it('says refused, unreachable and silent', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    await expect(connectTcp(['127.0.0.1'], port, 'web', 2_000)).rejects.toMatchObject({
      kind: 'connect/connect-refused',
      message: `web:${port} refused the connection`,
    });
    // the kernel lets nobody connect to the broadcast address
    await expect(connectTcp(['255.255.255.255'], port, 'web', 2_000)).rejects.toMatchObject({ kind: 'connect/unreachable' });
    const full = await silentPort();
    await expect(connectTcp(['127.0.0.1'], full.port, 'web', 300)).rejects.toMatchObject({
      kind: 'connect/connect-timeout',
      message: expect.stringContaining('within 300 ms'),
    });
    const abort = new AbortController();
    const waiting = connectTcp(['127.0.0.1'], full.port, 'web', 10_000, abort.signal);
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ kind: 'connect/cancelled-by-operator' });
    full.close();
  });
});

/** A port that answers nobody: another process's queue of waiting connections is full, as its packets would be dropped. */
async function silentPort(): Promise<{ port: number; close: () => void }> {
  const { spawn } = await import('node:child_process');
  // the listener blocks at once and never accepts; the kernel answers for as many as the backlog holds
  const code = `const s=require('net').createServer();s.listen({port:0,host:'127.0.0.1',backlog:1},()=>{require('fs').writeSync(1,String(s.address().port)+'\\n');Atomics.wait(new Int32Array(new SharedArrayBuffer(4)),0,0)})`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'ignore'] });
  const port = Number(await new Promise((resolve) => child.stdout.once('data', resolve)));
  const { connect } = await import('node:net');
  const held = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  await new Promise((resolve) => setTimeout(resolve, 100));
  return {
    port,
    close: () => {
      held.forEach((socket) => socket.destroy());
      child.kill('SIGKILL');
    },
  };
}
