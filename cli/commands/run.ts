/** `run` and `check`: sessions over what the targets hold. */
import type { RunRequest } from '../../electron/sessions/run-request.ts';
import { parseDuration } from '../../shared/duration.ts';
import { RoundsError } from '../../shared/errors.ts';
import type { BatchOptions } from '../../shared/record.ts';
import { positiveInteger, type Arguments } from '../arguments.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { confirm } from '../prompt.ts';
import { followBatch, viewFor } from '../run/follow.ts';
import { includeOption, itemOption, readKnown, select, warn, warnOfBusy } from './selection.ts';

/** More at once than any machine bears is a typing mistake. */
export const MOST_AT_ONCE = 10_000;

/** `--offline skip` or `wait:DURATION`. @throws RoundsError `usage/option` or `input/duration`. */
export function offlineOption(args: Arguments): BatchOptions['offline'] {
  const rule = args.text('offline') ?? 'skip';
  if (rule === 'skip') return { rule: 'skip' };
  if (rule.startsWith('wait:')) return { rule: 'wait', ms: waitOf(rule.slice('wait:'.length)) };
  throw new RoundsError('usage/option', `--offline: '${rule.slice(0, 60)}' is not known; allowed: skip, wait:DURATION (wait:30m)`, {
    option: 'offline',
  });
}

/** @throws RoundsError `input/duration`, which names the option */
function waitOf(duration: string): number {
  try {
    return parseDuration(duration);
  } catch (error) {
    throw error instanceof RoundsError ? new RoundsError(error.kind, `--offline: ${error.message}`, error.details, error) : error;
  }
}

/** `--concurrency` and `--per-tenant`, as far as they were given. */
export function limitOptions(args: Arguments): Pick<BatchOptions, 'concurrency' | 'perTenant'> {
  const concurrency = positiveInteger('concurrency', args.text('concurrency'), MOST_AT_ONCE);
  const perTenant = positiveInteger('per-tenant', args.text('per-tenant'), MOST_AT_ONCE);
  return { ...(concurrency === undefined ? {} : { concurrency }), ...(perTenant === undefined ? {} : { perTenant }) };
}

/** A run over everything asks on a terminal, unless `--yes` stands there; elsewhere nobody could answer. */
export async function mayRun(context: Context, count: number): Promise<boolean> {
  if (!context.args.positionals.includes('all') || context.args.flag('yes') || !context.prompt.canAsk) return true;
  if (await confirm(context.prompt, `Run on ${count} ${count === 1 ? 'computer' : 'computers'}?`, { wholeWord: false })) return true;
  context.screen.note('Nothing was run.');
  return false;
}

async function execute(context: Context, check: boolean): Promise<number> {
  const { args } = context;
  const onboarding = args.flag('onboarding');
  const include = includeOption(context, onboarding);
  const offline = offlineOption(args);
  const limits = limitOptions(args);
  const engine = await context.engine();
  const known = await readKnown(context, engine);
  const chosen = itemOption(context, known.setUp);
  const { computers, warnings } = select(args.positionals, known);
  warn(context, warnings);
  await warnOfBusy(context, engine, computers);
  if (!check && !(await mayRun(context, computers.length))) return EXIT.cancelled;
  const request: RunRequest = {
    kind: check ? 'check' : onboarding ? 'onboarding' : 'maintenance',
    include,
    offline,
    ...limits,
    ...(chosen ? { chosen } : {}),
    computers,
    targetText: args.positionals.join(' '),
  };
  const { status } = await followBatch(context, () => engine.run(request), viewFor(context));
  return status;
}

export const executeRun = (context: Context): Promise<number> => execute(context, false);
export const executeCheck = (context: Context): Promise<number> => execute(context, true);
