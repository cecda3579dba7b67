/** P12: twenty computers, three of them bad; each bad one has its own reason, and none delays another. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SessionSummary } from '../../shared/events.ts';
import { SET, startFleet, TEST, textOf, type Fleet } from '../bench/fleet.ts';
import { startDropbear } from '../hosts/dropbear.ts';
import { makeKey } from '../hosts/program.ts';
import type { TestHost } from '../hosts/sshd.ts';
import { describeWith, requireProgram, requireRoot } from '../requirements.ts';
import { startDeadHost } from './dead-host.ts';
import { workplace, type Workplace } from './rounds.ts';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const needs = [requireProgram('sshd', 'apt-get install openssh-server'), requireProgram('dropbear', 'apt-get install dropbear-bin'), requireRoot()];
/** Longer than all good work takes even on a slow machine: whoever waits for a bad one is seen by it. */
const LIMIT = 20;

describeWith(needs, 'one bad machine among twenty', () => {
  let fleet: Fleet;
  let place: Workplace;
  const dropbears: TestHost[] = [];
  let dead: { port: number; close(): void };

  beforeAll(async () => {
    fleet = await startFleet(17);
    place = workplace();
    dropbears.push(await startDropbear({ host: '127.0.8.1' }), await startDropbear({ host: '127.0.8.2' }));
    dead = await startDeadHost('127.0.9.1');
  });
  afterAll(async () => {
    dead.close();
    await Promise.all(dropbears.map((host) => host.close()));
    await fleet.close();
    place.remove();
  });

  it('ends with 17 passed and a reason for each of the three', async () => {
    const { host } = fleet;
    const wrongKey = makeKey(path.join(place.folder, 'wrong_key'));
    const [hanging, wrong, ...good] = fleet.addresses;
    const [, type = '', key = ''] = /(ssh-\S+) (\S+)/.exec(readFileSync(host.knownHosts, 'utf8')) ?? [];
    const lines = fleet.addresses.map((address) => `[${address}]:${host.port} ${type} ${key}\n`);
    const knownHosts = place.write('known_hosts', lines.join('') + dropbears.map((one) => readFileSync(one.knownHosts, 'utf8')).join(''));
    for (const one of dropbears) mkdirSync(path.join(fleet.root, one.host), { recursive: true });
    mkdirSync(path.join(place.folder, 'item'));
    // The one that hangs does so in its third test.
    place.write(
      'item/item.yaml',
      'id: thing\nname: Thing\nkind: task\nplatforms: [linux]\nparameters: {root: {type: string, required: true}, text: {type: string, required: true}, hang: {type: string, default: none}}\nscripts: {linux: {test: test.sh, set: set.sh}}\n',
    );
    place.write('item/test.sh', `case "$SSH_CONNECTION:$ROUNDS_INSTANCE" in *" $ROUNDS_PARAM_HANG "*:3) sleep 600;; esac\n${TEST}`);
    place.write('item/set.sh', SET);
    const connection = { kind: 'ssh', user: host.user, credential: 'key', knownHosts };
    const setUp = {
      tenants: [{ name: 'Acme', connection }],
      limits: { connect: `${LIMIT}s`, action: `${LIMIT}s` },
      credentials: [
        { name: 'key', kind: 'ssh-key', keyFile: host.userKey },
        { name: 'wrong', kind: 'ssh-key', keyFile: wrongKey },
        ...dropbears.map((one, i) => ({ name: `dropbear-${i}`, kind: 'ssh-key', keyFile: one.userKey })),
      ],
      computers: [
        ...good.map((address) => ({ name: `good-${address}`, connection: { host: address, port: host.port } })),
        ...dropbears.map((one, i) => ({
          name: `dropbear-${i}`,
          connection: { host: one.host, port: one.port, user: one.user, credential: `dropbear-${i}` },
        })),
        { name: 'dead', connection: { host: '127.0.9.1', port: dead.port } },
        { name: 'hanging', connection: { host: hanging, port: host.port } },
        { name: 'wrong', connection: { host: wrong, port: host.port, credential: 'wrong' } },
      ],
      items: ['./item'],
      deployments: Array.from({ length: 10 }, (_, i) => ({
        name: `Thing ${i + 1}`,
        item: 'thing',
        instance: String(i + 1),
        target: { all: true },
        parameters: { root: fleet.root, text: textOf(i), hang: hanging },
      })),
    };
    const applied = await place.run(['apply', place.write('rounds.yaml', JSON.stringify(setUp))]);
    expect(applied.status, applied.stderr).toBe(0);

    const before = Date.now();
    // Ten at once: the bad ones hold three places of ten.
    const { status, lines: events, sessions } = await place.json(['run', 'all', '--concurrency', '10']);
    const took = Date.now() - before;
    expect(status).toBe(3);
    expect(sessions).toHaveLength(20);
    const of = (name: string): SessionSummary => sessions.find((session) => session.computer === name) as SessionSummary;
    const rest = sessions.filter((session) => !['dead', 'hanging', 'wrong'].includes(session.computer));
    expect(rest).toHaveLength(17);
    for (const session of rest) {
      expect(session.status, session.computer).toBe('passed');
      expect(session.actions.map((action) => action.result)).toEqual(Array(10).fill('success'));
    }
    expect(of('dead')).toMatchObject({ status: 'not-reached', reason: 'connect-timeout' });
    expect(of('wrong')).toMatchObject({ status: 'not-reached', reason: 'auth-refused' });
    expect(of('hanging').status).toBe('partly-failed');
    expect(of('hanging').actions.find((action) => action.instance === '3')).toMatchObject({ result: 'timeout', reason: 'action-timeout' });
    expect(of('hanging').actions.filter((action) => action.result === 'success')).toHaveLength(9);

    // The two limits ran side by side, and every good one was over before either.
    expect(took).toBeLessThan(2 * LIMIT * 1000);
    const order = events.flatMap((event) => (event.type === 'session.finished' ? [event.computer] : []));
    expect(order.slice(-2).sort()).toEqual(['dead', 'hanging']);
  });
});
