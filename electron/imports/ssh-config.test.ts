import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../transports/ssh/ssh-config-file.ts';
import { readSshConfig, type SshConfigContext } from './ssh-config.ts';

const CONTEXT: SshConfigContext = { home: '/home/tech', localUser: 'tech', own: false };
const read = (text: string, more: Partial<SshConfigContext> = {}) => readSshConfig(parseConfig(text, 'config'), { ...CONTEXT, ...more });

describe('an ssh_config', () => {
  it('each Host that is a name, with what the whole file says of it', () => {
    const { computers } = read(
      [
        'Host web-1 web-2',
        '  HostName %h.example.org',
        '  Port 2222',
        'Host db',
        '  HostName=10.0.0.5',
        '  IdentityFile ~/.ssh/db_key',
        'Host *',
        '  User deploy',
        '  Port 22',
      ].join('\n'),
    );
    expect(computers.map(({ name, connection, keyFile }) => [name, connection, keyFile])).toEqual([
      ['web-1', { host: 'web-1.example.org', port: 2222, user: 'deploy' }, undefined],
      ['web-2', { host: 'web-2.example.org', port: 2222, user: 'deploy' }, undefined],
      ['db', { host: '10.0.0.5', port: 22, user: 'deploy' }, '~/.ssh/db_key'],
    ]);
  });

  it('patterns and exclusions are no computers', () => {
    expect(read('Host *.lan !secret.lan web?\n  User x\nHost real\n').computers.map(({ name }) => name)).toEqual(['real']);
  });

  it('ProxyJump is whom it goes through: one of the file, or one that is added', () => {
    const { computers, notes } = read(
      'Host a\n  ProxyJump bastion\nHost bastion\n  HostName 1.2.3.4\nHost b\n  ProxyJump root@gate.example.org:2200\nHost c\n  ProxyJump none\n',
    );
    expect(computers.map(({ name, connection }) => [name, connection.jump])).toEqual([
      ['a', 'bastion'],
      ['bastion', undefined],
      ['b', 'gate.example.org-2200'],
      ['c', undefined],
      ['gate.example.org-2200', undefined],
    ]);
    expect(computers.at(-1)?.connection).toEqual({ host: 'gate.example.org', user: 'root', port: 2200 });
    expect(notes[0]?.message).toContain('reached through it');
  });

  it('several hops are a chain', () => {
    const { computers } = read('Host target\n  ProxyJump first,second\nHost first\nHost second\n');
    expect(Object.fromEntries(computers.map(({ name, connection }) => [name, connection.jump]))).toEqual({
      target: 'second',
      second: 'first',
      first: undefined,
    });
  });

  it('what the set-up has no word for is said; in the own file the name still leads to it', () => {
    const text = 'Host odd\n  HostName 10.0.0.9\n  ProxyCommand nc %h %p\n';
    expect(read(text)).toMatchObject({
      computers: [{ connection: { host: '10.0.0.9' } }],
      notes: [{ line: 1, message: 'odd: proxycommand cannot be taken over' }],
    });
    expect(read(text, { own: true }).computers[0]?.connection).toEqual({});
  });

  it('paths of keys: tokens are filled in, others are not guessed', () => {
    const { computers, notes } = read('Host a\n  IdentityFile %d/.ssh/%h\nHost b\n  IdentityFile keys/b\nHost c\n  IdentityFile ~/.ssh/%C\n');
    expect(computers.map(({ keyFile }) => keyFile)).toEqual(['/home/tech/.ssh/a', '/home/tech/.ssh/keys/b', undefined]);
    expect(notes.map(({ message }) => message)).toEqual(['c: the path of its key cannot be taken over']);
  });

  it('Match exec is not run, and an Include in a pasted text is not followed: both are said', () => {
    const { notes } = read('Include other\nMatch exec "touch /tmp/x"\n  User evil\nHost a\n');
    expect(notes.map(({ message }) => message).join('\n')).toMatch(
      /Match exec is not evaluated[\s\S]*Include other is not followed|Include other is not followed[\s\S]*Match exec is not evaluated/,
    );
  });

  it('circles and odd lines end', () => {
    expect(read('Host a\n  ProxyJump b\nHost b\n  ProxyJump a\n').computers).toHaveLength(2);
    const line = fc.constantFrom(
      'Host a b',
      'Host *',
      'ProxyJump a',
      'ProxyJump b,a',
      'ProxyJump @:1',
      'Port x',
      'HostName %h%h',
      'Match all',
      'IdentityFile %',
      'User u',
    );
    fc.assert(fc.property(fc.array(line, { maxLength: 30 }), (lines) => void read(lines.join('\n'))));
  });
});
