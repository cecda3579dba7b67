import { describe, expect, it } from 'vitest';
import type { ReasonCode } from '../../shared/reasons.ts';
import type { ActionRecord } from '../../shared/record.ts';
import type { Result } from '../../shared/words.ts';
import { execAction, execItem } from './exec-item.ts';
import { actionsToRetry, retryActions } from './retry.ts';

const blank = execAction('s1', execItem({ text: '', shell: 'sh', name: '' }));

/** `name: result reason < dependency, dependency` */
function actions(...lines: string[]): ActionRecord[] {
  return lines.map((line, n) => {
    const [, item = '', result = '', reason = '', needs = ''] = /^(\S+): (\S+) (\S+)(?: < (.*))?$/.exec(line) ?? [];
    const dependsOn = needs === '' ? [] : needs.split(', ');
    return {
      ...blank,
      n,
      item,
      result: result as Result,
      reason: reason as ReasonCode,
      frozen: { ...blank.frozen, parameters: { of: item }, dependsOn },
    };
  });
}
const taken = (list: ActionRecord[], choice = {}): string[] => actionsToRetry(list, choice).map((n) => list[n]?.item ?? '');

describe('a retry', () => {
  const list = actions(
    'good: success set-and-verified',
    'same: already-compliant already-compliant',
    'left: skipped not-included',
    'base: error set-failed < same',
    'middle: dependency-failure dependency-failed < base, good',
    'top: dependency-failure dependency-failed < middle',
    'slow: timeout action-timeout',
    'side: skipped dependency-skipped < left',
    'held: skipped reboot-suppressed',
    'lost: unknown connection-lost',
    'after: skipped connection-lost',
    'stop: cancelled cancelled-by-operator',
    'never: pending interrupted',
  );

  it('takes what failed, what that blocked, and what never began; never what is compliant', () => {
    expect(taken(list)).toEqual(['base', 'middle', 'top', 'slow', 'held', 'lost', 'after', 'stop', 'never']);
  });

  it('takes what is chosen, what it blocked, and what it still needs', () => {
    expect(taken(list, { items: ['base'] })).toEqual(['base', 'middle', 'top']);
    expect(taken(list, { items: ['top'] })).toEqual(['base', 'middle', 'top']);
    expect(taken(list, { items: ['slow'] })).toEqual(['slow']);
    expect(taken(list, { items: ['good'] })).toEqual([]);
  });

  it('takes by cause (P14)', () => {
    expect(taken(list, { cause: 'timeout' })).toEqual(['slow']);
    expect(taken(list, { cause: 'offline' })).toEqual(['lost', 'after']);
    expect(taken(list, { cause: 'restart' })).toEqual(['held']);
    expect(taken(list, { cause: 'script' })).toEqual(['base', 'middle', 'top']);
  });

  it('takes everything of a computer that was not reached', () => {
    const away = actions('a: skipped auth-refused', 'b: skipped auth-refused < a', 'c: not-applicable ignored-by');
    expect(taken(away)).toEqual(['a', 'b']);
    expect(taken(away, { cause: 'credential' })).toEqual(['a', 'b']);
  });

  it('freezes parameters and drops the edges that are satisfied', () => {
    const child = retryActions('s2', list, actionsToRetry(list));
    expect(child.map((action) => [action.session, action.n, action.result, action.item])[1]).toEqual(['s2', 1, 'pending', 'middle']);
    expect(child[0]?.frozen).toMatchObject({ parameters: { of: 'base' }, dependsOn: [] });
    expect(child[1]?.frozen.dependsOn).toEqual(['base']);
  });
});
