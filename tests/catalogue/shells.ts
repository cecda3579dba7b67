/** The shells that scripts meet: dash (Debian, Ubuntu), bash as sh (Fedora, SUSE, Arch) and busybox ash with its own tools (Alpine). */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { execute } from './item-scripts.ts';
import type { Ended, Runner } from './item-scripts.ts';

export const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export function findProgram(name: string): string | null {
  for (const folder of SYSTEM_PATH.split(':')) {
    const file = path.join(folder, name);
    if (existsSync(file)) return file;
  }
  return null;
}

const KNOWN = [
  { name: 'dash', program: 'dash', args: [], install: 'apt-get install dash' },
  { name: 'bash --posix', program: 'bash', args: ['--posix'], install: 'apt-get install bash' },
  { name: 'busybox ash', program: 'busybox', args: ['ash'], install: 'apt-get install busybox-static' },
] as const;

export interface TestShell {
  name: string;
  command: string;
  args: readonly string[];
}

export const shells: TestShell[] = KNOWN.flatMap(({ name, program, args }) => {
  const command = findProgram(program);
  return command === null ? [] : [{ name, command, args }];
});

/** What would be tested too, and the line that installs it. */
export const missingShells: string[] = KNOWN.filter(({ program }) => findProgram(program) === null).map(
  ({ name, install }) => `${name} (${install})`,
);

/** Runs a script here, in this shell, with a folder for /. */
export function folderRunner(shell: TestShell, root: string): Runner {
  return (text, env) => execute(shell.command, [...shell.args, '-c', text], { PATH: SYSTEM_PATH, HOME: root, ROUNDS_ROOT: root, ...env });
}

/** Whether a shell takes the script; never runs it. */
export function parses(shell: TestShell, file: string): Promise<Ended> {
  return execute(shell.command, [...shell.args, '-n', file], { PATH: SYSTEM_PATH });
}
