/** `retry` and `resume`: going on from what is recorded. */
import type { RetryRequest } from '../../electron/sessions/run-request.ts';
import { REASON_CODES, RETRY_CAUSES } from '../../shared/reasons.ts';
import { oneOf, positiveInteger } from '../arguments.ts';
import type { Context } from '../command.ts';
import { followBatch, viewFor } from '../run/follow.ts';
import { MOST_AT_ONCE } from './run.ts';
import { findOne, warn } from './selection.ts';

/** Retrying the record of an `exec` shows output as `exec` does. */
async function isExec(context: Context, { kind, id }: { kind: 'batch' | 'session'; id: string }): Promise<boolean> {
  const { store } = await context.engine();
  const record = kind === 'batch' ? await store.batch(id) : await store.session(id);
  return record?.kind === 'exec';
}

export async function executeRetry(context: Context): Promise<number> {
  const { args } = context;
  const cause = args.text('cause');
  const items = args.list('item');
  const concurrency = positiveInteger('concurrency', args.text('concurrency'), MOST_AT_ONCE);
  const chosenCause = cause === undefined ? undefined : (REASON_CODES.find((code) => code === cause) ?? oneOf('cause', cause, RETRY_CAUSES));
  const engine = await context.engine();
  const found = await findOne(engine, args.positionals[0] ?? '');
  warn(context, (await engine.setUp()).warnings);
  const request: RetryRequest = {
    of: found.id,
    ...(items ? { items } : {}),
    ...(chosenCause ? { cause: chosenCause } : {}),
    ...(concurrency === undefined ? {} : { concurrency }),
  };
  const { status } = await followBatch(context, () => engine.retry(request), viewFor(context, { exec: await isExec(context, found) }));
  return status;
}

export async function executeResume(context: Context): Promise<number> {
  const engine = await context.engine();
  const found = await findOne(engine, context.args.positionals[0] ?? '');
  const { status } = await followBatch(context, () => engine.resume(found.id), viewFor(context, { exec: await isExec(context, found) }));
  return status;
}
