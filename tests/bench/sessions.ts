/**
 * `npm run bench sessions`: Rounds beside ansible-playbook and the floor, on the same computers, in one run.
 * Options: --computers N (50), --actions N (10), --rounds N (3: how often each is measured), --no-ansible.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findProgram } from '../requirements.ts';
import { ansible } from './ansible.ts';
import { startFleet, textOf, writeSetUp, type Fleet } from './fleet.ts';
import { measure, median, type Measured } from './measure.ts';

const { values } = parseArgs({
  options: {
    computers: { type: 'string', default: '50' },
    actions: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
    'no-ansible': { type: 'boolean', default: false },
  },
});
const computers = Number(values.computers);
const actions = Number(values.actions);
const rounds = Number(values.rounds);
const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const say = (text: string): void => void process.stderr.write(`${text}\n`);

interface Contender {
  name: string;
  command: string[];
  env?: NodeJS.ProcessEnv;
  /** Throws when the run did not do its work. */
  check: (run: Measured, pass: 1 | 2) => void;
  rounds: number;
}

function floorScript(fleet: Fleet): string {
  const texts = Array.from({ length: actions }, (_, i) => `one ${i + 1} '${textOf(i + 1)}'`).join('\n');
  return [
    'set -- $SSH_CONNECTION',
    `dir="${fleet.root}/$3"`,
    'check() { [ -f "$dir/$1" ] && [ "$(cat "$dir/$1")" = "$2" ]; }',
    'one() { if check "$1" "$2"; then echo same; else printf "%s\\n" "$2" > "$dir/$1"; check "$1" "$2" && echo changed; fi; }',
    texts,
  ].join('\n');
}

function floor(fleet: Fleet): Contender {
  const file = path.join(fleet.folder, 'floor.json');
  const [, , hostKey = ''] = /(ssh-\S+) (\S+)/.exec(readFileSync(fleet.host.knownHosts, 'utf8')) ?? [];
  const { port, user, userKey: keyFile } = fleet.host;
  writeFileSync(file, JSON.stringify({ addresses: fleet.addresses, port, user, keyFile, hostKey, script: floorScript(fleet) }));
  const wanted = computers * actions;
  return {
    name: 'floor (ssh2, one exec)',
    command: [process.execPath, here('floor.ts'), file],
    rounds,
    check: (run, pass) => {
      const expected = pass === 1 ? `${wanted} changed, 0 same` : `0 changed, ${wanted} same`;
      if (run.output.trim() !== expected) throw new Error(`the floor did not do its work: ${run.output}`);
    },
  };
}

async function roundsContender(fleet: Fleet): Promise<Contender> {
  const main = here('../../cli/launch.mjs');
  const data = path.join(fleet.folder, 'data');
  const applied = await measure([process.execPath, main, 'rounds', 'apply', writeSetUp(fleet, actions), '--data', data]);
  if (applied.status !== 0) throw new Error(`apply failed: ${applied.output}`);
  return {
    name: 'Rounds',
    command: [process.execPath, main, 'rounds', 'run', 'all', '--json', '--data', data],
    rounds,
    check: (run, pass) => {
      const last = run.output.trim().split('\n').at(-1) ?? '';
      const finished = JSON.parse(last) as { sessions: { status: string; actions: { result: string }[] }[] };
      const results = finished.sessions.flatMap((session) => session.actions.map((action) => action.result));
      const expected = pass === 1 ? 'success' : 'already-compliant';
      if (run.status !== 0 || results.length !== computers * actions || results.some((result) => result !== expected))
        throw new Error(`Rounds did not do its work: ${last.slice(0, 2000)}`);
    },
  };
}

function ansibleContender(fleet: Fleet): Contender {
  const { command, env } = ansible(fleet, actions);
  return {
    name: 'ansible-playbook (copy)',
    command,
    env,
    rounds: 1,
    check: (run) => {
      if (run.status !== 0) throw new Error(`ansible-playbook failed: ${run.output.slice(-2000)}`);
    },
  };
}

const fleet = await startFleet(computers);
try {
  const contenders = [floor(fleet), await roundsContender(fleet)];
  if (!values['no-ansible']) {
    if (findProgram('ansible-playbook')) contenders.push(ansibleContender(fleet));
    else say('ansible-playbook is missing: apt-get install ansible; measured without it');
  }
  const measured = contenders.map(() => ({ 1: [] as Measured[], 2: [] as Measured[] }));
  for (let round = 0; round < rounds; round++) {
    for (const [i, contender] of contenders.entries()) {
      if (round >= contender.rounds) continue;
      fleet.reset();
      for (const pass of [1, 2] as const) {
        const run = await measure(contender.command, contender.env);
        contender.check(run, pass);
        measured[i]?.[pass].push(run);
        say(`${contender.name}, pass ${pass}: ${run.wall.toFixed(2)} s, CPU ${run.cpu.toFixed(2)} s, ${run.memory.toFixed(0)} MiB`);
      }
    }
  }
  const lines = [
    `${computers} computers x ${actions} actions; medians of ${rounds} (Ansible: 1); wall and CPU in seconds, memory in MiB; ratio to the floor`,
  ];
  for (const pass of [1, 2] as const) {
    const base = median(measured[0]?.[pass] ?? []);
    for (const [i, contender] of contenders.entries()) {
      const run = median(measured[i]?.[pass] ?? []);
      const ratio = (a: number, b: number): string => `${(a / b).toFixed(2)}x`;
      lines.push(
        `pass ${pass}  ${contender.name.padEnd(24)} wall ${run.wall.toFixed(2).padStart(7)} (${ratio(run.wall, base.wall)})  client CPU ${run.cpu.toFixed(2).padStart(7)} (${ratio(run.cpu, base.cpu)})  memory ${run.memory.toFixed(0).padStart(4)} (${ratio(run.memory, base.memory)})`,
      );
    }
  }
  process.stdout.write(`${lines.join('\n')}\n`);
} finally {
  await fleet.close();
}
