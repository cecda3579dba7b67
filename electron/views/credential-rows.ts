import type { CredentialRow, Occasion } from '../../shared/api/vault.ts';
import type { CredentialUse } from '../../shared/credential-use.ts';
import { reasonText } from '../../shared/reasons.ts';
import type { ComputerId, SetUp } from '../../shared/model.ts';
import { entryId, entryText, referencesOf } from '../setup/entries.ts';
import type { SetUpEntry } from '../store/store.ts';

export interface CredentialSource {
  setUp: SetUp;
  entries: readonly SetUpEntry[];
  /** What the vault keeps, and since when. */
  kept: readonly { name: string; since: number }[];
  /** Credential to the computers that are reached with it. */
  use: ReadonlyMap<string, ReadonlySet<ComputerId>>;
  /** By name: where each last worked and failed, as sessions have written it down. */
  worked: ReadonlyMap<string, CredentialUse>;
  failed: ReadonlyMap<string, CredentialUse>;
}

/** Credentials of the set-up first, then the secrets that only parameters name or that only the vault knows; each by name. */
export function credentialRows({ setUp, entries, kept, use, worked, failed }: CredentialSource): CredentialRow[] {
  const since = new Map(kept.map((entry) => [entry.name, entry.since]));
  const deployments = deploymentsBySecret(setUp);
  const usedBy = usersOf(entries);
  const row = (name: string, kind: CredentialRow['kind'], keyFile: string | null): CredentialRow => ({
    name,
    kind,
    keyFile,
    since: since.get(name) ?? null,
    computers: use.get(name)?.size ?? 0,
    deployments: deployments.get(name) ?? [],
    worked: occasion(worked.get(name)),
    failed: occasion(failed.get(name)),
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

function occasion(use: CredentialUse | undefined): Occasion | null {
  if (!use) return null;
  const { session, computer, at, reason } = use;
  return { session, computer, at, reason: reason === null ? null : reasonText(reason).sentence };
}
