import { describe, expect, it } from 'vitest';
import { request, TEST_TARGET } from '../shell/test-link.ts';
import { localTransport } from './index.ts';
import { openLocalLink } from './local-link.ts';

describe('localTransport', () => {
  it('runs scripts on this computer and says each step', async () => {
    const steps: string[] = [];
    const connection = await localTransport.connect(TEST_TARGET, {
      secrets: async () => null,
      onStep: ({ step, state }) => steps.push(`${step} ${state}`),
    });
    expect(steps).toEqual(['shell started', 'shell ok']);
    expect(connection.description).toMatch(/^local, .+@.+/);
    expect(await connection.run(request('exit 3'))).toMatchObject({ kind: 'exited', status: 3 });
    await connection.close();
    expect(await localTransport.probe(TEST_TARGET)).toBeNull();
  });
});

describe('the local link', () => {
  it('hands over all output before the end, also when it is paused', async () => {
    const link = openLocalLink();
    const channel = await link.exec('seq 20000; exit 4');
    let bytes = 0;
    channel.onStdout((data) => (bytes += data.length));
    channel.onStderr(() => undefined);
    channel.pause();
    await new Promise((resolve) => setTimeout(resolve, 600));
    channel.resume();
    expect(await channel.ended).toEqual({ status: 4, signal: null });
    expect(bytes).toBe(108_894);
    await link.close();
  });

  it('does not wait for ever for what a command left running', async () => {
    const link = openLocalLink();
    const channel = await link.exec('sleep 5 & exit 0');
    channel.onStdout(() => undefined);
    channel.onStderr(() => undefined);
    expect(await channel.ended).toEqual({ status: 0, signal: null });
    channel.signal('KILL');
    await link.close();
    await expect(link.exec('true')).rejects.toMatchObject({ kind: 'connect/connection-lost' });
    expect(await link.lost).toBe('It was closed');
  });

  it('refuses a write once the command is gone', async () => {
    const link = openLocalLink();
    const channel = await link.exec('exit 0');
    await channel.ended;
    await expect(channel.write('x')).rejects.toThrow();
    await link.close();
  });

  it('says when the shell is missing', async () => {
    await expect(openLocalLink({ shell: '/nonexistent/sh' }).exec('true')).rejects.toMatchObject({ kind: 'connect/channel-refused' });
  });
});
