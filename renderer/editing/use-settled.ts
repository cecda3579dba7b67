import { useEffect, useState } from 'react';

/** How long typing may pause before what it changes is worked out, milliseconds. */
const PAUSE_MS = 150;

/** A value once it has stopped changing. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
