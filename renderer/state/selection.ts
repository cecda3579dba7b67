import { create } from 'zustand';

interface SelectionState {
  /** Ids of the computers that are ticked. They stay when one goes away and comes back. */
  computers: ReadonlySet<string>;
  set: (computers: Iterable<string>) => void;
}

export const useSelection = create<SelectionState>((set) => ({
  computers: new Set(),
  set: (computers) => set({ computers: new Set(computers) }),
}));
