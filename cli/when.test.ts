import { describe, expect, it } from 'vitest';
import { ago, clockTime, dateTime, parseWhen } from './when.ts';

const now = new Date(2025, 4, 15, 12, 0, 0).getTime();

describe('parseWhen', () => {
  it.each([
    ['2h', new Date(2025, 4, 15, 10).getTime()],
    ['3d', now - 3 * 86_400_000],
    ['today', new Date(2025, 4, 15).getTime()],
    ['yesterday', new Date(2025, 4, 14).getTime()],
    ['2025-03-01', new Date(2025, 2, 1).getTime()],
    ['2025-03-01T22:00', new Date(2025, 2, 1, 22).getTime()],
    ['2025-03-01 22:00:30', new Date(2025, 2, 1, 22, 0, 30).getTime()],
    ['2025-03-01T22:00:00Z', Date.UTC(2025, 2, 1, 22)],
    ['2025-03-01T22:00:00+02:00', Date.UTC(2025, 2, 1, 20)],
  ])('since %s', (text, expected) => expect(parseWhen('since', text, now)).toBe(expected));
  it('a day is its end for until', () => {
    expect(parseWhen('until', 'yesterday', now)).toBe(new Date(2025, 4, 15).getTime() - 1);
    expect(parseWhen('until', '2025-03-01', now)).toBe(new Date(2025, 2, 2).getTime() - 1);
  });
  it.each(['', 'tomorrow', '2025-02-30', '2025-13-01', '2025-03-01T25:00', '5', '-2h', 'x'.repeat(10_000)])('refuses %.20j', (text) => {
    expect(() => parseWhen('since', text, now)).toThrow('allowed: a date');
  });
});

it('says times as people read them', () => {
  expect(dateTime(now)).toBe('2025-05-15 12:00:00');
  expect(clockTime(now + 7)).toBe('12:00:00.007');
  expect([
    ago(now, now),
    ago(now - 300_000, now),
    ago(now - 7_200_000, now),
    ago(now - 3 * 86_400_000, now),
    ago(now - 30 * 86_400_000, now),
  ]).toEqual(['just now', '5 min ago', '2 h ago', '3 d ago', '2025-04-15']);
});
