/** `deployments`: what is deployed to whom. */
import { compareNames, describeTarget } from '../../electron/resolution/index.ts';
import type { Deployment } from '../../shared/model.ts';
import { itemKey } from '../../shared/plan.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { commandText } from '../run/command-text.ts';
import { jsonLine } from '../terminal/harmless.ts';
import { tableLines } from '../terminal/table.ts';
import { readKnown } from './selection.ts';

/** What it asks for, in a word or two: `latest`, `at least 2.1`, `enforce`. */
export function wishText({ state, mode }: Pick<Deployment, 'state' | 'mode'>): string {
  if (state === undefined) return mode;
  if (state === 'any') return 'any version';
  if (state === 'updateIfFound') return 'update if found';
  if (typeof state === 'string') return state;
  if ('atLeast' in state) return `at least ${state.atLeast}`;
  return 'exactly' in state ? `exactly ${state.exactly}` : `at most ${state.atMost}`;
}

export async function execute(context: Context): Promise<number> {
  const { io, screen, style, json } = context;
  const { setUp } = await readKnown(context, await context.engine());
  const deployments = setUp.deployments.slice().sort((left, right) => compareNames(left.name, right.name));
  if (json) {
    for (const deployment of deployments) screen.line(jsonLine({ type: 'deployment', ...deployment }));
    return EXIT.ok;
  }
  const command = commandText(context.env, context.args.text('data'));
  if (deployments.length === 0)
    screen.line(`No deployments yet. ${command} apply FILE brings them in; ${command} adopt --list shows the recommended ones.`);
  const rows = deployments.map((one) => [
    one.name,
    itemKey(one.item, one.instance),
    wishText(one),
    describeTarget(one.target),
    one.enforcement,
    one.origin,
    one.enabled ? '' : 'disabled',
  ]);
  const titles = [
    { title: 'Deployment' },
    { title: 'Item', drop: 4 },
    { title: 'Wanted', drop: 3 },
    { title: 'Target', cut: 'middle' as const, least: 16 },
    { title: 'Enforcement', drop: 2 },
    { title: 'Origin', drop: 1 },
    { title: 'State' },
  ];
  for (const line of tableLines(titles, rows, style, io.stdout.columns())) screen.line(line);
  return EXIT.ok;
}
