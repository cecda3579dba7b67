import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { SessionSummary } from '../../shared/events.ts';
import { itemKey } from '../../shared/plan.ts';
import { REASON_CODES } from '../../shared/reasons.ts';
import { FINAL_RESULTS, SESSION_FINAL_STATUSES } from '../../shared/words.ts';

/**
 * Which run of a lab folder this is: its first, a later one after one that came to its end as expected, or one after
 * a run that did not come to its end, where an action may stand as in either.
 */
export type LabPass = 'first' | 'again' | 'either';

const outcomeSchema = z
  .string()
  .transform((text) => text.split(' '))
  .pipe(z.tuple([z.enum(FINAL_RESULTS), z.enum(REASON_CODES)]))
  .transform(([result, reason]) => ({ result, reason }));

const expectedSchema = z.record(
  z.string(),
  z.strictObject({
    status: z.enum(SESSION_FINAL_STATUSES),
    reason: z.enum(REASON_CODES).optional(),
    /** `ITEM` or `ITEM:INSTANCE` to `RESULT REASON` of the first run. */
    actions: z.record(z.string(), outcomeSchema),
  }),
);

/** By computer, what the first run gives. Every later one gives the same, but already-compliant where the first had success. */
export type Expected = z.infer<typeof expectedSchema>;
type Outcome = z.infer<typeof outcomeSchema>;

export async function readExpected(resources: string): Promise<Expected> {
  return expectedSchema.parse(parse(await readFile(path.join(resources, 'expected.yaml'), 'utf8')));
}

function allowed(first: Outcome, pass: LabPass): Outcome[] {
  if (first.result !== 'success') return [first];
  const again: Outcome = { result: 'already-compliant', reason: 'already-compliant' };
  if (pass === 'either') return [first, again];
  return pass === 'first' ? [first] : [again];
}

const words = (result: string, reason: string | null) => (reason === null || reason === result ? result : `${result} (${reason})`);

function compareActions(id: string, wanted: Record<string, Outcome>, session: SessionSummary, pass: LabPass): string[] {
  const differences: string[] = [];
  const seen = new Set<string>();
  for (const { item, instance, result, reason } of session.actions) {
    const key = itemKey(item, instance);
    const first = wanted[key];
    if (seen.has(key)) differences.push(`${id}: ${key} has more than one result.`);
    seen.add(key);
    if (!first) {
      differences.push(`${id}: ${key} is ${words(result, reason)}, but was not expected at all.`);
      continue;
    }
    const options = allowed(first, pass);
    if (options.some((option) => option.result === result && option.reason === reason)) continue;
    differences.push(
      `${id}: ${key} is ${words(result, reason)}; expected ${options.map((option) => words(option.result, option.reason)).join(' or ')}.`,
    );
  }
  for (const key of Object.keys(wanted)) if (!seen.has(key)) differences.push(`${id}: ${key} has no result.`);
  return differences;
}

/**
 * Compares a run over everything (required deployments) with what the lab expects. Computers of the tenant for load tests are not looked at.
 * @returns one sentence a difference; none when all is as expected.
 */
export function compareWithExpected(expected: Expected, sessions: SessionSummary[], pass: LabPass): string[] {
  const differences: string[] = [];
  const byId = new Map(sessions.map((session) => [`${session.tenant}/${session.computer}`, session]));
  for (const [id, wanted] of Object.entries(expected)) {
    const session = byId.get(id);
    if (!session) {
      differences.push(`${id}: it has no session.`);
      continue;
    }
    if (session.status !== wanted.status || (wanted.reason !== undefined && session.reason !== wanted.reason)) {
      differences.push(`${id}: the session is ${words(session.status, session.reason)}; expected ${words(wanted.status, wanted.reason ?? null)}.`);
    }
    differences.push(...compareActions(id, wanted.actions, session, pass));
  }
  return differences;
}
