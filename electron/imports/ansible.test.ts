import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importInventory } from './ansible.ts';
import { readAnsibleIni } from './ansible-ini.ts';
import { readAnsibleYaml } from './ansible-yaml.ts';
import { expandHosts } from './host-range.ts';
import type { Imported } from './imported.ts';

const ini = (text: string): Imported => importInventory(readAnsibleIni(text));
const yaml = (text: string): Imported => importInventory(readAnsibleYaml(text));
const short = ({ computers }: Imported): [string, string[], object][] =>
  computers.map(({ name, groups, connection, keyFile }) => [
    name,
    [...groups].sort(),
    { ...connection, ...(keyFile === undefined ? {} : { keyFile }) },
  ]);

const INI = `
; one without a group
lone ansible_host=10.9.9.9
[web]
web[01:03].example.org ansible_user=deploy   # three of them
[db]
db-a ansible_host=10.0.0.5 ansible_port=2200 ansible_ssh_private_key_file="~/.ssh/db key"
db-b:2222
[prod:children]
web
db
[prod:vars]
ansible_become=true
ansible_user=root
[all:vars]
ansible_user = nobody
http_port=80
ansible_become_password=hunter2
`;
const YAML = `
all:
  vars: { ansible_user: nobody, http_port: 80, ansible_become_password: hunter2 }
  hosts:
    lone: { ansible_host: 10.9.9.9 }
  children:
    prod:
      vars: { ansible_become: true, ansible_user: root }
      children:
        web:
          hosts:
            web[01:03].example.org: { ansible_user: deploy }
        db:
          hosts:
            db-a: { ansible_host: 10.0.0.5, ansible_port: 2200, ansible_ssh_private_key_file: ~/.ssh/db key }
            db-b: { ansible_port: 2222 }
`;

describe('an Ansible inventory', () => {
  it('says the same in both its forms, with the precedence that Ansible has', () => {
    const web = (n: number) => [`web0${n}.example.org`, ['prod', 'web'], { user: 'deploy', sudo: true }];
    const expected = [
      ['db-a', ['db', 'prod'], { host: '10.0.0.5', port: 2200, user: 'root', sudo: true, keyFile: '~/.ssh/db key' }],
      ['db-b', ['db', 'prod'], { port: 2222, user: 'root', sudo: true }],
      ['lone', [], { host: '10.9.9.9', user: 'nobody' }],
      web(1),
      web(2),
      web(3),
    ];
    for (const read of [ini(INI), yaml(YAML)]) expect(short(read).sort((a, b) => (a[0] < b[0] ? -1 : 1))).toEqual(expected);
  });

  it('leaves secrets and playbook variables behind, by name only', () => {
    for (const read of [ini(INI), yaml(YAML)]) {
      expect(JSON.stringify(read)).not.toContain('hunter2');
      expect(read.notes.map(({ message }) => message)).toEqual([
        expect.stringContaining('ansible_become_password: left behind'),
        expect.stringContaining('http_port: variables that only playbooks use'),
      ]);
    }
  });

  it('what is encrypted or a template is never a value', () => {
    const read = yaml(
      'all:\n  hosts:\n    a:\n      ansible_user: !vault |\n        $ANSIBLE_VAULT;1.1;AES256\n        6162\n      ansible_host: "{{ ip }}"\n',
    );
    expect(short(read)).toEqual([['a', [], {}]]);
    expect(read.notes[0]?.message).toContain('ansible_host is a template');
  });

  it('connections: what Rounds has no word for is refused', () => {
    const { computers } = ini(
      'a ansible_connection=local\nb ansible_connection=docker\nc ansible_connection=ansible.builtin.ssh\nd ansible_connection=winrm\n',
    );
    expect(computers.map(({ connection, refused }) => [connection.kind, refused !== null])).toEqual([
      ['local', false],
      [undefined, true],
      ['ssh', false],
      ['winrm', false],
    ]);
  });

  it('a jump host among the arguments of ssh is taken, others are said', () => {
    const { computers, notes } = ini(
      `a ansible_ssh_common_args='-o ProxyJump=gate -C'\nb ansible_ssh_common_args="-J gate2"\nc ansible_ssh_common_args='-o ProxyCommand="nc"'\n`,
    );
    expect(computers.map(({ connection }) => connection.jump)).toEqual(['gate', 'gate2', undefined]);
    expect(notes).toHaveLength(1);
  });

  it('groups that hold each other, anchors and wrong parts end and are said', () => {
    expect(ini('[a:children]\nb\n[b:children]\na\n[b]\nx\n').computers[0]?.groups.sort()).toEqual(['a', 'b']);
    expect(yaml('all:\n  children:\n    a: &a\n      hosts: { x: }\n    b:\n      hosts: *a\n').notes[0]?.message).toContain('not followed');
    expect(yaml('[1, 2]').notes[0]?.message).toContain('begins with groups');
    expect(() => yaml('all: {hosts')).toThrow(/^Line 1: /);
    expect(ini('[web\nhost "open\n').notes).toHaveLength(1);
  });

  it('ranges: with leading zeros, steps and letters; too many are refused', () => {
    expect(expandHosts('n[1:3]', 10)).toEqual(['n1', 'n2', 'n3']);
    expect(expandHosts('n[08:10].x', 10)).toEqual(['n08.x', 'n09.x', 'n10.x']);
    expect(expandHosts('[a:c]-[0:4:2]', 10)).toEqual(['a-0', 'a-2', 'a-4', 'b-0', 'b-2', 'b-4', 'c-0', 'c-2', 'c-4']);
    expect(expandHosts('[2001:db8::1]', 10)).toEqual(['[2001:db8::1]']);
    for (const bad of ['n[1:100]', 'n[3:1]', 'n[1]', 'n[:]', 'n[1:2', 'n[1:99999999999]', 'n[0:9][0:9]']) expect(expandHosts(bad, 10)).toBeNull();
  });

  it('whatever stands in it, it is read to its end', () => {
    const part = fc.constantFrom(
      '[a]',
      '[a:vars]',
      '[a:children]',
      'x[1:3]',
      'x[1:999999999]',
      'k=v',
      '"',
      "'",
      '#',
      '\n',
      '=',
      ' ',
      ':',
      'a',
      '[',
      ']',
      '\\',
    );
    fc.assert(fc.property(fc.array(part, { maxLength: 60 }), (parts) => void ini(parts.join(''))));
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        try {
          yaml(text);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
    );
    const deep = `${Array.from({ length: 300 }, (_, at) => `${' '.repeat(at * 2)}${at % 2 === 0 ? 'g' : 'children'}:`).join('\n')} {}\n`;
    expect(yaml(deep).notes[0]?.message).toContain('nest too deep');
  });
});
