import { describe, expect, it } from 'vitest';
import type { Outcome } from '../transports/transport.ts';
import { judgeExec, judgeGet, judgeSet, judgeTest, propertyChanges, propertyValues, type Heard } from './judge.ts';

const exited = (status: number, restart = false): Outcome => ({ kind: 'exited', status, restart, ms: 1, reconnected: false });
const heard = (stdout: string[] = [], stderr: string[] = []): Heard => ({ stdout, stderr, raw: { stdout, stderr } });

function said(outcome: Outcome, what = heard(), shell: 'sh' | 'powershell' = 'sh'): string {
  const answer = judgeTest(outcome, what, shell);
  return 'verdict' in answer ? `${answer.verdict.result} ${answer.verdict.reason}` : answer.compliant ? 'compliant' : 'not compliant';
}

describe('a test', () => {
  it.each([
    [exited(0), 'compliant'],
    [exited(1), 'not compliant'],
    [exited(100), 'not-applicable test-not-applicable'],
    [exited(101), 'incompatible incompatible'],
    [exited(102), 'skipped condition'],
    [exited(2), 'error test-failed'],
    [exited(3), 'error test-failed'],
    [exited(127), 'error test-failed'],
    [exited(255), 'error test-failed'],
    [exited(194, true), 'error test-failed'],
    [{ kind: 'signalled', signal: 'KILL', ms: 1 }, 'error signalled'],
    [{ kind: 'timeout', limit: 'idle-output', running: null, ms: 1 }, 'timeout idle-timeout'],
    [{ kind: 'timeout', limit: 'action', running: 12, ms: 1 }, 'timeout action-timeout'],
    [{ kind: 'cancelled', running: null, ms: 1 }, 'cancelled cancelled-by-operator'],
    [{ kind: 'cancelled', running: 12, ms: 1 }, 'cancelled still-running'],
    [{ kind: 'input-requested', ms: 1 }, 'error input-requested'],
    [{ kind: 'not-started', reason: 'shell-missing', message: 'no pwsh', ms: 1 }, 'error shell-missing'],
    [{ kind: 'not-started', reason: 'connection-lost', message: 'gone', ms: 1 }, 'skipped connection-lost'],
    [{ kind: 'lost', message: 'gone', running: 12, ms: 1 }, 'unknown connection-lost'],
  ] satisfies [Outcome, string][])('%j is %s', (outcome, expected) => {
    expect(said(outcome)).toBe(expected);
  });

  it('may say $true or $false in PowerShell, where a status of its own is stronger', () => {
    expect(said(exited(0), heard(['x', 'False']), 'powershell')).toBe('not compliant');
    expect(said(exited(0), heard(['True']), 'powershell')).toBe('compliant');
    expect(said(exited(1), heard(['True']), 'powershell')).toBe('not compliant');
    expect(said(exited(0), heard(['False']), 'sh')).toBe('compliant');
  });

  it('that wanted a password is no answer', () => {
    expect(said(exited(1), heard([], ['sudo: a password is required']))).toBe('error input-requested');
    expect(said(exited(0), heard([], ['sudo: a password is required']))).toBe('compliant');
  });
});

describe('a set', () => {
  it('ends well with 0 or with the wish for a restart', () => {
    expect(judgeSet(exited(0), heard())).toBeNull();
    expect(judgeSet(exited(194, true), heard())).toBeNull();
    expect(judgeSet(exited(4), heard([], ['no space']))).toEqual({ result: 'error', reason: 'set-failed', detail: 'status 4: no space' });
  });
});

describe('a get and an exec', () => {
  it('say what was read, and that nothing was tested', () => {
    expect(judgeGet(exited(0), heard(['42']))).toEqual({ result: 'success', reason: 'value-read', detail: '42' });
    expect(judgeGet(exited(1), heard())).toMatchObject({ result: 'error', reason: 'get-failed' });
    expect(judgeGet(exited(100), heard())).toMatchObject({ result: 'not-applicable' });
    expect(judgeExec(exited(0), heard())).toMatchObject({ result: 'success', reason: 'ran-untested' });
    expect(judgeExec(exited(7), heard())).toMatchObject({ result: 'error', reason: 'exit-status', detail: 'status 7' });
  });
});

describe('lines of properties', () => {
  it('are read from what a test wrote', () => {
    expect(propertyChanges(['mode: 0644 -> 0600', 'noise', 'text: a -> b -> c', ': -> '])).toEqual([
      { key: 'mode', current: '0644', desired: '0600' },
      { key: 'text', current: 'a -> b', desired: 'c' },
    ]);
    expect(propertyValues(['free: 12 GB'])).toEqual([{ key: 'free', current: '12 GB', desired: null }]);
    expect(propertyValues(['just text'])).toEqual([{ key: 'value', current: 'just text', desired: null }]);
    expect(propertyValues([])).toEqual([]);
  });
});
