import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { BrowserWindow, Rectangle } from 'electron';

const stateSchema = z.object({
  x: z.int().optional(),
  y: z.int().optional(),
  width: z.int().min(200),
  height: z.int().min(200),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof stateSchema>;

const FIRST: WindowState = { width: 1280, height: 800, maximized: false };
/** Moves and sizes are written once they have come to rest, milliseconds. */
const REST_MS = 400;
/** So much of the title must lie on a screen, pixels. */
const VISIBLE = 80;

/** Where the window was when it was closed; where that screen is gone, the size alone. */
export function readWindowState(file: string, screens: readonly Rectangle[]): WindowState {
  try {
    const state = stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    const { x, y, width, height, maximized } = state;
    const seen =
      x !== undefined &&
      y !== undefined &&
      screens.some(
        (screen) =>
          x + width > screen.x + VISIBLE && x < screen.x + screen.width - VISIBLE && y >= screen.y && y < screen.y + screen.height - VISIBLE,
      );
    return seen ? state : { width, height, maximized };
  } catch {
    return FIRST;
  }
}

/** Keeps the file up to date while the window lives. */
export function keepWindowState(window: BrowserWindow, file: string): void {
  let timer: NodeJS.Timeout | undefined;
  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (window.isDestroyed()) return;
    const state: WindowState = { ...window.getNormalBounds(), maximized: window.isMaximized() };
    try {
      writeFileSync(file, JSON.stringify(state));
    } catch {
      // A place that is forgotten is no reason to disturb anybody.
    }
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(write, REST_MS);
  };
  window.on('resize', soon);
  window.on('move', soon);
  window.on('close', write);
}
