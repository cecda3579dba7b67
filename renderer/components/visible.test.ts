import { expect, it } from 'vitest';
import { plain, visible } from './visible.ts';

it('leaves what is text, in every script', () => {
  for (const text of ['Anna Müller', '日本語 русский עברית', 'a\tb\nc', 'é 👩']) expect(plain(text)).toBe(text);
});

it('makes visible what turns, hides or commands', () => {
  expect(visible('a\u202etxt.exe\u200b\0\x07')).toBe('a\\u202etxt.exe\\u200b\u2400\u2407');
  expect(plain('\x1b[31mred')).toBe('\u241b[31mred');
  expect(visible('\x1b[31mred')).toBe('\x1b[31mred');
});
