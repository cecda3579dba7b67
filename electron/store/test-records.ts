/** Records for the tests of the store; no test library, so that the tests' child processes may use them too. */
import type { Item } from '../../shared/model.ts';
import type { ActionRecord, BatchRecord, OutputRecord, SessionRecord } from '../../shared/record.ts';

export function aBatch(change: Partial<BatchRecord> = {}): BatchRecord {
  return {
    id: 'b1',
    kind: 'maintenance',
    options: { kind: 'maintenance', include: ['required'], offline: { rule: 'skip' } },
    createdAt: 1000,
    endedAt: null,
    parent: null,
    targetText: 'all',
    ...change,
  };
}

export function aSession(change: Partial<SessionRecord> = {}): SessionRecord {
  return {
    id: 's1',
    batch: 'b1',
    kind: 'maintenance',
    computerId: 'Acme/web-1',
    computer: 'web-1',
    tenant: 'Acme',
    status: 'running',
    reason: null,
    detail: null,
    phase: null,
    parent: null,
    createdAt: 1000,
    startedAt: null,
    endedAt: null,
    facts: null,
    owner: null,
    resumed: 0,
    ...change,
  };
}

export function anAction(change: Partial<ActionRecord> = {}): ActionRecord {
  return {
    session: 's1',
    n: 0,
    item: 'motd',
    itemName: 'Message of the day',
    instance: null,
    result: 'pending',
    reason: null,
    detail: null,
    flags: [],
    startedAt: null,
    endedAt: null,
    ms: 0,
    changed: false,
    frozen: {
      itemHash: 'hash-1',
      deployment: 'Message of the day',
      enforcement: 'required',
      mode: 'enforce',
      parameters: { text: 'hello', token: { secret: 'motd-token' } },
      dependsOn: [],
      after: [],
      neededBy: [],
    },
    planned: null,
    properties: [],
    logLines: 0,
    logBytes: 0,
    droppedLines: 0,
    droppedBytes: 0,
    ...change,
  };
}

export function anItem(change: Partial<Item> = {}): Item {
  return {
    id: 'motd',
    name: 'Message of the day',
    kind: 'task',
    platforms: ['linux'],
    timeout: 60_000,
    parameters: { text: { type: 'string', required: true } },
    dependsOn: [{ item: 'base-files', soft: true }],
    place: { section: 'beginning', order: 10 },
    mayRestart: false,
    files: [{ path: 'banner.txt', sha256: 'ab', bytes: 3, executable: false }],
    scripts: { linux: { test: { file: 'test.sh', text: 'true\n' }, set: { file: 'set.sh', text: 'echo \u0000\ud800\n' } } },
    hash: 'hash-1',
    folder: '/items/motd',
    source: 'local',
    ...change,
  };
}

export function aLine(text: string, change: Partial<OutputRecord> = {}): OutputRecord {
  return { at: 1_700_000_000_000, stream: 'stdout', text, ...change };
}
