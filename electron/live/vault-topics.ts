import type { StatusLine } from '../../shared/api/app.ts';
import type { VaultView } from '../../shared/api/vault.ts';
import { messageOf, RoundsError } from '../../shared/errors.ts';
import type { Sources } from '../api/watch.ts';
import type { Questions } from '../questions/questions.ts';
import type { Vault } from '../vault/vault.ts';

export interface VaultTopics extends Pick<Sources, 'questions' | 'vault'> {
  /** For the line at the bottom. */
  problems(): Promise<StatusLine['problems']>;
}

const PLACE = '/settings/credentials';

/** What the screen is shown of the vault and of what is asked. */
export function vaultTopics(tools: {
  vault: Vault;
  questions: Questions;
  keychainRefused: string | null;
  lockMinutes: () => number | null;
}): VaultTopics {
  const view = async (): Promise<VaultView> => {
    const shared = { keychainRefused: tools.keychainRefused, lockMinutes: tools.lockMinutes() };
    try {
      const { kind, locked, entries } = await tools.vault.status();
      return { ...shared, kind, locked, kept: entries.length, problem: null };
    } catch (error) {
      const advice = error instanceof RoundsError ? (error.details.advice ?? null) : null;
      return { ...shared, kind: 'none', locked: true, kept: 0, problem: { message: messageOf(error), advice } };
    }
  };
  return {
    vault: view,
    questions: async () => ({ open: tools.questions.open() }),
    problems: async () => {
      const { locked, problem } = await view();
      if (problem) return [{ text: 'Vault cannot be read', to: PLACE }];
      return locked ? [{ text: 'Vault locked', to: PLACE }] : [];
    },
  };
}
