/** The command with which a technician logs in to a computer himself: the system's `ssh`, as the set-up says it is reached. */
import type { ConnectionTarget } from '../transport.ts';

/** As an argument list, for no shell to read. Null for what is not reached by SSH. */
export function terminalCommand(target: ConnectionTarget): string[] | null {
  if (target.kind !== 'ssh') return null;
  const jumps: string[] = [];
  for (let jump = target.jump; jump; jump = jump.jump) jumps.unshift(addressOf(jump));
  return [
    'ssh',
    ...(target.port === undefined ? [] : ['-p', String(target.port)]),
    ...(target.credential?.keyFile === undefined ? [] : ['-i', target.credential.keyFile]),
    ...(target.knownHosts === undefined ? [] : ['-o', `UserKnownHostsFile=${target.knownHosts}`]),
    ...(jumps.length === 0 ? [] : ['-J', jumps.join(',')]),
    '--',
    target.user === undefined ? target.host : `${target.user}@${target.host}`,
  ];
}

function addressOf({ user, host, port }: ConnectionTarget): string {
  const bracketed = host.includes(':') ? `[${host}]` : host;
  return `${user === undefined ? '' : `${user}@`}${bracketed}${port === undefined ? '' : `:${port}`}`;
}
