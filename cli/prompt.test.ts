import { describe, expect, it } from 'vitest';
import { watchInterrupts } from './interrupts.ts';
import { confirm, createPrompt, trustOnTerminal } from './prompt.ts';
import { createScreen } from './screen.ts';
import { testIo, type TestIo } from './test-io.ts';

const turn = async () => {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
};
function parts(io: TestIo) {
  const interrupts = watchInterrupts(io, () => {});
  const screen = createScreen(io, { bar: true, ellipsis: '…' });
  return { interrupts, screen, prompt: createPrompt(io, screen, interrupts) };
}

describe('confirm', () => {
  it.each([
    ['yes\r', true],
    [' YES \r', true],
    ['y\r', true],
    ['Y\r', true],
    ['no\r', false],
    ['N\r', false],
    ['\u0004', false],
    ['yesnt\u0015yes\r', true],
  ])('%j is %j', async (keys, expected) => {
    const io = testIo({ terminal: true });
    const answer = confirm(parts(io).prompt, 'Run on 3 computers?', { wholeWord: false });
    await turn();
    io.type(keys);
    expect(await answer).toBe(expected);
  });
  it.each([
    [['', 'yep', 'y'], false, true],
    [['', 'what', 'perhaps'], false, false],
    [['y', 'n', 'yes'], true, true],
    [['y', 'no'], true, false],
  ])('asks again on anything else, three times in all: %j', async (answers, wholeWord, expected) => {
    const io = testIo({ terminal: true });
    const answer = confirm(parts(io).prompt, 'Run?', { wholeWord });
    for (const text of answers) {
      await turn();
      io.type(`${text}\r`);
    }
    expect(await answer).toBe(expected);
    expect(io.err().match(/Run\?/g)).toHaveLength(answers.length);
  });
});

describe('a question', () => {
  it('has the terminal to itself: lines wait, the bar goes and comes back', async () => {
    const io = testIo({ terminal: true });
    const { screen, prompt } = parts(io);
    screen.bar(() => 'BAR');
    const answer = prompt.ask('Who? ', { echo: true });
    await turn();
    screen.line('a line');
    screen.refresh();
    expect(io.both()).toBe('BAR\r\u001b[KWho? ');
    io.type('me\r');
    expect(await answer).toBe('me');
    await turn();
    expect(io.both()).toBe('BAR\r\u001b[KWho? me\na line\nBAR');
  });
  it('Ctrl-C interrupts and answers nothing, also those that wait', async () => {
    const io = testIo({ terminal: true });
    const { prompt, interrupts } = parts(io);
    let interrupted = 0;
    interrupts.onFirst(() => interrupted++);
    const answers = Promise.all([prompt.ask('One? ', { echo: false }), prompt.ask('Two? ', { echo: false })]);
    await turn();
    io.type('abc\u0003');
    expect(await answers).toEqual([null, null]);
    expect(interrupted).toBe(1);
    expect(io.err()).not.toContain('Two?');
    expect(io.keyboardsOpen()).toBe(0);
  });
  it('ends when a signal cancels meanwhile', async () => {
    const io = testIo({ terminal: true });
    const { prompt, interrupts } = parts(io);
    interrupts.onFirst(() => {});
    const answer = prompt.ask('One? ', { echo: false });
    await turn();
    io.send('SIGTERM');
    expect(await answer).toBeNull();
  });
});

describe('trust', () => {
  const question = { host: 'web-1 (127.0.1.1:22)\u001b[2J', keyType: 'ssh-ed25519', fingerprint: 'SHA256:abc' };
  it('asks once a key, with host, type and fingerprint', async () => {
    const io = testIo({ terminal: true });
    const trust = trustOnTerminal(parts(io).prompt);
    const answers = Promise.all([trust?.(question), trust?.(question)]);
    await turn();
    io.type('yes\r');
    expect(await answers).toEqual([true, true]);
    expect(io.err()).toContain('web-1 (127.0.1.1:22)\\x1b[2J');
    expect(io.err().match(/SHA256:abc/g)).toHaveLength(1);
  });
  it('is nobody without a terminal', () => expect(trustOnTerminal(parts(testIo()).prompt)).toBeUndefined());
});
