import { describe, expect, it } from 'vitest';
import { CALLS } from '../../shared/api.ts';
import { RoundsError } from '../../shared/errors.ts';
import { answer, isOurs, type Handlers } from './gate.ts';

const ORIGIN = 'app://rounds';
const handlers = Object.fromEntries(Object.keys(CALLS).map((name) => [name, async (request: unknown) => ({ name, request })])) as unknown as Handlers;

describe('Who is answered', () => {
  const frame = (url: string, parent: object | null = null) => ({ url, parent }) as Parameters<typeof isOurs>[0];
  it('the main frame of our window on our origin', () => {
    expect(isOurs(frame('app://rounds/#/computers'), 1, 1, ORIGIN)).toBe(true);
    expect(isOurs(frame('app://rounds'), 1, 1, ORIGIN)).toBe(true);
  });
  it.each([
    ['another window', frame('app://rounds/'), 2],
    ['a frame inside', frame('app://rounds/', {}), 1],
    ['no frame any more', null, 1],
    ['another origin', frame('https://rounds/'), 1],
    ['an origin that begins alike', frame('app://rounds.example/'), 1],
    ['an origin with a port', frame('app://rounds:80/'), 1],
    ['a blank page', frame('about:blank'), 1],
    ['a file', frame('file:///app://rounds/'), 1],
  ])('not %s', (_who, from, sender) => expect(isOurs(from, sender, 1, ORIGIN)).toBe(false));
});

describe('What is answered', () => {
  it.each(['', 'nothing', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 7, null, undefined, {}, ['app.info']])(
    'no call named %j',
    async (name) => expect(await answer(handlers, name, {})).toMatchObject({ ok: false, error: { kind: 'usage/call' } }),
  );

  it.each([
    ['app.info', undefined],
    ['app.info', null],
    ['app.info', { more: 1 }],
    ['computers.page', { offset: -1 }],
    ['computers.page', { limit: 1e9 }],
    ['computers.page', { filter: { text: 'x'.repeat(10_000) } }],
    ['computers.get', { id: { toString: 1 } }],
    ['runs.start', { kind: 'maintenance', computers: [], include: [], targetText: '' }],
    ['runs.script', { computers: ['a'], text: 'x'.repeat(1_000_001), shell: 'sh', targetText: '' }],
    ['runs.cancel', { id: 'a', n: 1.5 }],
  ])('%s refuses %j', async (name, request) =>
    expect(await answer(handlers, name, request)).toMatchObject({ ok: false, error: { kind: 'input/call' } }),
  );

  it('says in which field a request is wrong, and calls nobody', async () => {
    const asked: string[] = [];
    const counting = { ...handlers, 'runs.cancel': async () => (asked.push('cancel'), { who: 'here' as const }) };
    expect(await answer(counting, 'runs.cancel', { id: 5 })).toMatchObject({ error: { message: expect.stringContaining('(id)') } });
    expect(asked).toEqual([]);
  });

  it('an error keeps its kind; one of ours that is none becomes internal, with nothing of its insides', async () => {
    const failing = (error: unknown): Handlers => ({
      ...handlers,
      'app.info': async () => {
        throw error;
      },
    });
    expect(await answer(failing(new RoundsError('usage/session', 'There is none')), 'app.info', {})).toMatchObject({
      ok: false,
      error: { kind: 'usage/session', message: 'There is none' },
    });
    const other = await answer(failing(new TypeError('x is not a function')), 'app.info', {});
    expect(other).toEqual({ ok: false, error: { kind: 'internal/error', message: 'x is not a function', details: {} } });
  });
});
