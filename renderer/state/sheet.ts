import { create } from 'zustand';

/** What a sheet over the screen is about. */
export type Sheet =
  | { kind: 'run-maintenance'; computers: string[]; targetText: string }
  | { kind: 'run-script'; computers: string[]; targetText: string }
  | { kind: 'shortcuts' };

interface SheetState {
  open: Sheet | null;
  show: (sheet: Sheet) => void;
  close: () => void;
}

export const useSheet = create<SheetState>((set) => ({
  open: null,
  show: (sheet) => set({ open: sheet }),
  close: () => set({ open: null }),
}));
