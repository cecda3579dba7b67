/** Credentials for the private keys that files name: one for each key, under a name that is free. Pure. */
import { homedir } from 'node:os';
import path from 'node:path';
import type { Credential } from '../../shared/model.ts';
import type { CredentialForm } from '../../shared/setup-schema.ts';

export class CredentialNames {
  readonly made: CredentialForm[] = [];
  readonly #byKey: Map<string, string>;
  readonly #taken: Set<string>;

  constructor(there: readonly Credential[]) {
    this.#byKey = new Map(
      there.flatMap(({ name, kind, keyFile }) => (kind === 'ssh-key' && keyFile !== undefined ? [[keyFile, name] as const] : [])),
    );
    this.#taken = new Set(there.map(({ name }) => name.toLowerCase()));
  }

  /** The credential of a key: the one that is there, or a new one. */
  forKey(keyFile: string): string {
    const whole = path.normalize(keyFile.startsWith('~/') ? path.join(homedir(), keyFile.slice(2)) : keyFile);
    const known = this.#byKey.get(whole);
    if (known !== undefined) return known;
    const base =
      path
        .basename(whole)
        .replaceAll(/[\p{Cc}/]/gu, '')
        .slice(0, 100)
        .trim() || 'key';
    let name = base;
    for (let n = 2; this.#taken.has(name.toLowerCase()); n += 1) name = `${base} ${n}`;
    this.#taken.add(name.toLowerCase());
    this.#byKey.set(whole, name);
    this.made.push({ name, kind: 'ssh-key', keyFile: whole });
    return name;
  }
}
