/** What a newer version wrote can be shown, but not done again by one that does not know what it means. */
import { RoundsError } from '../../shared/errors.ts';
import type { ActionRecord, BatchRecord } from '../../shared/record.ts';
import { ENFORCEMENTS, LIVE_RESULTS, FINAL_RESULTS, MODES, SESSION_KINDS } from '../../shared/words.ts';

const STATES = ['ignore', 'latest', 'any', 'updateIfFound', 'absent'];
const STATE_KEYS = ['atLeast', 'exactly', 'atMost'];

/** `mode 'x'` where the word is none of those that are known. */
const unknown = (what: string, word: string, words: readonly string[]): string | null => (words.includes(word) ? null : `${what} '${word}'`);

function isKnownValue(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((entry) => typeof entry === 'string');
  if (typeof value === 'object') return value !== null && Object.keys(value).join() === 'secret' && typeof Reflect.get(value, 'secret') === 'string';
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function unknownOf({ result, frozen }: ActionRecord): string | null {
  const { mode, enforcement, state } = frozen;
  const wishes =
    state === undefined ? [] : typeof state === 'string' ? [[state, STATES] as const] : Object.keys(state).map((key) => [key, STATE_KEYS] as const);
  return (
    unknown('result', result, [...FINAL_RESULTS, ...LIVE_RESULTS]) ??
    unknown('mode', mode, MODES) ??
    (enforcement === null ? null : unknown('enforcement', enforcement, ENFORCEMENTS)) ??
    wishes.map(([word, words]) => unknown('state', word, words)).find((one) => one !== null) ??
    // Never shown: what stands in it is not understood.
    Object.keys(frozen.parameters)
      .filter((name) => !isKnownValue(frozen.parameters[name]))
      .map((name) => `parameter '${name}'`)[0] ??
    null
  );
}

/** @throws RoundsError `store/newer-record` where a batch or one of these actions holds a word that is not known here. */
export function refuseNewerWords(batch: BatchRecord, actions: readonly ActionRecord[]): void {
  const found =
    unknown('kind', batch.kind, SESSION_KINDS) ??
    unknown('offline rule', batch.options.offline.rule, ['skip', 'wait']) ??
    [...batch.options.include.map((word) => unknown('enforcement', word, ENFORCEMENTS)), ...actions.map(unknownOf)].find((one) => one !== null);
  if (!found) return;
  throw new RoundsError('store/newer-record', `A newer version of Rounds recorded ${batch.id}: its ${found} is not known here`, {
    batch: batch.id,
    advice: 'Go on with it in the newer version; here it can only be looked at.',
  });
}
