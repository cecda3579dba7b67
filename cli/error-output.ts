/** Errors as people and as machines read them. */
import { formatPlace, messageOf, RoundsError } from '../shared/errors.ts';
import { reasonText } from '../shared/reasons.ts';
import { typeable } from './run/command-text.ts';
import { harmless, harmlessText } from './terminal/harmless.ts';
import type { Style } from './terminal/style.ts';

/** One line of JSON: `{"type":"error","kind","message","details"}`. */
export function errorObject(error: unknown): { type: 'error'; kind: string; message: string; details: Record<string, unknown> } {
  if (error instanceof RoundsError) return { type: 'error', ...error.toJSON() };
  return { type: 'error', kind: 'internal/unexpected', message: messageOf(error), details: {} };
}

/** Several problems may come in one error, each with its own place; those that the message tells already are not repeated. */
function problemLines(message: string, details: Record<string, unknown>): string[] {
  const problems = details['problems'];
  if (!Array.isArray(problems)) return [];
  return problems.flatMap((problem: unknown) => {
    if (typeof problem === 'string') return [`  ${harmless(problem)}`];
    if (typeof problem !== 'object' || problem === null || !('message' in problem)) return [];
    if (message.includes(String(problem.message))) return [];
    const place = 'place' in problem ? problem.place : undefined;
    const where = typeof place === 'string' ? place : formatPlace(place as Parameters<typeof formatPlace>[0]);
    return [`  ${where === '' ? '' : `${harmless(where)}: `}${harmless(String(problem.message))}`];
  });
}

/** The message, its place where the message does not name it, and what to do. A fault of ours shows where it happened. */
export function errorLines(error: unknown, style: Style, env: NodeJS.ProcessEnv, data?: string): string[] {
  const label = style.paint('red', 'error:');
  if (!(error instanceof RoundsError)) {
    const stack = error instanceof Error && env['ROUNDS_DEBUG'] ? [harmlessText(error.stack ?? '')] : [];
    return [`${label} a fault of Rounds itself: ${harmlessText(messageOf(error))}`, ...stack, 'ROUNDS_DEBUG=1 shows where it happened.'];
  }
  const place = formatPlace(error.details.place);
  const message = harmlessText(error.message);
  const lines = [
    `${label} ${place !== '' && !message.includes(place) ? `${harmless(place)}: ` : ''}${message}`,
    ...problemLines(error.message, error.details),
  ];
  const advice = error.details.advice ?? (error.details.reason ? reasonText(error.details.reason).advice : undefined);
  if (advice) lines.push(`       ${harmless(typeable(advice, env, data))}`);
  if (env['ROUNDS_DEBUG'] && error.stack) lines.push(harmlessText(error.stack));
  return lines;
}
