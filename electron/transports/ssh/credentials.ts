/** The ways to prove who we are that a connection has, in the order in which to try them. Nothing is read or asked for until its turn. */
import { readFile } from 'node:fs/promises';
import ssh2 from 'ssh2';
import type { AgentAuthMethod, AnyAuthMethod, ParsedKey } from 'ssh2';
import { outOfFiles, RoundsError } from '../../../shared/errors.ts';
import type { ResolvedCredential, SecretSource } from '../transport.ts';
import { openAgent } from './agent.ts';
import type { SshAgent } from './agent.ts';
import { connectFailure } from './failure.ts';
import { fingerprint } from './known-hosts.ts';
import { loadPrivateKey } from './private-key.ts';
import type { SshSettings } from './settings.ts';

export type MethodName = 'publickey' | 'password' | 'keyboard-interactive';

/** What the server has said so far. */
export interface Progress {
  /** Null until it has refused something. */
  allowed: ReadonlySet<string> | null;
  partial: boolean;
}

export interface Candidate {
  method: MethodName;
  /** Null when it turns out that there is nothing to offer; `label` is for messages and the log. */
  prepare: () => Promise<{ label: string; auth: AnyAuthMethod } | null>;
  /** Only worth a try when the server asks for it. */
  when?: (progress: Progress) => boolean;
}

export interface CandidateRequest {
  settings: SshSettings;
  /** The secret of a credential, asked for once. */
  secret: (credential: ResolvedCredential, purpose: string) => Promise<string>;
  source: SecretSource;
  /** Answers a keyboard-interactive question. */
  interactive: () => AnyAuthMethod;
  /** Called with each agent that was opened; it is ended with the connection attempt. */
  onAgent: (agent: SshAgent) => void;
  /** Keys that were passed over, for the message when nothing else works. */
  skipped: (what: string) => void;
}

export function candidates(request: CandidateRequest): Candidate[] {
  const { settings } = request;
  const { credential } = settings;
  switch (credential?.kind) {
    case 'password':
      return [password(request, credential), interactive(request), ...settings.identityFiles.map((path) => besides(keyFile(request, path, null)))];
    case 'ssh-key': {
      const paths = credential.keyFile === undefined ? [...settings.identityFiles, ...settings.defaultIdentityFiles] : [credential.keyFile];
      // a key that the set-up names must be there; of those that ssh would try, one that is missing is passed over
      return paths.map((path) =>
        credential.keyFile === undefined ? optional(request, keyFile(request, path, credential)) : keyFile(request, path, credential),
      );
    }
    case 'ssh-agent':
      return [agentKeys(request)];
    default: {
      const files = [...settings.identityFiles, ...settings.defaultIdentityFiles].map((path) => optional(request, keyFile(request, path, null)));
      return settings.agentSocket === null ? files : [optional(request, agentKeys(request)), ...files];
    }
  }
}

function password(request: CandidateRequest, credential: ResolvedCredential): Candidate {
  const { user, where } = request.settings;
  const prepare = async (): Promise<{ label: string; auth: AnyAuthMethod }> => {
    const secret = await request.secret(credential, `password of ${user} on ${where}`);
    return { label: 'password', auth: { type: 'password', username: user, password: secret } };
  };
  return { method: 'password', prepare };
}

function interactive(request: CandidateRequest): Candidate {
  return { method: 'keyboard-interactive', prepare: () => Promise.resolve({ label: 'keyboard-interactive', auth: request.interactive() }) };
}

/** A key besides a password: only where the server wants both, or no password at all. A wrong password is not mended by a key. */
function besides(candidate: Candidate): Candidate {
  const wanted = ({ allowed, partial }: Progress) =>
    partial || (allowed !== null && !allowed.has('password') && !allowed.has('keyboard-interactive'));
  return { ...candidate, when: wanted };
}

function keyFile(request: CandidateRequest, path: string, credential: ResolvedCredential | null): Candidate {
  const passphrase = () => {
    if (credential) return request.secret(credential, `passphrase of ${path}`);
    const advice = 'Add it to the SSH agent, or name it as a credential of kind ssh-key.';
    throw connectFailure('key-unreadable', 'authenticate', `The private key ${path} is encrypted, and no credential has its passphrase`, { advice });
  };
  const prepare = async (): Promise<{ label: string; auth: AnyAuthMethod }> => {
    const key = await loadPrivateKey({ path, passphrase, source: request.source });
    return { label: `key ${path} (${fingerprint(key.getPublicSSH())})`, auth: { type: 'publickey', username: request.settings.user, key } };
  };
  return { method: 'publickey', prepare };
}

/** Where nothing was named, what cannot be used is passed over and mentioned when nothing else works. */
function optional(request: CandidateRequest, candidate: Candidate): Candidate {
  const prepare = async () => {
    try {
      return await candidate.prepare();
    } catch (error) {
      if (outOfFiles(error) || !(error instanceof RoundsError) || !['key-unreadable', 'agent-unavailable'].includes(error.details.reason ?? ''))
        throw error;
      if (!/no such file/.test(error.message)) request.skipped(error.message);
      return null;
    }
  };
  return { ...candidate, prepare };
}

function agentKeys(request: CandidateRequest): Candidate {
  const { settings } = request;
  const prepare = async (): Promise<{ label: string; auth: AgentAuthMethod }> => {
    const { agent, keys } = await openAgent(settings.agentSocket);
    request.onAgent(agent);
    const named = await publicKeys(settings.identityFiles);
    const first = named.flatMap((wanted) => keys.filter((key) => key.getPublicSSH().equals(wanted)));
    const offered = settings.identitiesOnly ? first : [...first, ...keys.filter((key) => !first.includes(key))];
    if (offered.length === 0) {
      const message = 'The SSH agent holds none of the keys that IdentityFile names, and IdentitiesOnly allows no other';
      throw connectFailure('agent-unavailable', 'authenticate', message);
    }
    agent.choose(offered);
    return {
      label: `agent (${offered.length === 1 ? describe(offered) : `${offered.length} keys`})`,
      auth: { type: 'agent', username: settings.user, agent },
    };
  };
  return { method: 'publickey', prepare };
}

function describe(keys: ParsedKey[]): string {
  return keys.map((key) => fingerprint(key.getPublicSSH())).join(', ');
}

/** The public halves of identity files: from `FILE.pub`, or from FILE itself where that is one. */
async function publicKeys(paths: readonly string[]): Promise<Buffer[]> {
  const found: Buffer[] = [];
  for (const path of paths) {
    for (const file of [`${path}.pub`, path]) {
      const text = await readFile(file, 'utf8').catch((error: unknown) => {
        if (outOfFiles(error)) throw error;
        return null;
      });
      const key = text === null ? null : ssh2.utils.parseKey(text);
      if (key === null || key instanceof Error) continue;
      found.push(key.getPublicSSH());
      break;
    }
  }
  return found;
}
