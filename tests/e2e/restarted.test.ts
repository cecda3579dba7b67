/** A computer that is restarted while a set runs on it, seen over a real SSH server: the record says so. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSshd, type TestHost } from '../hosts/sshd.ts';
import { describeWith, requireProgram, requireRoot } from '../requirements.ts';
import { workplace, type Workplace } from './rounds.ts';

const needs = [requireProgram('sshd', 'apt-get install openssh-server'), requireProgram('unshare', 'apt-get install util-linux'), requireRoot()];

describeWith(needs, 'a computer that is restarted while a set runs', () => {
  let host: TestHost;
  let place: Workplace;
  let boot: string;

  beforeAll(async () => {
    place = workplace();
    boot = path.join(place.folder, 'boot_id');
    // Every command sees the boot identity that the computer has at that moment.
    const enter = place.write(
      'enter',
      `cp '${boot}' '${boot}'.$$\nmount --bind '${boot}'.$$ /proc/sys/kernel/random/boot_id\neval "$SSH_ORIGINAL_COMMAND"\n`,
    );
    host = await startSshd({ config: [`ForceCommand exec unshare -m sh ${enter}`] });
  });
  afterAll(async () => {
    await host.close();
    place.remove();
  });

  it('is an Error that names the restart, and the session goes on', async () => {
    writeFileSync(boot, `${randomUUID()}\n`);
    const begun = path.join(place.folder, 'begun');
    mkdirSync(path.join(place.folder, 'item'));
    place.write('item/item.yaml', 'id: thing\nname: Thing\nkind: task\nplatforms: [linux]\nscripts: {linux: {test: test.sh, set: set.sh}}\n');
    place.write('item/test.sh', `[ -e '${place.folder}/done-'$ROUNDS_INSTANCE ] || exit 1\n`);
    place.write('item/set.sh', `[ $ROUNDS_INSTANCE = 1 ] && { echo $$ >'${begun}'; sleep 600; }\n: >'${place.folder}/done-'$ROUNDS_INSTANCE\n`);
    const connection = { kind: 'ssh', host: host.host, port: host.port, user: host.user, credential: 'key', knownHosts: host.knownHosts };
    const setUp = {
      tenants: [{ name: 'Acme' }],
      credentials: [{ name: 'key', kind: 'ssh-key', keyFile: host.userKey }],
      computers: [{ name: 'box', connection }],
      items: ['./item'],
      deployments: [1, 2].map((n) => ({ name: `Thing ${n}`, item: 'thing', instance: String(n), target: { all: true } })),
    };
    const applied = await place.run(['apply', place.write('rounds.yaml', JSON.stringify(setUp))]);
    expect(applied.status, applied.stderr).toBe(0);
    const running = place.json(['run', 'all', '--yes']);
    while (!existsSync(begun) || !readFileSync(begun, 'utf8').includes('\n')) await new Promise((resolve) => setTimeout(resolve, 20));
    writeFileSync(boot, `${randomUUID()}\n`);
    host.dropAll();
    const { status, sessions } = await running;
    expect(status).toBe(2);
    expect(sessions).toMatchObject([{ status: 'partly-failed', reason: 'computer-restarted' }]);
    expect(sessions[0]?.actions).toMatchObject([
      { instance: '1', result: 'error', reason: 'computer-restarted' },
      { instance: '2', result: 'success' },
    ]);
    const shown = await place.run(['show', 'last', '--log', 'thing:1']);
    expect(shown.stdout).toContain('started anew');
  });
});
