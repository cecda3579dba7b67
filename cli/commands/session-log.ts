/** The log of one action: every line with its time and stream, read page by page. */
import type { Store } from '../../electron/store/store.ts';
import { RoundsError } from '../../shared/errors.ts';
import { didYouMean, nearest } from '../../shared/nearest.ts';
import { itemKey } from '../../shared/plan.ts';
import type { ActionRecord, OutputRecord, SessionRecord } from '../../shared/record.ts';
import type { Stream } from '../../shared/words.ts';
import type { Context } from '../command.ts';
import { harmless, harmlessLine, jsonLine } from '../terminal/harmless.ts';
import { resultMark } from '../terminal/marks.ts';
import type { Style, Tone } from '../terminal/style.ts';
import { pad } from '../terminal/width.ts';
import { clockTime, dateTime } from '../when.ts';
import { reasonSentence } from '../run/reason-text.ts';

const PAGE = 2000;

const STREAM_TONES: Record<Stream, Tone> = {
  stdout: 'dim',
  stderr: 'orange',
  warning: 'orange',
  error: 'red',
  verbose: 'dim',
  progress: 'dim',
  information: 'dim',
  debug: 'dim',
  rounds: 'violet',
};
const STREAM_WIDTH = Math.max(...Object.keys(STREAM_TONES).map((stream) => stream.length));

/** The action that ITEM or ITEM:INSTANCE names, of each session that has it. @throws RoundsError `usage/item` where it is none, or several of one session. */
async function findActions(
  store: Store,
  sessions: readonly SessionRecord[],
  wanted: string,
): Promise<{ session: SessionRecord; action: ActionRecord }[]> {
  const all = (await Promise.all(sessions.map(async (session) => (await store.actions(session.id)).map((action) => ({ session, action }))))).flat();
  const exact = all.filter(({ action }) => itemKey(action.item, action.instance) === wanted);
  const found = exact.length > 0 ? exact : all.filter(({ action }) => action.item === wanted);
  const [first] = found;
  if (first && new Set(found.map(({ session }) => session.id)).size === found.length) return found;
  const shown = harmless(wanted);
  if (!first) {
    const known = [...new Set(all.map(({ action }) => itemKey(action.item, action.instance)))].map(harmless);
    const meant = didYouMean(nearest(wanted, known));
    throw new RoundsError('usage/item', `There is no action '${shown}' in it${meant}; it has: ${known.join(', ') || 'no actions'}`, { value: shown });
  }
  const one = sessions.length === 1;
  const candidates = found.map(({ session, action }) => `${one ? '' : `${session.id} --log `}${itemKey(action.item, action.instance)}`);
  throw new RoundsError('usage/item', `'${shown}' is not unique; allowed: ${candidates.slice(0, 10).map(harmless).join(', ')}`, { value: shown });
}

function logLine({ at, stream, text }: OutputRecord, goesOn: boolean, style: Style): string {
  const mark = goesOn ? (style.unicode ? '↪' : '>') : harmless(stream);
  return `${style.paint('dim', clockTime(at))}  ${style.paint(Object.hasOwn(STREAM_TONES, stream) ? STREAM_TONES[stream] : 'violet', pad(mark, STREAM_WIDTH))}  ${harmlessLine(text)}`;
}

export async function showLog(context: Context, store: Store, sessions: readonly SessionRecord[], wanted: string): Promise<void> {
  const found = await findActions(store, sessions, wanted);
  for (const [index, { session, action }] of found.entries()) {
    if (index > 0 && !context.json) context.screen.line('');
    await showActionLog(context, store, session, action);
  }
}

async function showActionLog(context: Context, store: Store, session: SessionRecord, action: ActionRecord): Promise<void> {
  const { io, screen, style, json } = context;
  const key = itemKey(action.item, action.instance);
  if (json) {
    screen.line(jsonLine({ type: 'session', ...session }));
    screen.line(jsonLine({ type: 'action', ...action }));
  } else {
    const mark = resultMark(action, style);
    const when = action.startedAt === null ? 'not started' : dateTime(action.startedAt);
    screen.line(
      `${style.bold(harmless(key))} on ${harmless(`${session.tenant}/${session.computer}`)}, ${when}: ${style.paint(mark.tone, mark.text)}`,
    );
    const sentence = reasonSentence(action.reason, action.detail);
    if (sentence !== '') screen.line(sentence);
  }
  const open = new Set<Stream>();
  for (let first = 0; !io.stdout.closed;) {
    const page = await store.log(session.id, action.n, { first, limit: PAGE });
    for (const [index, record] of page.records.entries()) {
      if (json)
        screen.line(
          jsonLine({
            type: 'log',
            session: session.id,
            n: action.n,
            item: action.item,
            instance: action.instance,
            line: page.first + index,
            ...record,
          }),
        );
      else screen.line(logLine(record, open.has(record.stream), style));
      if (record.partial) open.add(record.stream);
      else open.delete(record.stream);
    }
    first = page.first + page.records.length;
    if (page.records.length === 0 || first >= page.total) break;
  }
  if (json) return;
  if (action.droppedLines > 0)
    screen.note(`${action.droppedLines} further lines (${action.droppedBytes} bytes) exceeded what the log takes and were not kept.`);
  if (action.logLines === 0 && action.droppedLines === 0) screen.line('It wrote nothing.');
}
