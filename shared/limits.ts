/**
 * The limits of a run. Durations are milliseconds; none is infinite (P25).
 * Set in the set-up for all, for a tenant, a computer or a deployment; the most specific one that is set holds.
 */
export interface Limits {
  /** Sessions at once: over everything, or of one tenant where a tenant sets it. */
  concurrency: number;
  /** Name resolution. */
  resolve: number;
  /** TCP connect, once a name is resolved. */
  connect: number;
  /** From the first byte of the protocol to an authenticated connection with a shell. */
  authenticate: number;
  /** Longest silence of a running script. */
  idleOutput: number;
  /** One action: its test, set and test together. */
  action: number;
  /** One session. */
  session: number;
}

export const LIMIT_KEYS = ['concurrency', 'resolve', 'connect', 'authenticate', 'idleOutput', 'action', 'session'] as const;

export const DEFAULT_LIMITS: Limits = {
  concurrency: 50,
  resolve: 10_000,
  connect: 10_000,
  authenticate: 20_000,
  idleOutput: 600_000,
  action: 3_600_000,
  session: 28_800_000,
};

/** Layers from the most general to the most specific; a later one that sets a limit wins. */
export function mergeLimits(...layers: (Partial<Limits> | undefined)[]): Limits {
  const merged = { ...DEFAULT_LIMITS };
  for (const layer of layers) {
    for (const key of LIMIT_KEYS) {
      const value = layer?.[key];
      if (value !== undefined) merged[key] = value;
    }
  }
  return merged;
}
