/** Kill -9 of the program in the middle of a run, and what the record says afterwards: for the test and `npm run torture`. */
import { mkdirSync, rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { openStore } from '../../electron/store/open-store.ts';
import type { Workplace } from './rounds.ts';

export interface CrashReport {
  /** After how many milliseconds of the run it was killed; Infinity when the run was over before. */
  killedAt: number;
  sessions: number;
  interrupted: number;
  /** What is wrong; empty when all promises were kept. */
  broken: string[];
}

/** A set-up on this computer alone: every action takes a while and says something five times a second. */
export function writeCrashScene(place: Workplace, computers: number, actions: number): string {
  mkdirSync(path.join(place.folder, 'slow'), { recursive: true });
  for (const [name, text] of Object.entries(SLOW_ITEM)) place.write(`slow/${name}`, text);
  return place.write(
    'slow.yaml',
    JSON.stringify({
      tenants: [{ name: 'Acme', connection: { kind: 'local' } }],
      computers: Array.from({ length: computers }, (_, i) => ({ name: `c${i + 1}` })),
      items: ['./slow'],
      deployments: Array.from({ length: actions }, (_, i) => ({
        name: `Slow ${i + 1}`,
        item: 'slow',
        instance: String(i + 1).padStart(2, '0'),
        target: { all: true },
        parameters: { folder: path.join(place.folder, 'done') },
      })),
    }),
  );
}

const SLOW_ITEM: Record<string, string> = {
  'item.yaml':
    'id: slow\nname: Slow\nkind: task\nplatforms: [linux]\nparameters: {folder: {type: string, required: true}}\nscripts: {linux: {test: test.sh, set: set.sh}}\n',
  'test.sh': '[ -e "$ROUNDS_PARAM_FOLDER/$ROUNDS_INSTANCE" ] || exit 1\n',
  'set.sh':
    'mkdir -p "$ROUNDS_PARAM_FOLDER"\nfor i in 1 2 3 4; do echo "line $i of $ROUNDS_INSTANCE"; sleep 0.1; done\n: > "$ROUNDS_PARAM_FOLDER/$ROUNDS_INSTANCE"\n',
};

/** Runs everything, kills it after `ms`, starts it again, looks, resumes, looks again. */
export async function crashOnce(place: Workplace, ms: number): Promise<CrashReport> {
  const broken: string[] = [];
  rmSync(path.join(place.folder, 'done'), { recursive: true, force: true });
  const running = place.start(['run', 'all', '--json']);
  await running.line((line) => line.type === 'batch.started');
  const began = Date.now();
  const over = await Promise.race([wait(ms, false), running.ended.then(() => true)]);
  running.child.kill('SIGKILL');
  const killed = Date.now();
  const { stdout } = await running.ended;
  const heard = stdout
    .slice(0, stdout.lastIndexOf('\n'))
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; session?: string; n?: number; records?: { at: number; text: string }[] });
  const batch = (heard.find((line) => line.type === 'batch.started') as { batch?: string } | undefined)?.batch ?? '';

  // The next start finds no session that runs without an owner.
  const listed = await place.run(['sessions', '--json', '--limit', '1000']);
  if (listed.status !== 0) broken.push(`sessions ended with ${listed.status}: ${listed.stderr}`);
  const sessions = listed.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; batch: string; status: string })
    .filter((session) => session.batch === batch);
  for (const session of sessions) {
    if (['running', 'queued', 'pending-connectivity'].includes(session.status)) broken.push(`${session.id} is ${session.status} without an owner`);
  }
  const interrupted = sessions.filter((session) => session.status === 'interrupted').length;
  // The kill may come between the end of the last session and the end of the process: then all of them are well over.
  if (!over && interrupted === 0 && sessions.some((session) => session.status !== 'passed'))
    broken.push('nothing was interrupted though the run was not over');

  const file = path.join(place.data, 'rounds.db');
  const database = new Database(file, { readonly: true });
  const integrity = database.pragma('integrity_check', { simple: true });
  database.close();
  if (integrity !== 'ok') broken.push(`integrity check: ${String(integrity)}`);

  // Every line that was told more than a second before the end is in the log.
  const store = await openStore({ folder: place.data });
  const told = heard.filter((line) => line.type === 'action.output' && line.records);
  for (const [session, n] of new Map(
    told.map((line) => [`${line.session ?? ''}/${line.n ?? 0}`, [line.session ?? '', line.n ?? 0] as const]),
  ).values()) {
    const texts = told
      .filter((line) => line.session === session && line.n === n)
      .flatMap((line) => line.records ?? [])
      .filter((record) => record.at < killed - 1000)
      .map((record) => record.text);
    const kept = new Set((await store.log(session, n, { first: 0 })).records.map((record) => record.text));
    for (const text of texts) if (!kept.has(text)) broken.push(`${session}/${n} lost '${text}'`);
  }
  await store.close();

  if (interrupted > 0) {
    const resumed = await place.json(['resume', batch]);
    if (resumed.status !== 0) broken.push(`resume ended with ${resumed.status}`);
    for (const session of resumed.sessions) {
      if (session.status !== 'passed') broken.push(`${session.id} is ${session.status} after resume`);
      const bad = session.actions.find((action) => action.result !== 'success' && action.result !== 'already-compliant');
      if (bad) broken.push(`${session.id} ${bad.instance ?? ''} is ${bad.result} after resume`);
    }
  }
  return { killedAt: over ? Infinity : killed - began, sessions: sessions.length, interrupted, broken };
}
