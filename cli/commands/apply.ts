/** `apply`: the set-up becomes what files say. */
import type { AppliedEntry } from '../../electron/setup/plan-apply.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { harmless, jsonLine } from '../terminal/harmless.ts';
import type { Tone } from '../terminal/style.ts';
import { pad } from '../terminal/width.ts';
import { warn } from './selection.ts';

const ACTIONS: { what: 'added' | 'changed' | 'removed'; sign: string; tone: Tone }[] = [
  { what: 'added', sign: '+', tone: 'green' },
  { what: 'changed', sign: '~', tone: 'orange' },
  { what: 'removed', sign: '-', tone: 'red' },
];

const kindText = (kind: AppliedEntry['kind']): string => (kind === 'item-folder' ? 'item' : kind);

export async function execute(context: Context): Promise<number> {
  const { args, screen, style, json } = context;
  const dryRun = args.flag('dry-run');
  const engine = await context.engine();
  const plan = await engine.apply(args.positionals, { prune: args.flag('prune'), dryRun });
  warn(context, plan.warnings);
  const counts = { added: plan.added.length, changed: plan.changed.length, removed: plan.removed.length };
  if (json) {
    for (const { what } of ACTIONS) {
      for (const { kind, name, fields } of plan[what]) screen.line(jsonLine({ type: `setup.${what}`, kind: kindText(kind), name, fields }));
    }
    screen.line(jsonLine({ type: 'apply.finished', dryRun, ...counts, warnings: plan.warnings }));
    return EXIT.ok;
  }
  for (const { what, sign, tone } of ACTIONS) {
    for (const { kind, name, fields } of plan[what]) {
      const more = fields.length > 0 ? style.paint('dim', `  (${fields.join(', ')})`) : '';
      screen.line(`${style.paint(tone, sign)} ${pad(kindText(kind), 10)}  ${harmless(name)}${more}`);
    }
  }
  const total = counts.added + counts.changed + counts.removed;
  if (total === 0) screen.line('Nothing to change: the set-up is as the files say.');
  else
    screen.line(
      `${dryRun ? 'Would be: ' : ''}${counts.added} added, ${counts.changed} changed, ${counts.removed} removed.${dryRun ? ' Nothing was changed.' : ''}`,
    );
  return EXIT.ok;
}
