import { create } from 'zustand';

/** What is edited: where it began, and how it is now. */
export interface Draft<Start, Form> {
  start: Start;
  form: Form;
}

interface Drafts {
  /** By the address of the editor: going away and coming back loses nothing. */
  drafts: Readonly<Record<string, Draft<unknown, unknown>>>;
  keep: (address: string, draft: Draft<unknown, unknown>) => void;
  drop: (address: string) => void;
}

export const useDrafts = create<Drafts>((set) => ({
  drafts: {},
  keep: (address, draft) => set(({ drafts }) => ({ drafts: { ...drafts, [address]: draft } })),
  drop: (address) => set(({ drafts }) => ({ drafts: Object.fromEntries(Object.entries(drafts).filter(([other]) => other !== address)) })),
}));

/** Whether two forms say the same, whatever the order of their fields. */
export const sameForm = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => [key, sorted(field)]),
  );
}

/** Without the fields that are not set. */
export function given<T extends object>(form: T): T {
  return Object.fromEntries(Object.entries(form).filter(([, value]) => value !== undefined)) as T;
}
