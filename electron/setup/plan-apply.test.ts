import { rename } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RoundsError } from '../../shared/errors.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { loadItems } from '../catalogue/load-items.ts';
import { taskFiles, testFolder } from '../catalogue/test-folder.ts';
import type { TestFolder } from '../catalogue/test-folder.ts';
import type { SetUpChange, SetUpEntry } from '../store/store.ts';
import { entryId } from './entries.ts';
import { planApply } from './plan-apply.ts';
import type { ApplyPlan } from './plan-apply.ts';
import { readSetUpFiles } from './read-files.ts';

const nothing: Catalogue = { items: [], problems: [], recommended: [] };
let folder: TestFolder;
let store: SetUpEntry[] = [];
beforeEach(async () => {
  store = [];
  folder = await testFolder({
    ...taskFiles('motd', 'parameters: {text: {type: string}, token: {type: string, secret: true}}\n'),
    ...taskFiles('uptime', '', { 'get.sh': 'uptime\n' }),
    'curl/item.yaml': 'id: curl\nname: curl\nkind: software\nplatforms: [linux]\nscripts: {linux: {detect: d.sh, install: d.sh}}\n',
    'curl/d.sh': 'exit 0\n',
  });
});
afterEach(() => folder.remove());

function commit(entries: SetUpEntry[], change: SetUpChange): SetUpEntry[] {
  const key = (entry: SetUpEntry): string => `${entry.kind} ${entryId(entry)}`;
  const gone = new Set([...change.remove.map(({ kind, id }) => `${kind} ${id}`), ...change.put.map(key)]);
  return [...entries.filter((entry) => !gone.has(key(entry))), ...change.put];
}

async function apply(files: Record<string, string>, prune = false, catalogue = nothing): Promise<ApplyPlan> {
  await folder.write(files);
  const read = await readSetUpFiles(Object.keys(files).map((name) => path.join(folder.path, name)));
  const plan = await planApply(store, read, { prune, catalogue });
  store = commit(store, plan.change);
  return plan;
}

async function refused(files: Record<string, string>, prune = false): Promise<string[]> {
  try {
    await apply(files, prune);
    return [];
  } catch (error) {
    if (!(error instanceof RoundsError)) throw error;
    expect(error.kind).toBe('input/setup');
    expect((error.details['problems'] as unknown[]).length).toBeGreaterThan(0);
    return error.message.replaceAll(`${folder.path}/`, '').split('\n');
  }
}
const shortened = (warnings: string[]): string[] => warnings.map((each) => each.replaceAll(`${folder.path}/`, ''));
const names = (lines: { kind: string; name: string }[]): string[] => lines.map(({ kind, name }) => `${kind} ${name}`);

const WHOLE = `tenants:     [{name: Acme, connection: {kind: ssh, user: root, credential: lab-key, port: 22}, limits: {concurrency: 10}}]
credentials: [{name: lab-key, kind: ssh-key, keyFile: ./id_ed25519}]
computers:
  - {name: bastion-1, connection: {host: 10.0.0.1}}
  - {name: web-1, tenant: Acme, tags: [web], connection: {kind: ssh, host: 127.0.1.1, port: 22, user: root, credential: lab-key, sudo: false, jump: bastion-1}}
groups:      [{name: Web servers, tenant: Acme, members: [web-1]}]
items:       [./motd]
limits:      {concurrency: 50, resolve: 10s, connect: 10s, authenticate: 20s, idleOutput: 10m, action: 1h, session: 8h}
deployments:
  - {name: Message of the day, item: motd, target: {group: Web servers}, enforcement: required, parameters: {text: hello, token: {secret: motd-token}}}
`;

describe('planApply', () => {
  it('takes the set-up of the specification, and a second time changes nothing', async () => {
    const first = await apply({ 'rounds.yaml': WHOLE });
    expect(first.warnings).toEqual([]);
    expect(names(first.added)).toEqual([
      'tenant Acme',
      'credential lab-key',
      'computer Acme/bastion-1',
      'computer Acme/web-1',
      'group Acme/Web servers',
      'deployment Message of the day',
      'limits limits',
      'item-folder motd',
    ]);
    const values = Object.fromEntries(store.map((entry) => [`${entry.kind} ${entryId(entry)}`, entry.value]));
    expect(values['credential lab-key']).toEqual({ name: 'lab-key', kind: 'ssh-key', keyFile: path.join(folder.path, 'id_ed25519') });
    expect(values['computer Acme/web-1']).toMatchObject({ tags: ['web'], connection: { jump: 'Acme/bastion-1', sudo: false } });
    expect(values['deployment Message of the day']).toEqual({
      name: 'Message of the day',
      item: 'motd',
      instance: null,
      target: { group: 'Acme/Web servers' },
      enforcement: 'required',
      origin: 'local',
      mode: 'enforce',
      parameters: { text: 'hello', token: { secret: 'motd-token' } },
      enabled: true,
    });
    expect(values['limits limits']).toMatchObject({ limits: { concurrency: 50, idleOutput: 600_000 } });
    const second = await apply({ 'rounds.yaml': WHOLE });
    expect(second.change).toEqual({ put: [], remove: [] });
  });

  it('names the fields that change and removes only what the same files made', async () => {
    await apply({ 'a.yaml': 'tenants: [{name: Acme}]\ncomputers: [{name: one}, {name: two}]\n' });
    await apply({ 'b.yaml': 'computers: [{name: three, tenant: Acme}]\n' });
    const plan = await apply({ 'a.yaml': 'tenants: [{name: Acme}]\ncomputers: [{name: one, tags: [x], connection: {port: 1}}]\n' });
    expect(plan.changed).toEqual([{ kind: 'computer', id: 'Acme/one', name: 'Acme/one', fields: ['tags', 'connection'] }]);
    expect(names(plan.removed)).toEqual(['computer Acme/two']);
    const pruned = await apply({ 'a.yaml': 'tenants: [{name: Acme}]\n' }, true);
    expect(names(pruned.removed)).toEqual(['computer Acme/three', 'computer Acme/one']);
  });

  it('an entry that several files name belongs to all of them, and goes with the last', async () => {
    await apply({ 'a.yaml': 'tenants: [{name: Acme}, {name: Globex}]\nlimits: {action: 1h}\n' });
    const same = await apply({ 'b.yaml': 'tenants: [{name: Acme}]\nlimits: {action: 1h}\n' });
    expect(same).toMatchObject({ added: [], changed: [], removed: [], warnings: [] });
    expect((await apply({ 'b.yaml': 'tenants: [{name: Acme}]\nlimits: {action: 1h}\n' })).change).toEqual({ put: [], remove: [] });
    const dropped = await apply({ 'b.yaml': 'credentials: []\n' });
    expect(dropped).toMatchObject({ added: [], changed: [], removed: [] });
    expect(shortened(dropped.warnings)).toEqual(['tenant Acme: kept, because a.yaml names it too', 'the limits: kept, because a.yaml names it too']);
    expect((await apply({ 'b.yaml': 'credentials: []\n' })).warnings).toEqual([]);
    expect(names((await apply({ 'a.yaml': 'tenants: [{name: Globex}]\n' })).removed)).toEqual(['tenant Acme', 'limits limits']);
  });

  it('says so where files contradict each other', async () => {
    await apply({ 'a.yaml': 'tenants: [{name: Globex}]\n' });
    const plan = await apply({ 'b.yaml': 'tenants: [{name: Globex, connection: {user: x}}]\n' });
    expect(names(plan.changed)).toEqual(['tenant Globex']);
    expect(shortened(plan.warnings)).toEqual([
      'tenant Globex: changed, though a.yaml names it too and may say otherwise; whichever is applied last holds',
    ]);
    expect(names((await apply({ 'a.yaml': 'credentials: []\n' })).removed)).toEqual([]);
    expect(names((await apply({ 'b.yaml': 'credentials: []\n' })).removed)).toEqual(['tenant Globex']);
  });

  it('files applied together own what each of them names, and one that was renamed holds nothing', async () => {
    await apply({ 'a.yaml': 'tenants: [{name: Acme}]\n', 'b.yaml': 'computers: [{name: one}, {name: two}]\n' });
    expect(names((await apply({ 'b.yaml': 'computers: [{name: one, tenant: Acme}]\n' })).removed)).toEqual(['computer Acme/two']);
    await rename(path.join(folder.path, 'b.yaml'), path.join(folder.path, 'c.yaml'));
    expect((await apply({ 'c.yaml': 'computers: [{name: one, tenant: Acme}]\n' })).added).toEqual([]);
    expect(names((await apply({ 'c.yaml': 'computers: []\n' })).removed)).toEqual(['computer Acme/one']);
  });

  it('prune leaves nothing to files that are not applied', async () => {
    await apply({ 'a.yaml': 'tenants: [{name: Acme}]\n' });
    await apply({ 'b.yaml': 'tenants: [{name: Acme}]\n' }, true);
    expect(names((await apply({ 'b.yaml': 'credentials: []\n' })).removed)).toEqual(['tenant Acme']);
  });

  it('refuses to remove what others still name', async () => {
    await apply({ 'a.yaml': 'tenants: [{name: Acme}]\ncomputers: [{name: one}]\nitems: [./motd]\n' });
    await apply({ 'b.yaml': 'groups: [{name: G, members: [one]}]\ndeployments: [{name: D, item: motd, target: {group: G}}]\n' });
    const before = [...store];
    expect(await refused({ 'a.yaml': 'tenants: [{name: Acme}]\n' })).toEqual([
      'a.yaml: computer Acme/one would be removed, but group G still names it',
      'a.yaml: item motd would be removed, but deployment D still names it',
    ]);
    expect(store).toEqual(before);
  });

  it('reports the mistakes of all files at once', async () => {
    const messages = await refused({
      'a.yaml': `tenant: []
tenants: [{name: Acme}, {name: acme}, {name: ' x'}]
credentials: [{name: k, kind: ssh-key}, {name: p, kind: pasword}]
computers:
  - {name: web-1, tenant: Acme, connection: {port: 99999, credential: key, jump: web-9}}
  - {name: 12, tenant: Acme}
  - {name: web-2}
groups:
  - {name: G, tenant: Acme, members: [web-3], filter: {platform: linux}}
limits: {action: 0s}
`,
      'b.yaml': `limits: {actions: 1s}
items: [./nothing]
deployments:
  - {name: D, item: motd, target: {computr: x}}
  - {name: E, item: nothing, target: {tag: web, tenant: Nobody}, state: {exactly: 1.5}}
`,
    });
    expect(messages).toEqual([
      "a.yaml:1:1: unknown key 'tenant'; did you mean tenants?; allowed: tenants, credentials, computers, groups, items, limits, deployments",
      "a.yaml:2:32 (tenants[1].name): tenant 'acme' is 'Acme' of a.yaml:2:18 (tenants[0].name) again; allowed: names that differ in more than upper and lower case",
      "a.yaml:2:46 (tenants[2].name): ' x' is not allowed; allowed: a name of 1 to 200 characters, without '/', control characters and blanks around it",
      'a.yaml:3:15 (credentials[0]): keyFile is missing; allowed: the path of a private key',
      "a.yaml:3:57 (credentials[1].kind): 'pasword' is not allowed; allowed: ssh-key, password, ssh-agent",
      'a.yaml:5:52 (computers[0].connection.port): 99999 is not allowed; allowed: a whole number from 1 to 65535',
      "a.yaml:6:12 (computers[1].name): 12 is a number; allowed: text, which here needs quotes: '12'",
      'a.yaml:7:5 (computers[2]): tenant is missing, and there are several tenants ( x, Acme, acme); allowed: left out only where there is exactly one tenant',
      'a.yaml:9:5 (groups[0]): members and filter are both given; allowed: one of them',
      "a.yaml:9:39 (groups[0].members[0]): there is no computer 'web-3'; allowed: web-1",
      "a.yaml:10:18 (limits.action): '0s' is not allowed; allowed: a number and ms, s, m, h or d, from 1ms to 30d (10s, 1.5h)",
      "b.yaml:1:10 (limits): unknown key 'actions'; did you mean action?; allowed: concurrency, resolve, connect, authenticate, idleOutput, action, session",
      "b.yaml:2:9 (items[0]): './nothing' is no item: nothing is not there; allowed: the folder of an item, which holds its item.yaml (relative to this file, absolute or with ~/)",
      'b.yaml:4:35 (deployments[0].target): {computr} is not allowed; allowed: {computer: NAME}, {group: NAME}, {tag: TAG, tenant: NAME?}, {filter: {...}, tenant: NAME?}, {tenant: NAME} or {all: true}',
      "b.yaml:5:83 (deployments[1].state.exactly): 1.5 is a number; allowed: text, which here needs quotes: '1.5'",
    ]);
    expect(store).toEqual([]);
  });

  const BASE = 'tenants: [{name: Acme}, {name: Globex}]\ncredentials: [{name: key, kind: ssh-agent}]\nitems: [./motd, ./uptime, ./curl]\n';
  const COMPUTERS = 'computers:\n  - {name: a, tenant: Acme}\n  - {name: a, tenant: Globex}\n  - {name: b, tenant: Globex}\n';
  const deploy = (rest: string): string => `${COMPUTERS}deployments:\n  - {name: D, ${rest}}\n`;
  it.each([
    [`${COMPUTERS}groups: [{name: G, members: [a]}]\n`, "x.yaml:8:30 (groups[0].members[0]): 'a' is ambiguous; allowed: Acme/a, Globex/a"],
    [
      `${COMPUTERS}groups: [{name: G, tenant: Acme, members: [Globex/b]}]\n`,
      'x.yaml:8:44 (groups[0].members[0]): Globex/b is of another tenant; allowed: computers of Acme',
    ],
    [
      'computers: [{name: x}]\n',
      'x.yaml:4:13 (computers[0]): tenant is missing, and there are several tenants (Acme, Globex); allowed: left out only where there is exactly one tenant',
    ],
    ['computers: [{name: x, tenant: Acne}]\n', "x.yaml:4:31 (computers[0].tenant): there is no tenant 'Acne'; allowed: Acme, Globex"],
    [
      'computers: [{name: x, tenant: Acme, connection: {credential: k}}]\n',
      "x.yaml:4:62 (computers[0].connection.credential): there is no credential 'k'; allowed: key",
    ],
    [
      'computers: [{name: x, tenant: Acme, connection: {jump: x}}]\n',
      'x.yaml:4:49 (computers[0].connection): the jump hosts go in a circle: Acme/x -> Acme/x',
    ],
    [
      'computers: [{name: x, tenant: Acme}, {name: x, tenant: Acme}]\n',
      "x.yaml:4:45 (computers[1].name): computer 'Acme/x' is 'Acme/x' of x.yaml:4:20 (computers[0].name) again; allowed: each name once",
    ],
    ['computers: 5\n', "x.yaml:4:12 (computers): 5 is no list; allowed: a list, each entry of which begins with '- '"],
    ['groups:\n', "x.yaml:4:8 (groups): nothing is given; allowed: a list, each entry of which begins with '- '"],
    ['groups: [{name: G, filter: {}}]\n', 'x.yaml:4:28 (groups[0].filter): {} is not allowed; allowed: at least one of platform, role, tag, fact'],
    ['groups: [{name: G, filter: {fact: {}}}]\n', 'x.yaml:4:35 (groups[0].filter.fact): {} is not allowed; allowed: at least one fact'],
    [
      deploy('item: mod, target: {all: true}'),
      "x.yaml:9:21 (deployments[0].item): there is no item 'mod'; did you mean motd?; allowed: curl, motd, uptime",
    ],
    [
      deploy('item: motd, target: {tagg: a, tenant: Acme}'),
      "x.yaml:9:36 (deployments[0].target): unknown key 'tagg'; did you mean tag?; allowed: {computer: NAME}, {group: NAME}, {tag: TAG, tenant: NAME?}, {filter: {...}, tenant: NAME?}, {tenant: NAME} or {all: true}",
    ],
    [deploy('item: motd, target: {computer: a}'), "x.yaml:9:46 (deployments[0].target.computer): 'a' is ambiguous; allowed: Acme/a, Globex/a"],
    [deploy('item: motd, target: {tag: a, tenant: X}'), "x.yaml:9:52 (deployments[0].target.tenant): there is no tenant 'X'; allowed: Acme, Globex"],
    [deploy('item: motd, target: {all: false}'), 'x.yaml:9:41 (deployments[0].target.all): false is not allowed; allowed: true'],
    [
      deploy('item: motd, target: {all: true}, state: latest'),
      'x.yaml:9:55 (deployments[0].state): motd is a task, and a state is for software; allowed: ignore, or a mode',
    ],
    [
      deploy('item: motd, target: {all: true}, mode: monitor'),
      'x.yaml:9:54 (deployments[0].mode): motd has no get, which mode monitor needs; allowed: mode enforce, audit; state ignore',
    ],
    [
      deploy('item: uptime, target: {all: true}'),
      'x.yaml:9:5 (deployments[0].mode): uptime has no test, which mode enforce needs; allowed: mode monitor; state ignore',
    ],
    [
      deploy('item: curl, target: {all: true}, mode: audit'),
      'x.yaml:9:54 (deployments[0].mode): curl is software, and a mode is for tasks; allowed: a state',
    ],
    [
      deploy('item: curl, target: {all: true}, state: latest'),
      'x.yaml:9:55 (deployments[0].state): curl has no available, which state latest needs; allowed: state any, atLeast, exactly, atMost; state ignore',
    ],
    [
      deploy('item: curl, target: {all: true}, state: absent'),
      'x.yaml:9:55 (deployments[0].state): curl has no uninstall, which state absent needs; allowed: state any, atLeast, exactly, atMost; state ignore',
    ],
    [
      deploy('item: motd, target: {all: true}, parameters: {txt: x}'),
      "x.yaml:9:66 (deployments[0].parameters.txt): motd has no parameter 'txt'; allowed: text, token",
    ],
    [
      deploy('item: motd, target: {all: true}, parameters: {token: hunter2}'),
      'x.yaml:9:68 (deployments[0].parameters.token): a secret is never written in a file; allowed: {secret: NAME}',
    ],
    [
      deploy('item: motd, target: {all: true}, parameters: {text: 5}'),
      'x.yaml:9:67 (deployments[0].parameters.text): 5 is not allowed; allowed: text, which here needs quotes',
    ],
    [
      deploy('item: motd, target: {all: true}, limits: {connect: 5s}'),
      "x.yaml:9:57 (deployments[0].limits): unknown key 'connect'; allowed: idleOutput, action",
    ],
    ['items: [./motd]\n', "x.yaml:4:1: the key 'items' stands here twice; allowed: each key once"],
  ])('refuses %j', async (text, message) => {
    expect(await refused({ 'x.yaml': BASE + text })).toEqual([message]);
  });

  it('warns of what is most likely not meant', async () => {
    const plan = await apply({
      'x.yaml': `${BASE}computers:
  - {name: a, tenant: Acme, connection: {kind: local}}
  - {name: b, tenant: Acme, connection: {kind: local}}
groups: [{name: None}, {name: Linux, filter: {platform: linux}}]
deployments:
  - {name: D, item: motd, target: {tag: web}}
  - {name: E, item: motd, target: {all: true}}
  - {name: F, item: motd, target: {all: true}, mode: audit}
  - {name: G, item: motd, target: {tenant: Acme}, state: ignore, parameters: {text: x}}
`,
    });
    expect(plan.warnings).toEqual([
      'G: parameters has no effect on a deployment that ignores',
      'group Linux holds no computer: the facts of 2 computers are not yet known',
      'group None holds no computer',
      'D: its target (tag web) holds no computer',
      "'E' and 'F' deploy motd alike: wherever both hold it is a conflict, and 'E' wins by its name",
      'Acme/a, Acme/b are all of kind local, which is this workstation',
    ]);
  });

  it('gives software any version where no state is named, and takes names in one spelling', async () => {
    await apply({
      'x.yaml': `tenants: [{name: Cafe\u0301}]\ncomputers: [{name: a, tenant: Caf\u00e9}]\nitems: [./curl]\ndeployments: [{name: D, item: curl, target: {all: true}}]\n`,
    });
    expect(store.map(entryId)).toContain('Caf\u00e9/a');
    expect(store.find((entry) => entry.kind === 'deployment')?.value).toMatchObject({ state: 'any', mode: 'enforce' });
  });

  it('knows items by id and content: a moved folder changes, a copy of others does not', async () => {
    await apply({ 'a.yaml': 'items: [./motd]\n' });
    await folder.write(
      Object.fromEntries(
        Object.entries(taskFiles('motd', 'parameters: {text: {type: string}, token: {type: string, secret: true}}\n')).map(([name, text]) => [
          `copy/${name}`,
          text,
        ]),
      ),
    );
    const copied = 'items: [./copy/motd]\n';
    expect(await apply({ 'b.yaml': copied })).toMatchObject({ added: [], changed: [], removed: [] });
    expect((await apply({ 'b.yaml': copied })).change).toEqual({ put: [], remove: [] });
    // Who named the folder no longer does: the copy takes its place.
    const left = await apply({ 'a.yaml': 'items: []\n' });
    expect(left.changed).toEqual([{ kind: 'item-folder', id: path.join(folder.path, 'copy/motd'), name: 'motd', fields: ['path'] }]);
    expect(shortened(left.warnings)).toEqual(['item motd: kept, because b.yaml names it too']);
    expect(names((await apply({ 'b.yaml': 'items: []\n' })).removed)).toEqual(['item-folder motd']);
    expect(store).toEqual([]);
  });

  it('a folder that its files name elsewhere moves, and two files may name one folder', async () => {
    const files = Object.entries(taskFiles('motd', 'parameters: {text: {type: string}, token: {type: string, secret: true}}\n'));
    await folder.write(Object.fromEntries(files.map(([name, text]) => [`copy/${name}`, text])));
    await apply({ 'a.yaml': 'items: [./motd]\n' });
    const moved = await apply({ 'a.yaml': 'items: [./copy/motd]\n' });
    expect(moved.changed).toEqual([{ kind: 'item-folder', id: path.join(folder.path, 'copy/motd'), name: 'motd', fields: ['path'] }]);
    expect(moved.warnings).toEqual([]);
    await apply({ 'a.yaml': 'items: [./copy/motd]\n', 'b.yaml': 'items: [./copy/motd]\n' });
    expect(names((await apply({ 'a.yaml': 'items: []\n' })).removed)).toEqual([]);
    expect(names((await apply({ 'b.yaml': 'items: []\n' })).removed)).toEqual(['item-folder motd']);
  });

  it('says what a file should be that is none', async () => {
    await folder.write({ 'empty.yaml': '# nothing\n' });
    const read = (name: string) => readSetUpFiles([path.join(folder.path, name)]).then(({ problems }) => problems.map(({ message }) => message));
    expect(await read('nowhere.yaml')).toEqual(['is not there; allowed: a set-up file in YAML (docs/set-up.md, rounds schema setup)']);
    expect(await read('empty.yaml')).toEqual(['is empty; allowed: a set-up file in YAML (docs/set-up.md, rounds schema setup)']);
    expect(await read('.')).toEqual(['is a folder; allowed: a file']);
  });

  it('names the line that names an item that is none', async () => {
    await folder.write({ 'bare/readme': '', 'empty/item.yaml': '', 'inside/item.yaml': 'id: x\nkind: tusk\n' });
    expect(await refused({ 'x.yaml': 'items:\n  - ./bare\n  - ./empty\n  - ./motd/item.yaml\n  - ./inside\n' })).toMatchObject([
      expect.stringMatching(/^inside\/item\.yaml:2:7 /),
      expect.stringMatching(/^x\.yaml:2:5 \(items\[0\]\): '\.\/bare' is no item: bare\/item\.yaml is not there; allowed: the folder/),
      expect.stringMatching(/^x\.yaml:3:5 \(items\[1\]\): '\.\/empty' is no item: empty\/item\.yaml is empty; allowed: the folder/),
      expect.stringMatching(/^x\.yaml:4:5 \(items\[2\]\): '\.\/motd\/item\.yaml' is no item: motd\/item\.yaml is a file; allowed: the folder/),
    ]);
  });

  it('refuses ids of the catalogue, unknown dependencies and circles', async () => {
    await folder.write({
      ...taskFiles('a', 'dependsOn: [{item: b}]\n'),
      ...taskFiles('b', 'dependsOn: [{item: a}]\n'),
      ...taskFiles('c', 'dependsOn: [{item: nowhere}]\n'),
    });
    const { items } = await loadItems([{ path: path.join(folder.path, 'motd'), source: 'catalogue' }]);
    const attempt = apply({ 'x.yaml': 'items: [./a, ./b, ./c, ./motd]\n' }, false, { ...nothing, items });
    await expect(attempt).rejects.toThrow(
      [
        `${folder.path}/x.yaml:1:9 (items[0]): items depend on each other in a circle: a -> b -> a; allowed: dependencies without a circle`,
        `${folder.path}/x.yaml:1:19 (items[2]): the item 'c' depends on 'nowhere', and there is no such item`,
        `${folder.path}/x.yaml:1:24 (items[3]): the item 'motd' of ./motd is also in the catalogue; allowed: each id once`,
      ].join('\n'),
    );
  });
});
