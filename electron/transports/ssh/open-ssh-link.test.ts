import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dropbearMissing, startDropbear } from '../../../tests/hosts/dropbear.ts';
import { makeKey } from '../../../tests/hosts/program.ts';
import { sshdMissing, startSshd } from '../../../tests/hosts/sshd.ts';
import type { TestHost } from '../../../tests/hosts/sshd.ts';
import { contextOf, targetOf, testHome } from '../../../tests/hosts/target.ts';
import type { TestHome } from '../../../tests/hosts/target.ts';
import type { ExecChannel, Link } from '../link.ts';
import { openSshLink, probeSsh } from './open-ssh-link.ts';

async function output(channel: ExecChannel): Promise<{ stdout: string; stderr: string; status: number | null; signal: string | null }> {
  let stdout = '';
  let stderr = '';
  channel.onStdout((data) => (stdout += data.toString()));
  channel.onStderr((data) => (stderr += data.toString()));
  return { ...(await channel.ended), stdout, stderr };
}

const run = async (link: Link, command: string) => output(await link.exec(command));
let home: TestHome;
beforeEach(() => {
  home = testHome();
});
afterEach(() => home.restore());

describe.skipIf(sshdMissing())('with OpenSSH', () => {
  let sshd: TestHost;
  beforeAll(async () => {
    sshd = await startSshd({ hostKeys: ['ed25519', 'rsa', 'ecdsa'], config: ['MaxSessions 2'] });
  });
  afterAll(() => sshd.close());

  it('runs commands: streams apart, status, signal, and says every step', async () => {
    const context = contextOf();
    const link = await openSshLink(targetOf(sshd), context);
    expect(await run(link, 'echo out; echo err >&2; exit 3')).toEqual({ stdout: 'out\n', stderr: 'err\n', status: 3, signal: null });
    expect(await run(link, 'kill -9 $$')).toMatchObject({ status: null, signal: 'KILL' });
    expect(link.description).toMatch(/^root@127\.0\.0\.1:\d+, ssh-ed25519 SHA256:\S+, known from \S+:1, key \S+user_key/);
    expect(context.steps.map(({ step, state }) => `${step} ${state}`)).toEqual([
      'resolve started',
      'resolve ok',
      'connect started',
      'connect ok',
      'host-key started',
      'host-key ok',
      'authenticate started',
      'authenticate ok',
    ]);
    await link.close();
    expect(await link.lost).toBe('it was closed');
    await expect(link.exec('true')).rejects.toMatchObject({ kind: 'connect/connection-lost' });
  });

  it('keeps bytes and order under backpressure', async () => {
    const link = await openSshLink(targetOf(sshd), contextOf());
    const channel = await link.exec('head -c 20000000 /dev/zero; echo done >&2');
    let bytes = 0;
    let most = 0;
    let paused = false;
    channel.onStdout((data) => {
      bytes += data.length;
      most += 1;
      if (!paused && bytes > 1_000_000) {
        paused = true;
        channel.pause();
        const at = bytes;
        setTimeout(() => {
          expect(bytes).toBe(at);
          channel.resume();
        }, 200);
      }
    });
    let stderr = '';
    channel.onStderr((data) => (stderr += data.toString()));
    expect(await channel.ended).toEqual({ status: 0, signal: null });
    expect([bytes, stderr, paused]).toEqual([20_000_000, 'done\n', true]);
    expect(most).toBeGreaterThan(1);
    await link.close();
  });

  it('writes to stdin, ends it, and lets go of a command', async () => {
    const link = await openSshLink(targetOf(sshd), contextOf());
    const cat = await link.exec('cat');
    const text = output(cat);
    await cat.write('x'.repeat(5_000_000));
    cat.end();
    expect((await text).stdout.length).toBe(5_000_000);
    await expect(cat.write('late')).rejects.toThrow('the command has ended');
    const left = await link.exec('sleep 30');
    left.close();
    expect(await left.ended).toEqual({ status: null, signal: null });
    await link.close();
  });

  it('says that the server opens no further channel', async () => {
    const link = await openSshLink(targetOf(sshd), contextOf());
    const held = [await link.exec('sleep 30'), await link.exec('sleep 30')];
    await expect(link.exec('true')).rejects.toMatchObject({ kind: 'connect/channel-refused' });
    held.forEach((channel) => channel.close());
    await link.close();
  });

  it('ends running commands and says why when the server goes away', async () => {
    const other = await startSshd();
    const link = await openSshLink(targetOf(other), contextOf());
    const channel = await link.exec('sleep 30');
    channel.onStdout(() => undefined);
    await other.close();
    expect(await channel.ended).toEqual({ status: null, signal: null });
    expect(await link.lost).toMatch(/closed|reset/);
    await expect(link.exec('true')).rejects.toMatchObject({ kind: 'connect/connection-lost', details: { reason: 'connection-lost' } });
    await expect(link.reopen()).rejects.toMatchObject({ kind: 'connect/connect-refused' });
    await link.close();
  });

  it('leaves no socket, timer or worker behind: a process that has closed its links ends by itself', () => {
    const script = `
      import { openSshLink } from ${JSON.stringify(new URL('./open-ssh-link.ts', import.meta.url).href)};
      const { target, bad } = JSON.parse(process.argv[1]);
      const context = { secrets: () => Promise.resolve(null), signal: new AbortController().signal };
      for (let round = 0; round < 3; round += 1) {
        const link = await openSshLink(target, context);
        const channel = await link.exec('true');
        channel.onStdout(() => undefined);
        await channel.ended;
        await link.close();
      }
      const refusal = await openSshLink(bad, context).catch((error) => error.kind);
      await new Promise((resolve) => setTimeout(resolve, 50));
      console.log(JSON.stringify([refusal, process.getActiveResourcesInfo().filter((name) => name !== 'PipeWrap' && name !== 'TTYWrap')]));
    `;
    const bad = targetOf(sshd, { credential: { name: 'none', kind: 'ssh-key', keyFile: '/nonexistent' } });
    const argument = JSON.stringify({ target: targetOf(sshd), bad });
    const text = execFileSync(process.execPath, ['--input-type=module', '-e', script, argument], { timeout: 20_000 }).toString();
    expect(JSON.parse(text)).toEqual(['connect/key-unreadable', []]);
  });

  it('reopens with the same host key, and asks nobody again', async () => {
    const locked = join(sshd.folder, 'locked');
    copyFileSync(sshd.userKey, locked);
    execFileSync('ssh-keygen', ['-q', '-p', '-N', 'open sesame', '-f', locked], { stdio: 'ignore' });
    const known = home.ssh('known', '');
    let questions = 0;
    const context = contextOf({ 'test-key': 'open sesame' }, { trust: () => Promise.resolve((questions += 1) === 1) });
    const link = await openSshLink(targetOf({ ...sshd, userKey: locked, knownHosts: known }), context);
    writeFileSync(known, '');
    await link.close();
    const again = await link.reopen();
    expect(await run(again, 'echo again')).toMatchObject({ stdout: 'again\n' });
    expect([questions, context.asked]).toEqual([1, ['test-key']]);
    await again.close();
    // the same place, another key
    writeFileSync(known, '');
    const stranger = await startSshd({ authorizedKeys: [readFileSync(`${sshd.userKey}.pub`, 'utf8').trim()] });
    const other = await openSshLink(
      targetOf({ ...sshd, userKey: locked, knownHosts: known }, { port: stranger.port, host: stranger.host }),
      contextOf({ 'test-key': 'open sesame' }, { trust: () => Promise.resolve(true) }),
    );
    const { port } = stranger;
    await stranger.close();
    const impostor = await startSshd({ port, authorizedKeys: [readFileSync(`${sshd.userKey}.pub`, 'utf8').trim()] });
    writeFileSync(known, '');
    await expect(other.reopen()).rejects.toMatchObject({
      kind: 'connect/host-key-changed',
      details: { fingerprint: expect.stringMatching(/^SHA256:/), knownFingerprint: expect.stringMatching(/^SHA256:/) },
    });
    await other.close();
    await impostor.close();
  });

  it('comes back to a busy server that closes early', async () => {
    const busy = await startSshd({ config: ['MaxStartups 1:100:1'] });
    const links = await Promise.all([1, 2, 3].map(() => openSshLink(targetOf(busy), contextOf())));
    await Promise.all(links.map((link) => link.close()));
    await busy.close();
  });

  it('is opened again after it broke', async () => {
    const other = await startSshd();
    const link = await openSshLink(targetOf(other), contextOf());
    const channel = await link.exec('sleep 30');
    channel.onStdout(() => undefined);
    other.dropAll();
    expect(await channel.ended).toEqual({ status: null, signal: null });
    await link.lost;
    const again = await link.reopen(new AbortController().signal);
    expect(await run(again, 'echo back')).toMatchObject({ stdout: 'back\n' });
    await again.close();
    await other.close();
  });

  it('probes without a logon', async () => {
    expect(await probeSsh(targetOf(sshd))).toBeNull();
    expect(await probeSsh(targetOf({ host: '127.0.0.1', port: 1 }))).toBe('connect-refused');
    expect(await probeSsh(targetOf({ host: 'no-such-name.invalid', port: 22 }))).toMatch(/name-not-found|resolve-timeout/);
  });

  it('ends at once when it is aborted, and when it was before', async () => {
    const abort = new AbortController();
    const waiting = openSshLink(
      targetOf({ ...sshd, knownHosts: home.ssh('none', '') }),
      contextOf({}, { signal: abort.signal, trust: () => (abort.abort(), new Promise(() => undefined)) }),
    );
    await expect(waiting).rejects.toMatchObject({ kind: 'connect/cancelled-by-operator' });
    await expect(openSshLink(targetOf(sshd), contextOf({}, { signal: abort.signal }))).rejects.toMatchObject({
      kind: 'connect/cancelled-by-operator',
    });
  });
});

describe.skipIf(dropbearMissing())('with dropbear', () => {
  it('connects, runs commands, and says what it refuses', async () => {
    const dropbear = await startDropbear();
    const link = await openSshLink(targetOf(dropbear), contextOf());
    expect(await run(link, 'echo small; exit 4')).toEqual({ stdout: 'small\n', stderr: '', status: 4, signal: null });
    await link.close();
    const stranger = makeKey(join(home.path, 'stranger'));
    await expect(openSshLink(targetOf({ ...dropbear, userKey: stranger }), contextOf())).rejects.toMatchObject({ kind: 'connect/auth-refused' });
    await dropbear.close();
  });
});
