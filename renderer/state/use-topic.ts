import { useEffect, useState } from 'react';
import type { Topic, Topics } from '../../shared/api.ts';
import { watch } from '../bridge.ts';

/** The newest snapshot of a topic while the component is there; null before the first one, or for a null key. */
export function useTopic<T extends Topic>(topic: T, key: string | null): Topics[T] | null {
  const [held, setHeld] = useState<{ key: string; value: Topics[T] } | null>(null);
  useEffect(() => {
    if (key === null) return;
    return watch(topic, key, (value) => setHeld({ key, value }));
  }, [topic, key]);
  return held !== null && held.key === key ? held.value : null;
}
