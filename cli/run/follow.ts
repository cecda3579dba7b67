/** Follows a batch to its end: its events to the view, Ctrl-C to the batch, its outcome to the exit status. */
import type { RunningBatch } from '../../electron/sessions/run-request.ts';
import type { SessionSummary } from '../../shared/events.ts';
import type { Context } from '../command.ts';
import { statusOfSessions } from '../exit-status.ts';
import { createStyle, wantsColour } from '../terminal/style.ts';
import { commandText } from './command-text.ts';
import { createExecView } from './exec-view.ts';
import { createJsonView } from './json-view.ts';
import { createPeopleView } from './people-view.ts';
import { createProgress } from './progress.ts';
import type { RunView } from './view.ts';

const BAR_MS = 200;

/** The view that the call asks for. */
export function viewFor(context: Context, options: { exec?: boolean; command?: string; final?: boolean } = {}): RunView {
  const { io, screen } = context;
  if (context.json) return createJsonView(screen);
  const output = options.exec ? io.stderr : io.stdout;
  const style = options.exec ? createStyle({ colour: wantsColour(context.env, output.isTerminal), unicode: context.style.unicode }) : context.style;
  const people = (say: (line: string) => void) =>
    createPeopleView({
      screen,
      style,
      width: () => output.columns(),
      command: options.command ?? commandText(context.env, context.args.text('data')),
      final: options.final ?? false,
      say,
    });
  return options.exec ? createExecView({ screen, style: context.style, people }) : people((line) => screen.line(line));
}

/** What a finished batch came to. */
export interface Followed {
  status: number;
  sessions: SessionSummary[];
}

/** Starts a batch and follows it. A Ctrl-C that comes while it is being started cancels it as soon as it is there. */
export async function followBatch(context: Context, start: () => Promise<RunningBatch>, view: RunView): Promise<Followed> {
  const { io, screen, interrupts } = context;
  let batch: RunningBatch | null = null;
  const progress = createProgress(io.now(), context.style);
  const cancel = () => {
    progress.cancelling();
    view.cancelling();
    batch?.cancel();
  };
  const stopListening = interrupts.onFirst(cancel);
  let timer: NodeJS.Timeout | null = null;
  try {
    batch = await start();
    batch.subscribe((event) => {
      progress.event(event);
      view.event(event);
    });
    if (interrupts.signal.aborted) batch.cancel();
    screen.bar(() => progress.text(io.now()));
    timer = setInterval(() => screen.refresh(), BAR_MS);
    const sessions = await batch.finished;
    screen.bar(null);
    view.end(batch.id, sessions);
    return { status: statusOfSessions(sessions), sessions };
  } finally {
    if (timer) clearInterval(timer);
    screen.bar(null);
    stopListening();
  }
}
