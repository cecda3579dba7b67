/** Regular expressions from item files, which nobody has looked at: matched within a time limit, because some never end. */
import vm from 'node:vm';

const BUDGET_MS = 100;
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

/** Whether the whole value matches; `too-slow` when that takes longer than 100 ms. */
export function matchesPattern(pattern: string, value: string): boolean | 'too-slow' {
  if (isHarmless(pattern, value)) return new RegExp(`^(?:${pattern})$`, 'u').test(value);
  sandbox['pattern'] = pattern;
  sandbox['value'] = value;
  sandbox['found'] = false;
  try {
    script.runInContext(sandbox, { timeout: BUDGET_MS });
    return sandbox['found'] === true;
  } catch {
    return 'too-slow';
  }
}
