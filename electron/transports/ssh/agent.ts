/** The SSH agent, bounded in time: one that hangs must not hold up a connection without saying so. */
import type { Duplex } from 'node:stream';
import ssh2 from 'ssh2';
import type { GetStreamCallback, IdentityCallback, ParsedKey } from 'ssh2';
import { connectFailure } from './failure.ts';

/** Milliseconds for the agent to list its keys; that needs nobody to answer. */
const LIST_WITHIN = 5_000;

/**
 * ssh2's agent, which offers a chosen few of its keys in order (each refused one costs a round trip and one of the
 * server's tries), and whose sockets can be ended: ssh2 itself waits for an agent for ever.
 */
export class SshAgent extends ssh2.OpenSSHAgent {
  readonly #streams = new Set<Duplex>();
  #chosen: ParsedKey[] | null = null;

  /** From here on these keys are offered and no other. */
  choose(keys: ParsedKey[]): void {
    this.#chosen = keys;
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    if (this.#chosen) callback(undefined, this.#chosen);
    else super.getIdentities(callback);
  }

  override getStream(callback: GetStreamCallback): void {
    super.getStream((error, stream) => {
      if (stream) {
        this.#streams.add(stream);
        stream.once('close', () => this.#streams.delete(stream));
      }
      callback(error, stream);
    });
  }

  /** Ends what is still asked of the agent. */
  end(): void {
    for (const stream of this.#streams) stream.destroy();
  }
}

/** @throws RoundsError `connect/agent-unavailable` when there is no agent, it does not answer, or holds no key that can be used. */
export async function openAgent(socketPath: string | null, within = LIST_WITHIN): Promise<{ agent: SshAgent; keys: ParsedKey[] }> {
  if (socketPath === null) {
    throw connectFailure('agent-unavailable', 'authenticate', 'There is no SSH agent: SSH_AUTH_SOCK is not set', {
      advice: 'Start one (eval "$(ssh-agent)"), add the key with ssh-add, and start Rounds from there.',
    });
  }
  const agent = new SshAgent(socketPath);
  const keys = await new Promise<ParsedKey[]>((resolve, reject) => {
    const fail = (why: string, cause?: unknown) =>
      reject(connectFailure('agent-unavailable', 'authenticate', `The SSH agent at ${socketPath} ${why}`, { socket: socketPath }, cause));
    const timer = setTimeout(() => {
      fail(`did not answer within ${within} ms`);
      agent.end();
    }, within);
    agent.getIdentities((error, list) => {
      clearTimeout(timer);
      const usable = (list ?? []).filter((key): key is ParsedKey => 'getPublicSSH' in key);
      if (error) fail(`cannot be used: ${error.message}`, error);
      else if (usable.length === 0) fail('holds no key that can be used');
      else resolve(usable);
    });
  });
  return { agent, keys };
}
