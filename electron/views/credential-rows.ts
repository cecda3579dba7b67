import type { CredentialRow, Occasion } from '../../shared/api/vault.ts';
import { reasonText } from '../../shared/reasons.ts';
import type { ComputerId, SetUp } from '../../shared/model.ts';
import type { SessionRecord } from '../../shared/record.ts';
import { entryId, entryText, referencesOf } from '../setup/entries.ts';
import type { SetUpEntry } from '../store/store.ts';

export interface CredentialSource {
  setUp: SetUp;
  entries: readonly SetUpEntry[];
  /** What the vault keeps, and since when. */
  kept: readonly { name: string; since: number }[];
  /** Credential to the computers that are reached with it. */
  use: ReadonlyMap<string, ReadonlySet<ComputerId>>;
  /** Sessions to look at, newest first. */
  sessions: readonly SessionRecord[];
}

/** Credentials of the set-up first, then the secrets that only parameters name or that only the vault knows; each by name. */
export function credentialRows({ setUp, entries, kept, use, sessions }: CredentialSource): CredentialRow[] {
  const since = new Map(kept.map((entry) => [entry.name, entry.since]));
  const deployments = deploymentsBySecret(setUp);
  const usedBy = usersOf(entries);
  const last = occasions(sessions, use);
  const row = (name: string, kind: CredentialRow['kind'], keyFile: string | null): CredentialRow => ({
    name,
    kind,
    keyFile,
    since: since.get(name) ?? null,
    computers: use.get(name)?.size ?? 0,
    deployments: deployments.get(name) ?? [],
    worked: last.get(name)?.worked ?? null,
    failed: last.get(name)?.failed ?? null,
    usedBy: usedBy.get(name) ?? [],
  });
  const byName = (a: CredentialRow, b: CredentialRow): number => a.name.localeCompare(b.name, 'en', { numeric: true });
  const credentials = setUp.credentials.map(({ name, kind, keyFile }) => row(name, kind, keyFile ?? null));
  const names = new Set(credentials.map(({ name }) => name));
  const others = [...new Set([...deployments.keys(), ...since.keys()])].filter((name) => !names.has(name));
  return [...credentials.sort(byName), ...others.map((name) => row(name, 'parameter', null)).sort(byName)];
}

function deploymentsBySecret(setUp: SetUp): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { name, parameters } of setUp.deployments) {
    const secrets = Object.values(parameters).flatMap((value) => (typeof value === 'object' && !Array.isArray(value) ? [value.secret] : []));
    for (const secret of new Set(secrets)) found.set(secret, [...(found.get(secret) ?? []), name]);
  }
  return found;
}

function usersOf(entries: readonly SetUpEntry[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const entry of entries) {
    const names = new Set(referencesOf(entry).flatMap(({ kind, id }) => (kind === 'credential' ? [id] : [])));
    for (const name of names) found.set(name, [...(found.get(name) ?? []), entryText(entry.kind, entryId(entry))]);
  }
  return found;
}

/** Statuses of sessions in which the computer took the credential: something was run there. */
const REACHED: ReadonlySet<string> = new Set(['passed', 'partly-failed', 'failed']);

/** By computer, so that each session is looked at once whatever uses it. */
function occasions(
  sessions: readonly SessionRecord[],
  use: ReadonlyMap<string, ReadonlySet<ComputerId>>,
): Map<string, { worked: Occasion | null; failed: Occasion | null }> {
  const credentialsOf = new Map<ComputerId, string[]>();
  for (const [name, ids] of use) for (const id of ids) credentialsOf.set(id, [...(credentialsOf.get(id) ?? []), name]);
  const found = new Map<string, { worked: Occasion | null; failed: Occasion | null }>();
  for (const session of sessions) {
    const why = session.reason === null ? null : reasonText(session.reason);
    const worked = REACHED.has(session.status);
    const failed = session.status === 'not-reached' && why?.cause === 'credential';
    if (!worked && !failed) continue;
    const occasion = {
      session: session.id,
      computer: session.computerId,
      at: session.endedAt ?? session.createdAt,
      reason: failed ? why.sentence : null,
    };
    for (const name of credentialsOf.get(session.computerId) ?? []) {
      const last = found.get(name) ?? { worked: null, failed: null };
      if (worked) last.worked = newer(last.worked, occasion);
      else last.failed = newer(last.failed, occasion);
      found.set(name, last);
    }
  }
  return found;
}

const newer = (one: Occasion | null, other: Occasion): Occasion => (one !== null && one.at >= other.at ? one : other);
