/** `adopt`: recommended deployments of the catalogue become part of the set-up. */
import { describeTarget } from '../../electron/resolution/index.ts';
import type { SetUpEntry } from '../../electron/store/store.ts';
import { RoundsError } from '../../shared/errors.ts';
import type { Deployment } from '../../shared/model.ts';
import { itemKey } from '../../shared/plan.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { harmless, jsonLine } from '../terminal/harmless.ts';
import { nearest } from '../terminal/nearest.ts';
import { tableLines } from '../terminal/table.ts';
import { wishText } from './deployments.ts';
import { readKnown } from './selection.ts';

/** The source of their entries in the store: no set of files ever removes them. */
const SOURCE = 'adopted';

function pick(name: string, recommended: readonly Deployment[]): Deployment {
  const found = recommended.find((deployment) => deployment.name === name);
  if (found) return found;
  const near = nearest(
    name,
    recommended.map((deployment) => deployment.name),
  );
  const shown = harmless(name);
  throw new RoundsError('usage/deployment', `There is no recommended deployment '${shown}'${near ? `; did you mean '${near}'?` : ''}`, {
    value: shown,
    nearest: near,
    advice: 'rounds adopt --list lists them.',
  });
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
      { title: 'Item' },
      { title: 'Wanted', drop: 2 },
      { title: 'Target', cut: 'middle' as const },
      { title: 'Enforcement', drop: 1 },
      { title: 'Adopted' },
    ];
    if (!json) for (const line of tableLines(columns, rows, style, io.stdout.columns())) screen.line(line);
    return EXIT.ok;
  }
  if (args.positionals.length === 0) throw new RoundsError('usage/arguments', 'rounds adopt needs at least one NAME, or --list');
  const chosen = [...new Set(args.positionals)].map((name) => pick(name, recommended));
  const undo = args.flag('undo');
  const entries = await engine.store.readSetUp();
  const ours = new Set(
    entries.filter((entry) => entry.source === SOURCE && entry.kind === 'deployment').map((entry) => entry.kind === 'deployment' && entry.value.name),
  );
  const put: SetUpEntry[] = undo
    ? []
    : chosen.filter((deployment) => !deployment.enabled).map((value) => ({ source: SOURCE, kind: 'deployment', value: { ...value, enabled: true } }));
  const remove = undo ? chosen.filter((deployment) => ours.has(deployment.name)).map(({ name }) => ({ kind: 'deployment' as const, id: name })) : [];
  if (put.length + remove.length > 0) await engine.store.changeSetUp({ put, remove });
  for (const { name } of chosen) {
    const changed = put.some((entry) => entry.kind === 'deployment' && entry.value.name === name) || remove.some(({ id }) => id === name);
    if (json) screen.line(jsonLine({ type: undo ? 'dropped' : 'adopted', deployment: name, changed }));
    else screen.line(`${undo ? 'dropped' : 'adopted'}  ${harmless(name)}${changed ? '' : undo ? ' (it was not adopted here)' : ' (it was already)'}`);
  }
  return EXIT.ok;
}
