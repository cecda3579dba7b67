import { useEffect, useState } from 'react';
import type { CallFailed } from '../bridge.ts';
import { failureOf } from '../state/use-call.ts';
import { useDrafts, type Draft } from './drafts.ts';

interface Editing<Start, Form> {
  draft: Draft<Start, Form> | null;
  failed: CallFailed | null;
  change: (form: Form) => void;
  /** Begins it anew, as something else. */
  begin: (draft: Draft<Start, Form>) => void;
  /** It begins elsewhere from now on: what was saved; what was typed meanwhile stays. */
  rebase: (start: Start) => void;
  drop: () => void;
}

/** The draft under an address; where there is none yet, it begins as `begin` says. */
export function useDraft<Start, Form>(address: string, begin: () => Promise<Draft<Start, Form>>): Editing<Start, Form> {
  const { drafts, keep, drop } = useDrafts();
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const draft = drafts[address] as Draft<Start, Form> | undefined;
  useEffect(() => {
    if (draft !== undefined) return;
    let current = true;
    begin().then(
      (begun) => current && keep(address, begun),
      (error: unknown) => current && setFailed(failureOf(error)),
    );
    return () => {
      current = false;
    };
  }, [address, draft === undefined]);
  return {
    draft: draft ?? null,
    failed,
    change: (form) => draft && keep(address, { ...draft, form }),
    begin: (begun) => keep(address, begun),
    rebase: (start) => {
      const held = useDrafts.getState().drafts[address];
      if (held) keep(address, { start, form: held.form });
    },
    drop: () => drop(address),
  };
}
