/** The questions of the engine put to who sits before the window. */
import type { HostKeyQuestion, SecretSource } from '../transports/transport.ts';
import type { Questions } from './questions.ts';

/** What of the vault is needed here. */
export interface Keeper {
  canKeep(): Promise<boolean>;
  set(name: string, value: string): Promise<void>;
  unlock(passphrase: string): Promise<void>;
}

/** Longest text of a question: part of it comes from computers. */
const MOST = 300;
/** What steers a terminal or turns the direction of text has no place in a question. */
const plain = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd').slice(0, MOST);

export interface Technician {
  /** Asks for a secret; keeps it where that is wanted. */
  secret: SecretSource;
  /** Asks for the vault's passphrase until it is right or nobody wants to go on. */
  unlock: (purpose: string, signal?: AbortSignal) => Promise<void>;
  trust: (question: HostKeyQuestion, signal?: AbortSignal) => Promise<boolean>;
}

/** @param keeper the vault, in which an answer may be kept */
export function askTechnician(questions: Questions, keeper: Keeper): Technician {
  return {
    secret: async (name, purpose, signal) =>
      questions.ask(
        { kind: 'secret', name, purpose: plain(purpose), canKeep: await keeper.canKeep() },
        async (answer) => {
          if (answer.kind !== 'secret') return null;
          if (answer.keep) await keeper.set(name, answer.value);
          return answer.value;
        },
        signal,
      ),
    unlock: async (purpose, signal) => {
      await questions.ask(
        { kind: 'unlock', purpose: plain(purpose) },
        async (answer) => {
          if (answer.kind === 'unlock') await keeper.unlock(answer.passphrase);
          return true;
        },
        signal,
      );
    },
    trust: async ({ host, keyType, fingerprint }, signal) => {
      const asked = { kind: 'host-key', host: plain(host), keyType: plain(keyType), fingerprint: plain(fingerprint) } as const;
      return (await questions.ask(asked, async (answer) => answer.kind === 'host-key' && answer.trusted, signal)) ?? false;
    },
  };
}
