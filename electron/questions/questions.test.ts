import { describe, expect, it } from 'vitest';
import { askTechnician, type Keeper } from './ask-technician.ts';
import { Questions } from './questions.ts';

const keeper = (): Keeper & { kept: [string, string][] } => {
  const kept: [string, string][] = [];
  return {
    kept,
    canKeep: async () => true,
    set: async (name, value) => void kept.push([name, value]),
    unlock: async (passphrase) => {
      if (passphrase !== 'right') throw new Error('wrong');
    },
  };
};
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('questions', () => {
  it('are answered once, and are gone then', async () => {
    let changes = 0;
    const questions = new Questions(() => (changes += 1));
    const { secret } = askTechnician(questions, keeper());
    const answer = secret('web', 'password of root');
    await settled();
    const [question] = questions.open();
    expect(question).toMatchObject({ kind: 'secret', name: 'web', purpose: 'password of root', canKeep: true });
    expect(await questions.answer(question?.id ?? '', { kind: 'secret', value: 'x', keep: false })).toBe(true);
    expect(await answer).toBe('x');
    expect(questions.open()).toEqual([]);
    expect(await questions.answer(question?.id ?? '', { kind: 'secret', value: 'y', keep: true })).toBe(false);
    expect(changes).toBe(2);
  });
  it('keep a secret only where that is wanted', async () => {
    const questions = new Questions(() => undefined);
    const own = keeper();
    const { secret } = askTechnician(questions, own);
    for (const keep of [true, false]) {
      const answer = secret('web', 'p');
      await settled();
      await questions.answer(questions.open()[0]?.id ?? '', { kind: 'secret', value: 'x', keep });
      await answer;
    }
    expect(own.kept).toEqual([['web', 'x']]);
  });
  it('stay open after a wrong passphrase', async () => {
    const questions = new Questions(() => undefined);
    const unlocked = askTechnician(questions, keeper()).unlock('web');
    const id = questions.open()[0]?.id ?? '';
    await expect(questions.answer(id, { kind: 'unlock', passphrase: 'no' })).rejects.toThrow('wrong');
    expect(questions.open()).toHaveLength(1);
    await questions.answer(id, { kind: 'unlock', passphrase: 'right' });
    await unlocked;
  });
  it('refuse an answer of another kind: a secret is never taken for trust', async () => {
    const questions = new Questions(() => undefined);
    const trusted = askTechnician(questions, keeper()).trust({ host: 'web-1', keyType: 'ssh-ed25519', fingerprint: 'SHA256:x' });
    const id = questions.open()[0]?.id ?? '';
    await expect(questions.answer(id, { kind: 'secret', value: 'x', keep: false })).rejects.toMatchObject({ kind: 'usage/answer' });
    await questions.answer(id, { kind: 'cancel' });
    expect(await trusted).toBe(false);
  });
  it('go away when nobody needs them any more, or nobody is there', async () => {
    const questions = new Questions(() => undefined);
    const { secret, trust } = askTechnician(questions, keeper());
    const over = new AbortController();
    const answer = secret('web', 'p', over.signal);
    await settled();
    over.abort();
    expect(await answer).toBeNull();
    expect(await secret('web', 'p', over.signal)).toBeNull();
    const trusted = trust({ host: 'a', keyType: 'b', fingerprint: 'c' });
    questions.cancelAll();
    expect(await trusted).toBe(false);
  });
  it('hold nothing that steers the text around them', async () => {
    const questions = new Questions(() => undefined);
    void askTechnician(questions, keeper()).trust({ host: 'a\u202eb\u001b[2J', keyType: 'k'.repeat(5000), fingerprint: 'c' });
    const [question] = questions.open();
    expect(JSON.stringify(question)).not.toMatch(/\u202e|\\u001b/);
    expect(JSON.stringify(question).length).toBeLessThan(1000);
    questions.cancelAll();
  });
});
