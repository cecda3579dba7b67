/** Questions on the terminal. Nobody is asked where stdin or stderr is none. */
import type { HostKeyQuestion } from '../electron/transports/transport.ts';
import type { Interrupts } from './interrupts.ts';
import type { Io } from './io.ts';
import type { Screen } from './screen.ts';
import { harmless } from './terminal/harmless.ts';

/** Longer input is no answer of a person. */
const MOST_CHARACTERS = 4096;

export interface Prompt {
  readonly canAsk: boolean;
  /** One line, shown as it is typed only with `echo`. Null when the user gave none: end of input, or Ctrl-C, which interrupts as well. */
  ask(question: string, options: { echo: boolean }): Promise<string | null>;
}

export function createPrompt(io: Io, screen: Screen, interrupts: Interrupts): Prompt {
  return {
    canAsk: io.canAsk,
    async ask(question, { echo }) {
      return screen.exclusive(async () => {
        if (interrupts.signal.aborted) return null;
        const keyboard = io.openKeyboard();
        if (!keyboard) return null;
        io.stderr.write(question);
        let interrupted = false;
        try {
          return await new Promise<string | null>((resolve) => {
            interrupts.signal.addEventListener('abort', () => resolve(null), { once: true });
            let typed = '';
            let over = false;
            const end = (answer: string | null) => {
              over = true;
              resolve(answer);
            };
            keyboard.onData((keys) => {
              for (const key of keys) {
                // What follows the line (a paste of several) belongs to no question: it may be another secret.
                if (over) return;
                if (key === '\r' || key === '\n') return end(typed);
                if (key === '\u0003') {
                  interrupted = true;
                  return end(null);
                }
                if (key === '\u0004') {
                  if (typed === '') return end(null);
                } else if (key === '\u007f' || key === '\b') {
                  if (echo && typed !== '') io.stderr.write('\b \b');
                  typed = Array.from(typed).slice(0, -1).join('');
                } else if (key === '\u0015') {
                  if (echo) io.stderr.write('\b \b'.repeat(Array.from(typed).length));
                  typed = '';
                } else if (key >= ' ' && typed.length < MOST_CHARACTERS) {
                  typed += key;
                  if (echo) io.stderr.write(key);
                }
              }
            });
          });
        } finally {
          keyboard.close();
          io.stderr.write('\n');
          if (interrupted) interrupts.raise();
        }
      });
    },
  };
}

/** A question that got no answer that is one is asked this often. */
const MOST_ASKED = 3;

/**
 * A question of yes or no, asked again on anything else; no answer at last means no. With `wholeWord` only the whole `yes`
 * affirms: of what a slip of the finger must not decide.
 */
export async function confirm(prompt: Prompt, question: string, { wholeWord }: { wholeWord: boolean }): Promise<boolean> {
  for (let asked = 0; asked < MOST_ASKED; asked++) {
    const answer = await prompt.ask(
      `${asked === 0 ? '' : wholeWord ? 'The whole word, yes or no. ' : 'The answer is yes or no. '}${question} yes/no: `,
      { echo: true },
    );
    if (answer === null) return false;
    const word = answer.trim().toLowerCase();
    if (word === 'yes' || (word === 'y' && !wholeWord)) return true;
    if (word === 'no' || (word === 'n' && !wholeWord)) return false;
  }
  return false;
}

/**
 * Asks once about each unknown host key; the same question from a second connection (a jump host of many) gets the same
 * answer. Undefined where nobody can be asked, so that the transport refuses instead of waiting.
 */
export function trustOnTerminal(prompt: Prompt): ((question: HostKeyQuestion) => Promise<boolean>) | undefined {
  if (!prompt.canAsk) return undefined;
  const answers = new Map<string, Promise<boolean>>();
  return (question) => {
    const key = `${question.host}\n${question.keyType}\n${question.fingerprint}`;
    let answer = answers.get(key);
    if (!answer) {
      const { host, keyType, fingerprint } = question;
      answer = confirm(prompt, `The host key of ${harmless(host)} is not known.\n  ${harmless(keyType)}  ${harmless(fingerprint)}\nTrust it?`, {
        wholeWord: true,
      });
      answers.set(key, answer);
    }
    return answer;
  };
}
