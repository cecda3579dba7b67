/** `resolve`: the plan of one computer, without connecting to it. */
import { describeTarget, explain, explainLoss, resolve } from '../../electron/resolution/index.ts';
import { itemKey, type Plan, type PlannedItem } from '../../shared/plan.ts';
import { oneOf } from '../arguments.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { reasonSentence } from '../run/reason-text.ts';
import { harmless, jsonLine } from '../terminal/harmless.ts';
import type { Style } from '../terminal/style.ts';
import { tableLines } from '../terminal/table.ts';
import { wishText } from './deployments.ts';
import { computerId, includeOption, readKnown, warn } from './selection.ts';

/** The promised object: names, and targets as they stand in the set-up. */
export function planObject(plan: Plan) {
  const byKey = new Map(plan.items.map((item) => [itemKey(item.item, item.instance), item]));
  return {
    computer: plan.computer,
    tenant: plan.tenant,
    items: plan.items.map(({ item, instance, winner, losers, included, conflict, shadowsRequired }) => ({
      item,
      instance,
      winner: winner && {
        deployment: winner.deployment,
        origin: winner.origin,
        enforcement: winner.enforcement,
        target: winner.target,
        ignore: winner.ignore,
      },
      losers: losers.map(({ deployment, rule }) => ({ deployment, rule })),
      included,
      conflict,
      shadowsRequired,
    })),
    order: plan.order.flatMap((key) => {
      const planned = byKey.get(key);
      return planned ? [{ item: planned.item, instance: planned.instance }] : [];
    }),
  };
}

function noteOf(item: PlannedItem): string {
  const notes: string[] = [];
  if (item.verdict) notes.push(reasonSentence(item.verdict.reason, item.verdict.detail));
  if (item.neededBy.length > 0) notes.push(`Needed by ${item.neededBy.join(', ')}.`);
  if (item.conflict) notes.push('Conflict: deployments tie for it.');
  if (item.shadowsRequired) notes.push('It hides a Required deployment.');
  return notes.join(' ');
}

/** A table in the order of the session; under each item what lost, and why. */
function planLines(plan: Plan, style: Style, width: number): string[] {
  const byKey = new Map(plan.items.map((item) => [itemKey(item.item, item.instance), item]));
  const ordered = plan.order.flatMap((key) => byKey.get(key) ?? []);
  const rows = ordered.map((item, index) => [
    String(index + 1),
    itemKey(item.item, item.instance),
    item.winner?.deployment ?? '(its defaults)',
    item.winner?.ignore ? 'ignore' : wishText(item),
    item.winner?.enforcement ?? '',
    item.winner ? describeTarget(item.winner.target) : '',
    { text: item.included && !item.verdict ? 'yes' : 'no', tone: item.included && !item.verdict ? ('green' as const) : ('dim' as const) },
    { text: noteOf(item), tone: item.conflict || item.shadowsRequired ? ('orange' as const) : ('dim' as const) },
  ]);
  const columns = [
    { title: '#', align: 'right' as const },
    { title: 'Item' },
    { title: 'Winner' },
    { title: 'Wanted', drop: 3 },
    { title: 'Enforcement', drop: 2 },
    { title: 'Target', cut: 'middle' as const },
    { title: 'Runs' },
    { title: 'Note', cut: 'end' as const, drop: 1 },
  ];
  const [header, ...body] = tableLines(columns, rows, style, width);
  if (header === undefined) return [`Nothing is deployed to ${harmless(`${plan.tenant}/${plan.computer}`)}.`];
  return [
    header,
    ...body.flatMap((line, index) => {
      const item = ordered[index];
      const losers = item?.winner ? item.losers.map((loser) => ({ loser, winner: item.winner })) : [];
      return [
        line,
        ...losers.flatMap(({ loser, winner }) =>
          winner ? [style.paint('dim', `     not '${harmless(loser.deployment)}' (${loser.rule}): ${harmless(explainLoss(winner, loser))}`)] : [],
        ),
      ];
    }),
  ];
}

export async function execute(context: Context): Promise<number> {
  const { args, io, screen, style, json } = context;
  const onboarding = oneOf('session', args.text('session') ?? 'maintenance', ['maintenance', 'onboarding']) === 'onboarding';
  const include = includeOption(context, onboarding);
  const { setUp, states } = await readKnown(context, await context.engine());
  const id = computerId(args.positionals[0] ?? '', setUp);
  const plan = resolve(setUp, id, states[id]?.facts ?? {}, { include, onboarding });
  warn(context, plan.warnings);
  if (json) {
    screen.line(jsonLine(planObject(plan)));
    return EXIT.ok;
  }
  screen.line(
    `${style.bold(harmless(`${plan.tenant}/${plan.computer}`))}: ${onboarding ? 'an onboarding session' : 'a session'} that includes ${include.join(', ')}`,
  );
  if (args.flag('explain')) {
    for (const key of plan.order) {
      screen.line('');
      screen.line(style.bold(harmless(key)));
      for (const sentence of explain(plan, key)) screen.line(`  ${harmless(sentence)}`);
    }
    if (plan.order.length === 0) screen.line('Nothing is deployed to it.');
    return EXIT.ok;
  }
  for (const line of planLines(plan, style, io.stdout.columns())) screen.line(line);
  return EXIT.ok;
}
