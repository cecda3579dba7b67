/** Regular expressions from item files, which nobody has looked at: matched within a time limit, because some never end. */
import vm from 'node:vm';

const BUDGET_MS = 100;
/** By the clock, however little of it the process got. */
const LONGEST_MS = 3200;
const sandbox = vm.createContext({ pattern: '', value: '', found: false });
const script = new vm.Script('found = new RegExp(`^(?:${pattern})$`, "u").test(value)');

/** Why a pattern is none, or null. */
export function patternTrouble(pattern: string): string | null {
  try {
    new RegExp(`^(?:${pattern})$`, 'u');
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Without a quantified group and with at most two repeats, a match of a short value takes at most its
 * length squared: such patterns, which are most, need no watchdog (which costs a thread, some milliseconds).
 */
function isHarmless(pattern: string, value: string): boolean {
  const withoutEscapes = pattern.replace(/\\./g, '_').replace(/\[[^\]]*\]/g, '_');
  const repeats = withoutEscapes.match(/[*+{]/g) ?? [];
  return value.length <= 512 && repeats.length <= 2 && !/\)[*+{]/.test(withoutEscapes);
}

/**
 * Whether the whole value matches; `too-slow` when that takes longer than 100 ms of the processor. The watchdog knows only the
 * clock, so on a busy machine, where the match did not get those 100 ms, it is tried again with more.
 */
export function matchesPattern(pattern: string, value: string): boolean | 'too-slow' {
  if (isHarmless(pattern, value)) return new RegExp(`^(?:${pattern})$`, 'u').test(value);
  sandbox['pattern'] = pattern;
  sandbox['value'] = value;
  for (let timeout = BUDGET_MS; timeout <= LONGEST_MS; timeout *= 2) {
    sandbox['found'] = false;
    const before = process.cpuUsage();
    try {
      script.runInContext(sandbox, { timeout });
      return sandbox['found'] === true;
    } catch {
      const { user, system } = process.cpuUsage(before);
      if (user + system >= BUDGET_MS * 1000 * 0.9) return 'too-slow';
    }
  }
  return 'too-slow';
}
