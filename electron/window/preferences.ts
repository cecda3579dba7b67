import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { DEFAULT_PREFERENCES, preferencesSchema, type Preferences } from '../../shared/api/app.ts';

/** What the technician has set for himself, in a file of the data folder. One that cannot be read is as if there were none. */
export class PreferencesFile {
  readonly #file: string;
  #value: Preferences;

  constructor(file: string) {
    this.#file = file;
    this.#value = read(file);
  }

  read(): Preferences {
    return this.#value;
  }

  write(change: Partial<Preferences>): Preferences {
    this.#value = { ...this.#value, ...change };
    // Whole or not at all: a half-written file would lose what was there.
    writeFileSync(`${this.#file}.new`, `${JSON.stringify(this.#value, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
    return this.#value;
  }
}

function read(file: string): Preferences {
  try {
    const decoded = preferencesSchema.partial().safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return { ...DEFAULT_PREFERENCES, ...(decoded.success ? decoded.data : {}) };
  } catch {
    return DEFAULT_PREFERENCES;
  }
}
