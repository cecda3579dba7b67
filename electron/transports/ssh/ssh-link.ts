/** An open SSH connection as the Link that the shell's code works with. */
import type { ClientChannel } from 'ssh2';
import { messageOf } from '../../../shared/errors.ts';
import type { RoundsError } from '../../../shared/errors.ts';
import type { ExecChannel, Link } from '../link.ts';
import { execChannel } from './exec-channel.ts';
import { connectFailure, printable } from './failure.ts';
import type { OpenedSession } from './open-session.ts';

export interface SshLink extends Link {
  /** What the server shows before a login, for the log: at most 4 KiB, without control characters. */
  readonly banner: string;
}

/** @param reopen opens the same connection again, with what was remembered of the first time. */
export function sshLink(session: OpenedSession, reopen: (signal?: AbortSignal) => Promise<SshLink>): SshLink {
  const { settings } = session;
  let cause: string | null = null;
  let closing: Promise<void> | null = null;
  const lost = new Promise<string>((resolve) => {
    void session.lost.then((why) => {
      cause ??= why;
      // the socket of one that broke, and its share of a jump host, are let go of without being asked
      closing ??= session.close();
      resolve(cause);
    });
  });
  return {
    description: `${settings.user}@${settings.host}:${settings.port}${session.via}, ${session.hostKeyNote}, ${session.method}`,
    banner: session.banner,
    lost,
    exec: (command) => exec(session, command, lost, () => cause),
    reopen,
    close: () => {
      cause ??= 'it was closed';
      closing ??= session.close();
      return closing;
    },
  };
}

function exec(session: OpenedSession, command: string, lost: Promise<string>, cause: () => string | null): Promise<ExecChannel> {
  const { client, settings } = session;
  const gone = (why: string) => connectFailure('connection-lost', 'shell', `The connection to ${settings.where} is lost: ${why}`);
  return new Promise((resolve, reject) => {
    let settled = false;
    const end = (act: () => void) => {
      clearTimeout(timer);
      if (!settled) act();
      settled = true;
    };
    const ms = settings.limits.authenticate;
    const silent = () =>
      reject(connectFailure('channel-refused', 'shell', `${settings.where} did not answer the request for a channel within ${ms} ms`));
    const timer = setTimeout(() => end(silent), ms);
    void lost.then((why) => end(() => reject(gone(why))));
    const onAnswer = (error: Error | undefined, channel: ClientChannel) => {
      const why = cause();
      if (error) end(() => reject(why === null ? refusal(error, settings.where) : gone(why)));
      else if (settled) channel.close();
      else end(() => resolve(execChannel(channel, lost)));
    };
    try {
      client.exec(command, onAnswer);
    } catch (error) {
      end(() => reject(gone(cause() ?? messageOf(error))));
    }
  });
}

/** A channel that is not opened differs from a command that the opened channel refuses. */
function refusal(error: Error, where: string): RoundsError {
  if (/Channel open failure|No free channels/.test(error.message)) {
    const why = printable(error.message.replace(/^\(SSH\) Channel open failure: ?/, ''));
    return connectFailure('channel-refused', 'shell', `${where} opens no further channel${why === '' ? '' : `: ${why}`}`);
  }
  return connectFailure('login-refused', 'shell', `${where} accepted the login, but runs no command for it`, {}, error);
}
