import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { FACT_KEYS } from '../../../shared/model.ts';
import { FACTS_SCRIPT } from './facts-script.ts';
import { parseFacts } from './facts.ts';

const CASES: [string, string, Record<string, string>][] = [
  [
    'a Debian server',
    'platform=linux\nos=debian\nos-name=Debian GNU/Linux 12 (bookworm)\nboot-id=6d5f\n',
    { platform: 'linux', os: 'debian', 'os-name': 'Debian GNU/Linux 12 (bookworm)', 'boot-id': '6d5f' },
  ],
  ['values with = and spaces', 'kernel= 6.1=x \nos-like=rhel fedora\n', { kernel: '6.1=x', 'os-like': 'rhel fedora' }],
  ['empty values and noise', 'motd of the day\n=x\nos=\nOS=y\nbad key=z\nuser=bob\r\n', { user: 'bob' }],
  ['a key that comes twice', 'role=server\nrole=workstation\n', { role: 'server' }],
  ['names of the language', '__proto__=x\nconstructor=y\n', { constructor: 'y' }],
  ['nothing', '', {}],
];

describe('parseFacts', () => {
  it.each(CASES)('%s', (_, output, facts) => expect(parseFacts(output)).toEqual(facts));
});

describe('the facts script', () => {
  it('says nothing but facts that are known', () => {
    const output = execFileSync('/bin/sh', ['-c', FACTS_SCRIPT], { encoding: 'utf8' });
    const known: readonly string[] = FACT_KEYS;
    for (const line of output.trimEnd().split('\n')) expect(known).toContain(line.split('=')[0]);
  });
});
