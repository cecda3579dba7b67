import type { Locator, Page } from 'playwright';

/** More steps than any screen has: whoever is not reached by then is not reached at all. */
const MOST = 80;

/** Whether an element has the focus. */
export const hasFocus = (place: Locator): Promise<boolean> =>
  place.evaluate((element: unknown) => element === (element as { ownerDocument: { activeElement: unknown } }).ownerDocument.activeElement);

/** Goes on with Tab until an element has the focus, as somebody without a mouse would. */
export async function tabTo(page: Page, place: Locator): Promise<void> {
  await place.waitFor();
  for (let step = 0; step < MOST; step += 1) {
    if (await hasFocus(place)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${String(place)}`);
}

/** Presses keys one after the other. */
export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}
