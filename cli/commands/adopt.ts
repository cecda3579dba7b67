/** `adopt`: recommended deployments of the catalogue become part of the set-up. */
import { describeTarget } from '../../electron/resolution/index.ts';
import { guardedChange } from '../../electron/setup/guarded-change.ts';
import { ADOPTED } from '../../electron/setup/sources.ts';
import type { SetUpEntry } from '../../electron/store/store.ts';
import { RoundsError } from '../../shared/errors.ts';
import type { Deployment } from '../../shared/model.ts';
import { itemKey } from '../../shared/plan.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { harmless, jsonLine } from '../terminal/harmless.ts';
import { didYouMean, nearest } from '../../shared/nearest.ts';
import { tableLines } from '../terminal/table.ts';
import { wishText } from './deployments.ts';
import { readKnown } from './selection.ts';

function pick(name: string, recommended: readonly Deployment[]): Deployment {
  const found = recommended.find((deployment) => deployment.name === name);
  if (found) return found;
  const near = nearest(
    name,
    recommended.map((deployment) => deployment.name),
  );
  const shown = harmless(name);
  throw new RoundsError('usage/deployment', `There is no recommended deployment '${shown}'${didYouMean(near && `'${near}'`)}`, {
    value: shown,
    nearest: near,
    advice: 'rounds adopt --list lists them.',
  });
}

/** What adopting these (or, with `undo`, dropping them) changes, and which other sources name a deployment. */
function planAdoption(entries: readonly SetUpEntry[], chosen: readonly Deployment[], undo: boolean) {
  const present = new Map(entries.flatMap((entry) => (entry.kind === 'deployment' ? [[entry.value.name, entry] as const] : [])));
  const others = (name: string): string[] => (present.get(name)?.sources ?? []).filter((source) => source !== ADOPTED);
  const ours = chosen.filter(({ name }) => present.get(name)?.sources.includes(ADOPTED));
  const put: SetUpEntry[] = undo
    ? // What files name as well stays theirs.
      ours
        .flatMap(({ name }) => present.get(name) ?? [])
        .flatMap((entry) => (others(entry.value.name).length > 0 ? { ...entry, sources: others(entry.value.name) } : []))
    : chosen
        .filter((deployment) => !deployment.enabled)
        .map((value) => ({ sources: [...others(value.name), ADOPTED], kind: 'deployment', value: { ...value, enabled: true } }));
  const remove = undo ? ours.filter(({ name }) => others(name).length === 0).map(({ name }) => ({ kind: 'deployment' as const, id: name })) : [];
  return { change: { put, remove }, others };
}

export async function execute(context: Context): Promise<number> {
  const { args, io, screen, style, json } = context;
  const engine = await context.engine();
  const { setUp } = await readKnown(context, engine);
  const recommended = setUp.deployments.filter((deployment) => deployment.origin === 'recommended');
  if (args.flag('list')) {
    if (args.positionals.length > 0 || args.flag('undo')) throw new RoundsError('usage/arguments', 'rounds adopt --list takes nothing else');
    if (json) for (const deployment of recommended) screen.line(jsonLine({ type: 'deployment', ...deployment, adopted: deployment.enabled }));
    else if (recommended.length === 0) screen.line('The catalogue recommends nothing.');
    const rows = recommended.map((one) => [
      one.name,
      itemKey(one.item, one.instance),
      wishText(one),
      describeTarget(one.target),
      one.enforcement,
      one.enabled ? 'yes' : 'no',
    ]);
    const columns = [
      { title: 'Deployment' },
      { title: 'Item', drop: 3 },
      { title: 'Wanted', drop: 2 },
      { title: 'Target', cut: 'middle' as const, least: 16 },
      { title: 'Enforcement', drop: 1 },
      { title: 'Adopted' },
    ];
    if (!json) for (const line of tableLines(columns, rows, style, io.stdout.columns())) screen.line(line);
    return EXIT.ok;
  }
  if (args.positionals.length === 0) throw new RoundsError('usage/arguments', 'rounds adopt needs at least one NAME, or --list');
  const chosen = [...new Set(args.positionals)].map((name) => pick(name, recommended));
  const undo = args.flag('undo');
  const { made } = await guardedChange(engine.store, (entries) => planAdoption(entries, chosen, undo));
  const { put, remove } = made.change;
  for (const { name } of chosen) {
    const changed = put.some((entry) => entry.kind === 'deployment' && entry.value.name === name) || remove.some(({ id }) => id === name);
    if (json) screen.line(jsonLine({ type: undo ? 'dropped' : 'adopted', deployment: name, changed }));
    else {
      const note = changed
        ? undo && put.length > 0 && made.others(name).length > 0
          ? ' (it stays: set-up files name it too)'
          : ''
        : undo
          ? ' (it was not adopted here)'
          : ' (it was already)';
      screen.line(`${undo ? 'dropped' : 'adopted'}  ${harmless(name)}${note}`);
    }
  }
  return EXIT.ok;
}
