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

export interface ExecViewOptions {
  screen: Screen;
  /** Of stdout. */
  style: Style;
  /** Shows all but the output; told where its lines go. */
  people: (say: (line: string) => void) => RunView & { labels(): Labels };
}

export function createExecView({ screen, style, people: createPeople }: ExecViewOptions): RunView {
  let labelWidth = 0;
  let single = true;
  /** Of a single computer where all went well, nobody asks for a table: its lines wait for the outcome. */
  const held: string[] = [];
  const people = createPeople((line) => (single ? void held.push(line) : screen.note(line)));
  /** Streams whose last record was a piece of a line that goes on. */
  const open = new Set<string>();

  const alone = ({ stream, text, partial }: OutputRecord) => {
    if (stream !== 'stdout') return screen.note(harmlessLine(text));
    screen.raw(partial ? harmlessLine(text) : `${harmlessLine(text)}\n`);
  };
  const beside = (label: string, goesOn: boolean, { stream, text }: OutputRecord) => {
    const edge = stream === 'stdout' ? (style.unicode ? (goesOn ? '┆' : '│') : '|') : '!';
    const name = pad(cutMiddle(harmless(label), labelWidth, style.ellipsis), labelWidth);
    screen.line(`${style.paint('accent', name)} ${style.paint(stream === 'stdout' ? 'dim' : 'orange', edge)} ${harmlessLine(text)}`);
  };
  return {
    event(event: RunEvent) {
      if (event.type === 'batch.started') single = event.sessions.length === 1;
      people.event(event);
      if (event.type === 'batch.started') {
        for (const { id } of event.sessions) labelWidth = Math.min(WIDEST_NAME, Math.max(labelWidth, textWidth(harmless(people.labels().of(id)))));
      }
      if (event.type !== 'action.output') return;
      for (const record of event.records) {
        // Our own notes are of the record, not of the script.
        if (record.stream === 'rounds') continue;
        const key = `${event.session} ${event.n} ${record.stream}`;
        if (single) alone(record);
        else beside(people.labels().of(event.session), open.has(key), record);
        if (record.partial) open.add(key);
        else open.delete(key);
      }
    },
    cancelling: () => people.cancelling(),
    end(batch, sessions) {
      // A last line without a line end must not run into the shell's prompt.
      if (single && [...open].some((key) => key.endsWith(' stdout'))) screen.raw('\n');
      people.end(batch, sessions);
      if (sessions.some((session) => session.status !== 'passed')) for (const line of held) screen.note(line);
    },
  };
}
