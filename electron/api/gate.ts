import { z } from 'zod';
import type { IpcMain, IpcMainInvokeEvent, WebFrameMain } from 'electron';
import { CALLS, type ApiAnswer, type ApiError, type CallName, type DecodedOf, type ResponseOf } from '../../shared/api.ts';
import { messageOf, RoundsError } from '../../shared/errors.ts';

export type Handlers = { [K in CallName]: (request: DecodedOf<K>) => Promise<ResponseOf<K>> };

export const CALL_CHANNEL = 'rounds:call';

/** Who asks: only the main frame of our own window, on our own origin. */
export function isOurs(frame: Pick<WebFrameMain, 'url' | 'parent'> | null, senderId: number, windowId: number | null, origin: string): boolean {
  if (!frame || senderId !== windowId || frame.parent !== null) return false;
  return frame.url === origin || frame.url.startsWith(`${origin}/`);
}

/** An error as the screen is told it. What is not ours is a fault of ours: its message, and nothing of its insides. */
export function apiError(error: unknown): ApiError {
  if (error instanceof RoundsError) return error.toJSON();
  return { kind: 'internal/error', message: messageOf(error), details: {} };
}

/** Decodes and answers one call. Never throws: every failure is an answer. */
export async function answer(handlers: Handlers, name: unknown, request: unknown): Promise<ApiAnswer<unknown>> {
  try {
    if (typeof name !== 'string' || !Object.hasOwn(CALLS, name)) {
      throw new RoundsError('usage/call', `There is no call '${String(name).slice(0, 60)}'`);
    }
    const call = name as CallName;
    const decoded = CALLS[call].request.safeParse(request);
    if (!decoded.success) {
      const issue = decoded.error.issues[0];
      const at = issue && issue.path.length > 0 ? ` (${issue.path.map(String).join('.')})` : '';
      throw new RoundsError('input/call', `${call}${at}: ${issue?.message ?? z.prettifyError(decoded.error)}`);
    }
    const handler = handlers[call] as (request: unknown) => Promise<unknown>;
    return { ok: true, value: await handler(decoded.data) };
  } catch (error) {
    return { ok: false, error: apiError(error) };
  }
}

/** The one gate: every message of the page comes through here. */
export function openGate(ipcMain: IpcMain, handlers: Handlers, trusted: (event: IpcMainInvokeEvent) => boolean): void {
  ipcMain.handle(CALL_CHANNEL, (event, name: unknown, request: unknown) => {
    if (!trusted(event)) return { ok: false, error: { kind: 'usage/sender', message: 'Not for this page', details: {} } } satisfies ApiAnswer<never>;
    return answer(handlers, name, request);
  });
}
