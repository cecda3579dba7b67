import { Notification, type BrowserWindow } from 'electron';
import type { LiveSessions } from '../live/live-sessions.ts';
import { endedSince, endedText, progressOf } from '../live/progress.ts';

/** At most so often, milliseconds: many sessions change at once. */
const PACE_MS = 500;

/** The taskbar shows how far runs are; what ended while somebody looked elsewhere is notified once, and leads to it. */
export class Announcements {
  readonly #window: BrowserWindow;
  readonly #live: LiveSessions;
  readonly #open = new Set<string>();
  #timer: NodeJS.Timeout | null = null;

  constructor(window: BrowserWindow, live: LiveSessions) {
    this.#window = window;
    this.#live = live;
  }

  changed(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#announce();
    }, PACE_MS);
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }

  #announce(): void {
    const window = this.#window;
    if (window.isDestroyed()) return;
    const { batches } = this.#live.view();
    const { value, failed } = progressOf(batches);
    window.setProgressBar(value ?? -1, { mode: failed ? 'error' : 'normal' });
    const ended = endedSince(this.#open, batches);
    if (ended.length === 0 || window.isFocused()) return;
    if (ended.some(({ bad }) => bad > 0)) window.flashFrame(true);
    if (!Notification.isSupported()) return;
    const notification = new Notification(endedText(ended));
    notification.on('click', () => {
      if (window.isDestroyed()) return;
      if (window.isMinimized()) window.restore();
      window.focus();
      window.webContents.send('rounds:command', 'go-active');
    });
    notification.show();
  }
}
