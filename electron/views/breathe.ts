import { setImmediate as turn } from 'node:timers/promises';

/** How long the loop is held at once, milliseconds: half of what nothing may exceed. */
const HELD_MS = 8;

/** Called between the parts of long work: gives the loop back when it was held long enough. What the work comes to does not depend on it. */
export function breathing(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < HELD_MS) return;
    await turn();
    since = performance.now();
  };
}
