/** The usual Ansible way to the same end: a playbook of `copy` tasks over the same computers. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { textOf, type Fleet } from './fleet.ts';

/** Writes playbook, inventory and configuration; returns the command and its environment. */
export function ansible(fleet: Fleet, actions: number): { command: string[]; env: NodeJS.ProcessEnv } {
  const at = (name: string): string => path.join(fleet.folder, name);
  const { host } = fleet;
  const tasks = Array.from({ length: actions }, (_, i) => ({
    name: `File ${i + 1}`,
    copy: { content: `${textOf(i + 1)}\n`, dest: `${fleet.root}/{{ inventory_hostname }}/${i + 1}` },
  }));
  writeFileSync(at('playbook.yml'), JSON.stringify([{ hosts: 'all', gather_facts: false, strategy: 'free', tasks }]));
  writeFileSync(at('inventory'), fleet.addresses.join('\n'));
  writeFileSync(
    at('ansible.cfg'),
    [
      '[defaults]',
      `inventory = ${at('inventory')}`,
      'forks = 50',
      'host_key_checking = False',
      `remote_user = ${host.user}`,
      `remote_port = ${host.port}`,
      `private_key_file = ${host.userKey}`,
      'interpreter_python = /usr/bin/python3',
      'retry_files_enabled = False',
      `local_tmp = ${at('ansible-local')}`,
      `remote_tmp = ${at('ansible-remote')}`,
      '[ssh_connection]',
      'pipelining = True',
      `control_path_dir = ${at('cp')}`,
      `ssh_args = -o ControlMaster=auto -o ControlPersist=60s -o UserKnownHostsFile=/dev/null`,
    ].join('\n'),
  );
  return { command: ['ansible-playbook', at('playbook.yml')], env: { ...process.env, ANSIBLE_CONFIG: at('ansible.cfg'), ANSIBLE_NOCOLOR: '1' } };
}
