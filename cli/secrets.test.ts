import { describe, expect, it } from 'vitest';
import { watchInterrupts } from './interrupts.ts';
import { createPrompt } from './prompt.ts';
import { createScreen } from './screen.ts';
import { createSecretSource, secretVariable, takeSecrets } from './secrets.ts';
import { parseSecretLines } from './stdin-secrets.ts';
import { testIo, type TestIo } from './test-io.ts';

function source(io: TestIo, options: { taken?: Record<string, string>; stdin?: Record<string, string> } = {}) {
  const prompt = createPrompt(
    io,
    createScreen(io, { bar: false, ellipsis: '…' }),
    watchInterrupts(io, () => {}),
  );
  return createSecretSource({ taken: new Map(Object.entries(options.taken ?? {})), stdin: new Map(Object.entries(options.stdin ?? {})), prompt });
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('the environment', () => {
  it.each([
    ['motd-token', 'ROUNDS_SECRET_MOTD_TOKEN'],
    ['a.b c/d', 'ROUNDS_SECRET_A_B_C_D'],
    ['schlüssel', 'ROUNDS_SECRET_SCHL_SSEL'],
    ['🔑', 'ROUNDS_SECRET__'],
  ])('%s is served by %s', (name, variable) => expect(secretVariable(name)).toBe(variable));
  it('is emptied of secrets, and of nothing else', () => {
    const env: NodeJS.ProcessEnv = { ROUNDS_SECRET_A: 'one', Rounds_Secret_b: 'two', ROUNDS_SECRET_C: '', ROUNDS_DATA: 'd', PATH: 'p' };
    expect([...takeSecrets(env)]).toEqual([
      ['ROUNDS_SECRET_A', 'one'],
      ['ROUNDS_SECRET_B', 'two'],
    ]);
    expect(env).toEqual({ ROUNDS_DATA: 'd', PATH: 'p' });
  });
  it('serves two names that map to one variable', async () => {
    const secrets = source(testIo(), { taken: { ROUNDS_SECRET_A_B: 'x' } });
    expect([await secrets('a-b', 'p'), await secrets('a.b', 'p'), await secrets('other', 'p')]).toEqual(['x', 'x', null]);
  });
});

describe('stdin', () => {
  it('reads NAME=value lines as they are', () => {
    expect(Object.fromEntries(parseSecretLines(Buffer.from('\ufeffmotd-token=a=b c \r\n\nROUNDS_SECRET_OTHER=x\n Schlüssel = y')))).toEqual({
      ROUNDS_SECRET_MOTD_TOKEN: 'a=b c ',
      ROUNDS_SECRET_OTHER: 'x',
      ROUNDS_SECRET_SCHL_SSEL: ' y',
    });
  });
  it.each([
    ['without =', 'a=b\nhunter2\n', "stdin:2: there is no '='"],
    ['without a name', 'a=b\n\n=hunter2', "stdin:3: what stands before the '=' is no name"],
    ['with a name that nothing can have', 'hun/ter2=hunter2', 'stdin:1: what stands before'],
    ['with a control character in the name', 'a=b\nhun\u001bter2=hunter2', 'stdin:2: what stands before'],
    ['with a name that is too long', `${'hunter2'.repeat(40)}=hunter2`, 'stdin:1: what stands before'],
    ['without a value', 'a=b\nhunter2=\n', "stdin:2: nothing stands after the '='"],
    ['that is there already', 'hunter-2=a\nb=c\nHUNTER.2=d', 'stdin:3: this secret stands in line 1'],
    ['that is no UTF-8', Buffer.from('a=b\nhunter2=\xff\xfe\n', 'latin1'), 'stdin:2: this line is not valid UTF-8'],
  ])('refuses a line %s: names it, and never what stands in it', (_what, text, message) => {
    const parse = () => parseSecretLines(Buffer.from(text));
    expect(parse).toThrow(message);
    expect(parse).not.toThrow(/hunter/i);
  });
  it('comes after the environment', async () => {
    const secrets = source(testIo(), { taken: { ROUNDS_SECRET_A: 'env' }, stdin: { ROUNDS_SECRET_A: 'stdin', ROUNDS_SECRET_B: 'stdin' } });
    expect([await secrets('a', 'p'), await secrets('b', 'p'), await secrets('c', 'p')]).toEqual(['env', 'stdin', null]);
  });
});

describe('the prompt', () => {
  it('asks once a name, shows nothing of what is typed, and names the purpose harmlessly', async () => {
    const io = testIo({ terminal: true });
    const secrets = source(io);
    const answers = Promise.all([secrets('a', 'password of \u001b[2Jroot'), secrets('a', 'again')]);
    await turn();
    io.type('hunteX\u007fr2\r');
    expect(await answers).toEqual(['hunter2', 'hunter2']);
    expect(io.err()).toBe("Secret 'a' (password of \\x1b[2Jroot): \n");
    expect(io.keyboardsOpen()).toBe(0);
  });
  it('asks one after the other', async () => {
    const io = testIo({ terminal: true });
    const secrets = source(io);
    const answers = Promise.all([secrets('a', 'p'), secrets('b', 'p')]);
    await turn();
    io.type('one\nleftover');
    await turn();
    await turn();
    io.type('two\n');
    expect(await answers).toEqual(['one', 'two']);
  });
  it('nobody answers without a terminal, and an empty answer is none', async () => {
    expect(await source(testIo())('a', 'p')).toBeNull();
    const io = testIo({ terminal: true });
    const answer = source(io)('a', 'p');
    await turn();
    io.type('\r');
    expect(await answer).toBeNull();
  });
});
