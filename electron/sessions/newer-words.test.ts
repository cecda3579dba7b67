import { expect, it } from 'vitest';
import { aBatch, anAction } from '../store/test-records.ts';
import { refuseNewerWords } from './newer-words.ts';

const odd = <T>(word: unknown) => word as T;
const { frozen } = anAction();

it.each([
  ["kind 'audit'", aBatch({ kind: odd('audit') }), anAction()],
  ["offline rule 'on-connect'", aBatch({ options: { ...aBatch().options, offline: odd({ rule: 'on-connect' }) } }), anAction()],
  ["enforcement 'forced'", aBatch({ options: { ...aBatch().options, include: odd(['forced']) } }), anAction()],
  ["result 'postponed'", aBatch(), anAction({ result: odd('postponed') })],
  ["mode 'repair'", aBatch(), anAction({ frozen: { ...frozen, mode: odd('repair') } })],
  ["enforcement 'forced'", aBatch(), anAction({ frozen: { ...frozen, enforcement: odd('forced') } })],
  ["state 'newest'", aBatch(), anAction({ frozen: { ...frozen, state: odd('newest') } })],
  ["state 'between'", aBatch(), anAction({ frozen: { ...frozen, state: odd({ between: ['1', '2'] }) } })],
  ["parameter 'token'", aBatch(), anAction({ frozen: { ...frozen, parameters: odd({ text: 'x', token: { vault: 'motd' } }) } })],
])('a record with %s is not gone on with', (what, batch, action) => {
  expect(() => refuseNewerWords(batch, [anAction(), action])).toThrow(`A newer version of Rounds recorded b1: its ${what} is not known here`);
});

it('one whose words are all known is', () => {
  const states = [undefined, 'ignore', 'latest', { atLeast: '1' }] as const;
  const actions = states.map((state) => anAction({ frozen: { ...frozen, ...(state === undefined ? {} : { state }) } }));
  expect(() => refuseNewerWords(aBatch(), actions)).not.toThrow();
});
