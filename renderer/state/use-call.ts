import { useEffect, useState } from 'react';
import type { CallName, RequestOf, ResponseOf } from '../../shared/api.ts';
import { call, CallFailed } from '../bridge.ts';

export interface Asked<T> {
  value: T | null;
  failed: CallFailed | null;
  /** An answer is on its way; the value is the one before. */
  busy: boolean;
}

/** The answer of a call, asked again when its request or `again` changes. The old answer stays until the new one is there. */
export function useCall<K extends CallName>(name: K, request: RequestOf<K> | null, again: unknown = 0): Asked<ResponseOf<K>> {
  const [asked, setAsked] = useState<Asked<ResponseOf<K>>>({ value: null, failed: null, busy: true });
  const text = JSON.stringify(request);
  useEffect(() => {
    if (text === 'null') return;
    let current = true;
    setAsked((before) => ({ ...before, busy: true }));
    call(name, JSON.parse(text) as RequestOf<K>).then(
      (value) => current && setAsked({ value, failed: null, busy: false }),
      (error: unknown) => {
        if (current) setAsked((before) => ({ ...before, failed: failureOf(error), busy: false }));
      },
    );
    return () => {
      current = false;
    };
  }, [name, text, again]);
  return asked;
}

export function failureOf(error: unknown): CallFailed {
  if (error instanceof CallFailed) return error;
  return new CallFailed({ kind: 'internal/page', message: error instanceof Error ? error.message : String(error), details: {} });
}
