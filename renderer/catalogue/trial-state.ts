import { create } from 'zustand';
import type { ParameterValue } from '../../shared/model.ts';

/** Where items are tried out and with what; it stays while one goes from one item to another. */
interface TrialState {
  computer: string | null;
  parameters: Record<string, ParameterValue>;
  /** The last trial, and of which item. */
  last: { item: string; session: string } | null;
  change: (change: Partial<Omit<TrialState, 'change'>>) => void;
}

export const useTrial = create<TrialState>((set) => ({
  computer: null,
  parameters: {},
  last: null,
  change: (change) => set(change),
}));
