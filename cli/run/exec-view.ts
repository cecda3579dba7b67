/**
 * The output of `exec`: side by side, each line with the computer that said it; of a single computer as it is, so that it
 * can be piped on. Everything else goes to stderr.
 */
import type { RunEvent } from '../../shared/events.ts';
import type { OutputRecord } from '../../shared/record.ts';
import type { Screen } from '../screen.ts';
import { harmless, harmlessLine } from '../terminal/harmless.ts';
import type { Style } from '../terminal/style.ts';
import { cutMiddle, pad, textWidth } from '../terminal/width.ts';
import type { Labels } from './labels.ts';
import type { RunView } from './view.ts';

const WIDEST_NAME = 24;

export function createExecView(screen: Screen, style: Style, people: RunView & { labels(): Labels }): RunView {
  let labelWidth = 0;
  let single = true;
  /** Streams whose last record was a piece of a line that goes on. */
  const open = new Set<string>();

  const alone = (key: string, { stream, text, partial }: OutputRecord) => {
    if (stream === 'rounds') return screen.note(style.paint('dim', harmlessLine(text)));
    if (stream !== 'stdout') return screen.note(harmlessLine(text));
    screen.raw(partial ? harmlessLine(text) : `${harmlessLine(text)}\n`);
    if (partial) open.add(key);
    else open.delete(key);
  };
  const beside = (key: string, label: string, { stream, text, partial }: OutputRecord) => {
    const goesOn = open.has(key);
    if (partial) open.add(key);
    else open.delete(key);
    const edge = stream === 'stdout' ? (style.unicode ? (goesOn ? '┆' : '│') : '|') : stream === 'rounds' ? '*' : '!';
    const tone = stream === 'stdout' ? 'dim' : stream === 'rounds' ? 'violet' : 'orange';
    const name = pad(cutMiddle(harmless(label), labelWidth, style.ellipsis), labelWidth);
    screen.line(`${style.paint('accent', name)} ${style.paint(tone, edge)} ${harmlessLine(text)}`);
  };
  return {
    event(event: RunEvent) {
      people.event(event);
      if (event.type === 'batch.started') {
        single = event.sessions.length === 1;
        for (const { id } of event.sessions) labelWidth = Math.min(WIDEST_NAME, Math.max(labelWidth, textWidth(harmless(people.labels().of(id)))));
      }
      if (event.type !== 'action.output') return;
      for (const record of event.records) {
        const key = `${event.session} ${event.n} ${record.stream}`;
        if (single) alone(key, record);
        else beside(key, people.labels().of(event.session), record);
      }
    },
    cancelling: () => people.cancelling(),
    end(batch, sessions) {
      // A last line without a line end must not run into the shell's prompt.
      if (open.size > 0 && single) screen.raw('\n');
      people.end(batch, sessions);
    },
  };
}
