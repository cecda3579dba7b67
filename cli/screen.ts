/**
 * One terminal for lines, a bar at the bottom that is redrawn in place, and questions, so that none garbles another.
 * Lines that come while a question is open wait until it is answered.
 */
import type { Io } from './io.ts';
import { cutEnd } from './terminal/width.ts';

export interface Screen {
  /** A line of the result, on stdout. */
  line(text: string): void;
  /** As it is, without a line end of ours, on stdout. */
  raw(text: string): void;
  /** Progress, a warning, an error: a line on stderr. */
  note(text: string): void;
  /** What the bar shows from now on, asked again at every redraw; null takes it away. Without a terminal there is none. */
  bar(content: (() => string) | null): void;
  /** Draws the bar again if it changed. */
  refresh(): void;
  /** Runs a question with the terminal to itself; further questions wait their turn. */
  exclusive<T>(ask: () => Promise<T>): Promise<T>;
}

const ERASE_LINE = '\r\u001b[K';
/** Lines held back by an open question, at most; beyond it they are shown after all. */
const HELD_LINES = 10_000;

export function createScreen(io: Io, options: { bar: boolean; ellipsis: string }): Screen {
  const oneTerminal = io.stdout.isTerminal && io.stderr.isTerminal;
  let content: (() => string) | null = null;
  let drawn: string | null = null;
  let redraw: NodeJS.Immediate | null = null;
  let ceded = false;
  let asking = 0;
  let turn: Promise<unknown> = Promise.resolve();
  let held: (() => void)[] = [];

  const erase = () => {
    if (drawn === null) return;
    io.stderr.write(ERASE_LINE);
    drawn = null;
  };
  const draw = () => {
    redraw = null;
    if (!content || ceded || asking > 0) return;
    // The last column stays free: a terminal that wraps there would leave copies of the bar behind.
    const text = cutEnd(content(), io.stderr.columns() - 1, options.ellipsis);
    if (text === drawn) return;
    io.stderr.write(drawn === null ? text : ERASE_LINE + text);
    drawn = text;
  };
  /** Whoever reads the pipe may write to this terminal as well, when is not known: from its first line on there is no bar. */
  const toStdout = (text: string) => {
    if (io.stdout.isPipe && !ceded) {
      ceded = true;
      erase();
    }
    io.stdout.write(text);
  };
  const show = (write: () => void, touchesTerminal: boolean) => {
    if (asking > 0 && touchesTerminal && held.length < HELD_LINES) return void held.push(() => show(write, touchesTerminal));
    if (touchesTerminal) erase();
    write();
    if (content && drawn === null) redraw ??= setImmediate(draw);
  };
  return {
    line: (text) => show(() => toStdout(`${text}\n`), oneTerminal),
    raw: (text) => show(() => toStdout(text), oneTerminal),
    note: (text) => show(() => io.stderr.write(`${text}\n`), io.stderr.isTerminal),
    bar(wanted) {
      if (!options.bar) return;
      content = wanted;
      if (wanted) return draw();
      if (redraw) clearImmediate(redraw);
      redraw = null;
      erase();
    },
    refresh: draw,
    exclusive(ask) {
      const mine = turn.then(async () => {
        erase();
        asking++;
        try {
          return await ask();
        } finally {
          asking--;
          const waiting = held;
          held = [];
          for (const write of waiting) write();
          draw();
        }
      });
      turn = mine.catch(() => {});
      return mine;
    },
  };
}
