import { expect, it } from 'vitest';
import { ANSWERS, keepAnswers } from '../answers.ts';
import { describeWindow, withWindow } from '../harness.ts';
import { settled, throughScreens } from '../screens.ts';

/** Every text that can be seen or heard: text nodes, labels, placeholders, tooltips. What a page marks as data (`translate="no"`) is none. */
const TEXTS = `(() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (element.closest('script, style, code, pre, [role=log], kbd, [translate=no]') || element.getClientRects().length === 0) continue;
    found.push(node.textContent);
  }
  for (const element of document.body.querySelectorAll('[aria-label], [placeholder], [title]')) {
    if (element.closest('[role=log], [translate=no]') || element.closest('[aria-hidden=true]')) continue;
    for (const name of ['aria-label', 'placeholder', 'title']) if (element.getAttribute(name)) found.push(element.getAttribute(name));
  }
  return found;
})()`;

/** Names that are the same in every language. */
const NAMES = ['Rounds', 'Electron', 'px', 'kB', 'MB', 'GB', 'Ctrl', 'Alt', 'Shift', 'Left', 'Right'];
/** A script of an item, as its file is called, and a target as the command line writes it. */
const SCRIPT = /^\w+ \((?:linux|macos|windows)\)$/;
/** Dates and times are the locale's. */
const WHOLE_DATES = /\p{Lu}\p{Ll}{2} \d{1,2}, \d{4}, [\d:]+ [AP]M \p{Lu}+/gu;
const DAYS = /\p{Lu}\p{Ll}{2} \d{1,2}(?!\d)/gu;
const CLOCK = /\d{1,2}:\d{2}/g;
const BRACKETED = /\[[^[\]]*~\]/g;

/** Names of facts and of parameters are data, other keys are not. */
function stringsOf(value: unknown, into: Set<string>, keys = false): void {
  if (typeof value === 'string') into.add(value);
  else if (Array.isArray(value)) for (const one of value) stringsOf(one, into);
  else if (value !== null && typeof value === 'object') {
    for (const [key, one] of Object.entries(value)) {
      if (keys) into.add(key);
      stringsOf(one, into, key === 'facts' || key === 'parameters');
    }
  }
}

/** What is left of a text once translated parts and data are taken out: letters that nobody translated. */
function leftOver(text: string, data: readonly string[]): string {
  if (SCRIPT.test(text)) return '';
  let left = text.replaceAll(WHOLE_DATES, ' ').replaceAll(DAYS, ' ');
  // What is filled in may be translated itself.
  for (let before = ''; before !== left;) [before, left] = [left, left.replaceAll(BRACKETED, ' ')];
  for (const known of data) if (/\p{L}/u.test(left)) left = left.replaceAll(known, ' ');
  left = left.replaceAll(CLOCK, ' ').replace('computer:', ' ');
  return /\p{L}{2}/u.test(left) ? left.trim() : '';
}

describeWindow('Nothing is untranslated', () => {
  it('shows every text in brackets in the pseudo-locale, unless it is data', () =>
    withWindow({ language: 'en-XA' }, async ({ app, page }) => {
      const answers = await keepAnswers(app);
      const texts = new Map<string, Set<string>>();
      const first = await page.evaluate<string>(ANSWERS);
      await throughScreens(page, async (name) => {
        await settled(page);
        for (const text of await page.evaluate<string[]>(TEXTS)) texts.set(text, (texts.get(text) ?? new Set()).add(name));
      });
      const data = new Set<string>(NAMES);
      // What the engine answers is data: names, and sentences of the engine, which are the same in CLI, report and export.
      for (const answer of [first, ...(await answers())]) stringsOf(JSON.parse(answer), data);
      // Longer ones first, or a part of a name would be taken out of its middle.
      const known = [...data]
        .flatMap((one) => [one, one.slice(one.indexOf('/') + 1)])
        .filter((one) => one.length > 1)
        .sort((a, b) => b.length - a.length);
      const untranslated = [...texts].filter(([text]) => leftOver(text, known) !== '');
      expect(untranslated.map(([text, screens]) => `${text} | ${[...screens].join(', ')}`)).toEqual([]);
    }));
});
