/** A terminal window of the system that runs one command. */
import { spawn } from 'node:child_process';
import { RoundsError } from '../../shared/errors.ts';

/** Terminals, with what stands before the command; the first that starts is taken. */
const LINUX: readonly (readonly string[])[] = [
  ['x-terminal-emulator', '-e'],
  ['gnome-terminal', '--'],
  ['konsole', '-e'],
  ['xfce4-terminal', '-x'],
  ['xterm', '-e'],
];

/** @throws RoundsError `usage/terminal` when there is none */
export async function openTerminal(command: readonly string[], platform: NodeJS.Platform): Promise<void> {
  for (const argv of candidates(command, platform)) if (await started(argv)) return;
  throw new RoundsError('usage/terminal', 'No terminal could be started', { advice: `Run it yourself: ${command.map(quoted).join(' ')}` });
}

function candidates(command: readonly string[], platform: NodeJS.Platform): string[][] {
  if (platform === 'win32')
    return [
      ['wt.exe', ...command],
      ['conhost.exe', ...command],
    ];
  if (platform === 'darwin') {
    const line = command.map(quoted).join(' ').replace(/["\\]/g, '\\$&');
    return [['osascript', '-e', `tell application "Terminal" to do script "${line}"`, '-e', 'tell application "Terminal" to activate']];
  }
  return LINUX.map((terminal) => [...terminal, ...command]);
}

/** For a POSIX shell to read as one word. */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

function started([program = '', ...args]: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { detached: true, stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
