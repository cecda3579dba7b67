/** Authentication: tries exactly what the connection has, without the `none` request, and says what came of it. */
import type { AnyAuthMethod, AuthenticationType, NextAuthHandler, Prompt } from 'ssh2';
import type { RoundsError } from '../../../shared/errors.ts';
import type { SshAgent } from './agent.ts';
import { candidates } from './credentials.ts';
import type { CandidateRequest, Progress } from './credentials.ts';
import { connectFailure, printable } from './failure.ts';

export interface AuthenticationRequest extends Pick<CandidateRequest, 'settings' | 'secret' | 'source'> {
  /** Called once with what ended it badly; the connection is then of no use. */
  onFailure: (error: Error) => void;
  /** What the server has shown as its banner, which often says why. */
  banner: () => string;
}

export interface Authentication {
  /** ssh2's authHandler: called with what is left after each refusal, first with null. */
  handler: (left: AuthenticationType[] | null, partial: boolean | null, next: NextAuthHandler) => void;
  /** What was tried last, for the log; null when nothing was. */
  method(): string | null;
  /** The error of a connection that ended while it authenticated. */
  ended(why: string): RoundsError;
  /** Lets go of agents. */
  end(): void;
}

export function createAuthentication(request: AuthenticationRequest): Authentication {
  const { settings } = request;
  const tried: string[] = [];
  const skipped: string[] = [];
  const agents: SshAgent[] = [];
  const progress: Progress = { allowed: null, partial: false };
  let last: string | null = null;
  const queue = candidates({
    settings,
    secret: request.secret,
    source: request.source,
    interactive: () => ({ type: 'keyboard-interactive', username: settings.user, prompt: answerer() }),
    onAgent: (agent) => agents.push(agent),
    skipped: (what) => skipped.push(what),
  });

  const next = async (): Promise<AnyAuthMethod | null> => {
    for (;;) {
      const at = queue.findIndex(({ method, when }) => (progress.allowed?.has(method) ?? true) && (when?.(progress) ?? true));
      const [candidate] = at < 0 ? [] : queue.splice(at, 1);
      if (candidate === undefined) return null;
      const prepared = await candidate.prepare();
      if (prepared === null) continue;
      last = prepared.label;
      tried.push(prepared.label);
      return prepared.auth;
    }
  };

  /** The one question that a password answers; a second one, or any other, is for a person. */
  const answerer = () => {
    let answered = false;
    return (_name: string, instructions: string, _language: string, prompts: Prompt[], finish: (answers: string[]) => void) => {
      const [prompt] = prompts;
      const { credential } = settings;
      if (answered || prompts.length !== 1 || prompt === undefined || prompt.echo || credential === null) {
        const asked = printable([instructions, ...prompts.map((one) => one.prompt)].join(' '), 100);
        const advice = 'Use a key, or an account that needs no second factor.';
        request.onFailure(refused(`asks for more than the password: '${asked}'`, advice));
        return;
      }
      answered = true;
      request.secret(credential, `password of ${settings.user} on ${settings.where}`).then((secret) => finish([secret]), request.onFailure);
    };
  };

  const refused = (what: string, advice?: string): RoundsError => {
    const banner = printable(request.banner());
    const notes = [...skipped, ...(banner === '' ? [] : [`the server says: ${banner}`])].map((note) => `; ${note}`).join('');
    return connectFailure('auth-refused', 'authenticate', `${settings.user} at ${settings.where}: the server ${what}${notes}`, {
      user: settings.user,
      tried: [...tried],
      ...(progress.allowed ? { allowed: [...progress.allowed] } : {}),
      ...(advice ? { advice } : {}),
    });
  };

  const exhausted = (): RoundsError => {
    const allowed = progress.allowed && progress.allowed.size > 0 ? [...progress.allowed].map((one) => printable(one, 40)).join(', ') : null;
    if (tried.length === 0) {
      const why = skipped.length > 0 ? `: ${skipped.join('; ')}` : '';
      const message = `There is nothing to log in with as ${settings.user} at ${settings.where}: the connection names no credential, and there is no SSH agent and no private key in ~/.ssh that can be used${why}`;
      return connectFailure('credential-missing', 'authenticate', message);
    }
    if (progress.partial) return refused(`accepts ${tried.at(-1) ?? ''}, but then asks for more (${allowed ?? 'nothing that is known'})`);
    return refused(`refuses ${tried.join(', ')}${allowed === null ? '' : `; it allows ${allowed}`}`);
  };

  return {
    handler: (left, partial, proceed) => {
      if (left !== null) progress.allowed = new Set(left);
      if (partial === true) progress.partial = true;
      next().then((auth) => (auth === null ? request.onFailure(exhausted()) : proceed(auth)), request.onFailure);
    },
    method: () => last,
    ended: (why) => {
      // without a refusal before it, an end says nothing about the credential
      if (progress.allowed !== null || /too many authentication failures/i.test(why))
        return refused(`ended the connection after ${tried.join(', ')} (${why})`);
      const when = tried.length > 0 ? `while it checked ${tried.join(', ')}` : 'before it asked who we are';
      return connectFailure('connection-lost', 'authenticate', `${settings.where} ended the connection ${when}: ${why}`);
    },
    end: () => {
      for (const agent of agents) agent.end();
    },
  };
}
