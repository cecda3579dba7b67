import { createHash } from 'node:crypto';
import type { Item } from '../../shared/model.ts';
import type { ActionRecord } from '../../shared/record.ts';
import { PLATFORMS, type Shell } from '../../shared/words.ts';

/** The item id under which a script that was run by hand stands in the record. */
export const EXEC_ITEM = 'exec';

/** A script that somebody runs now, as an item, so that it is frozen, recorded and retried like any other. */
export function execItem(script: { text: string; shell: Shell; name: string }): Item {
  const source = { file: script.shell === 'sh' ? 'exec.sh' : 'exec.ps1', text: script.text };
  return {
    id: EXEC_ITEM,
    name: script.name,
    kind: 'task',
    platforms: [...PLATFORMS],
    parameters: {},
    dependsOn: [],
    place: { section: 'unordered' },
    mayRestart: true,
    files: [],
    scripts: Object.fromEntries(PLATFORMS.map((platform) => [platform, { set: source }])),
    hash: createHash('sha256').update(`${source.file}\0${source.text}`).digest('hex'),
    folder: '',
    source: 'inline',
  };
}

/** The one action of an `exec` session. */
export function execAction(session: string, item: Item): ActionRecord {
  return {
    session,
    n: 0,
    item: item.id,
    itemName: item.name,
    instance: null,
    result: 'pending',
    reason: null,
    detail: null,
    flags: [],
    startedAt: null,
    endedAt: null,
    ms: 0,
    changed: false,
    frozen: { itemHash: item.hash, deployment: null, enforcement: null, mode: 'enforce', parameters: {}, dependsOn: [], after: [], neededBy: [] },
    planned: null,
    properties: [],
    logLines: 0,
    logBytes: 0,
    droppedLines: 0,
    droppedBytes: 0,
  };
}
