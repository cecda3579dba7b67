/**
 * A process that uses a store, for the tests that kill it or run two at once: `node test-child.ts FOLDER NAME MODE`.
 * What it says on standard output (one JSON object a line, written at once) is what its promises resolved to.
 */
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';
import { aBatch, aLine, anAction, anItem, aSession } from './test-records.ts';

export type Said =
  | { type: 'open'; owner: string; recovered: string[] }
  | { type: 'batch'; id: string }
  | { type: 'result'; session: string; n: number; detail: string }
  | { type: 'line'; session: string; n: number; line: number; at: number }
  | { type: 'done' };

const [folder = '', name = '', mode = ''] = process.argv.slice(2);
const say = (said: Said) => writeSync(1, `${JSON.stringify(said)}\n`);

/** Writes a session: its actions one after the other, each with log lines, and says what is committed. */
async function writeSession(store: Store, id: string, actions: number, lines: number): Promise<void> {
  const batch = `b-${id}`;
  await store.createBatch(aBatch({ id: batch }), [aSession({ id, batch, owner: store.owner })], []);
  say({ type: 'batch', id: batch });
  await store.planSession(
    id,
    Array.from({ length: actions }, (_, n) => anAction({ session: id, n })),
    [anItem()],
  );
  for (let n = 0; n < actions; n++) {
    await store.updateAction(id, n, { result: 'running' });
    for (let line = 0; line < lines; line++) void store.appendLog(id, n, [aLine(`line ${line}`)]);
    await store.updateAction(id, n, { result: 'success', reason: 'set-and-verified', detail: `${name} ${n}` });
    say({ type: 'result', session: id, n, detail: `${name} ${n}` });
  }
  if (mode !== 'short') return;
  await store.updateSession(id, { status: 'passed', owner: null, endedAt: 2000 });
  await store.endBatch(batch, 2000);
}

/** One action that says a line every few milliseconds and nothing else, as a slow script does. */
async function writeSlowly(store: Store): Promise<void> {
  const id = `s-${name}`;
  await store.createBatch(
    aBatch({ id: `b-${id}` }),
    [aSession({ id, batch: `b-${id}`, owner: store.owner })],
    [anAction({ session: id, result: 'running' })],
  );
  for (let line = 0; ; line++) {
    await store.appendLog(id, 0, [aLine(`line ${line}`)]);
    say({ type: 'line', session: id, n: 0, line, at: Date.now() });
    await sleep(5);
  }
}

const store = await openStore({ folder });
say({ type: 'open', owner: store.owner, recovered: (await store.recover(Date.now())).map(({ id }) => id) });
if (mode === 'slow') await writeSlowly(store);
// Until it is killed.
for (let session = 0; mode === 'endless'; session++)
  await Promise.all([0, 1, 2].map((part) => writeSession(store, `s-${name}-${session}-${part}`, 5, 20)));
for (let session = 0; session < 8; session++) await Promise.all([0, 1, 2].map((part) => writeSession(store, `s-${name}-${session}-${part}`, 5, 20)));
await store.close();
say({ type: 'done' });
