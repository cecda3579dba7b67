import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunEvent, SessionSummary } from '../../shared/events.ts';

const program = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const root = mkdtempSync(path.join(os.tmpdir(), 'rounds lab run '));
afterAll(() => rmSync(root, { recursive: true, force: true }));

type LabEvent = RunEvent | { type: 'lab.finished'; pass: string; differences: string[] };

/** Runs the lab as `npm start` does; the first event for which `until` holds kills it. */
function runLab(
  folder: string,
  until: (event: LabEvent) => boolean = () => false,
): Promise<{ events: LabEvent[]; status: number | null; stderr: string }> {
  const child = spawn(process.execPath, [program, '--json', 'lab', folder], { env: { ...process.env, ROUNDS_DATA: path.join(root, 'data') } });
  const events: LabEvent[] = [];
  let stderr = '';
  let rest = '';
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const event = JSON.parse(line) as LabEvent;
      events.push(event);
      if (until(event)) child.kill('SIGKILL');
    }
  });
  return new Promise((resolve) => child.once('close', (status) => resolve({ events, status, stderr })));
}

const sessionsOf = (events: LabEvent[]): SessionSummary[] => events.flatMap((event) => (event.type === 'batch.finished' ? event.sessions : []));
const resultsOf = (events: LabEvent[]) =>
  new Map(
    sessionsOf(events).flatMap(({ tenant, computer, actions }) =>
      actions.map(({ item, instance, result }) => [`${tenant}/${computer} ${item} ${instance}`, result] as const),
    ),
  );

describe('the lab, run as npm start runs it', () => {
  const folder = path.join(root, 'twice');

  it('gives what it expects; the second time all that was set is already compliant', async () => {
    const first = await runLab(folder);
    expect(first.events.at(-1)).toMatchObject({ type: 'lab.finished', pass: 'first', differences: [] });
    expect(first.status).toBe(0);
    const second = await runLab(folder);
    expect(second.events.at(-1)).toMatchObject({ type: 'lab.finished', pass: 'again', differences: [] });
    expect(second.status).toBe(0);
    const again = resultsOf(second.events);
    const before = resultsOf(first.events);
    expect([...before.keys()].sort()).toEqual([...again.keys()].sort());
    for (const [action, result] of before) expect([action, again.get(action)]).toEqual([action, result === 'success' ? 'already-compliant' : result]);
  });

  it('keeps its secret where it belongs: in its own file and where the item wrote it', () => {
    const secret = (JSON.parse(readFileSync(path.join(folder, 'secrets.json'), 'utf8')) as Record<string, string>)['lab-token'] ?? '';
    const holding = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => readFileSync(file).includes(secret))
      .map((file) => path.relative(folder, file));
    expect(holding.sort()).toEqual(['computers/Acme/db-1/etc/rounds/token', 'secrets.json']);
  });

  it('runs again after it was killed in the middle, and accepts what the killed run had done', async () => {
    const killed = path.join(root, 'killed');
    const { status } = await runLab(killed, (event) => event.type === 'action.finished' && event.item === 'lab-motd');
    expect(status).toBe(null);
    const next = await runLab(killed);
    expect(next.events.at(-1)).toMatchObject({ type: 'lab.finished', pass: 'either', differences: [] });
    expect(next.status).toBe(0);
  });
});
