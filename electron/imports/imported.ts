/** What a file of another program says about computers, before anybody asked what the set-up makes of it. */

/** How a computer is reached, as it was written: the schema of set-up files judges it later. */
export interface ImportedConnection {
  kind?: string;
  host?: string;
  port?: number | string;
  user?: string;
  /** Name of a credential that the set-up has. */
  credential?: string;
  sudo?: boolean;
  /** A computer by the name that this file gives it, or by one that the set-up has. */
  jump?: string;
  knownHosts?: string;
}

export interface ImportedComputer {
  /** Counts from 1; null where the file has no lines. */
  line: number | null;
  name: string;
  tenant?: string;
  tags: string[];
  /** Names of groups with fixed members. */
  groups: string[];
  connection: ImportedConnection;
  /** A private key on this workstation, which makes a credential. Absolute or with `~/`. */
  keyFile?: string;
  /** Why it cannot be taken; null for one that can. */
  refused: string | null;
}

/** What is said about a file: what of it is not taken, and why. Never a secret of it. */
export interface ImportNote {
  line: number | null;
  message: string;
}

export interface Imported {
  computers: ImportedComputer[];
  notes: ImportNote[];
}

/** So many computers are taken of one file; what comes after is said. */
export const MAX_COMPUTERS = 10_000;
/** So many notes are kept; the rest is counted. */
const MAX_NOTES = 200;

/** Notes in the order of their lines, each once, no more than people read. */
export function tidyNotes(notes: readonly ImportNote[]): ImportNote[] {
  const once = [...new Map(notes.map((note) => [`${note.line ?? 0} ${note.message}`, note])).values()];
  const sorted = once.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  if (sorted.length <= MAX_NOTES) return sorted;
  return [...sorted.slice(0, MAX_NOTES), { line: null, message: `and ${sorted.length - MAX_NOTES} more of the kind` }];
}

/** A port as a number where it is one; else as it was written, so that the complaint can show it. */
export function portOf(text: string): number | string {
  return /^\d{1,6}$/.test(text) ? Number(text) : text;
}

/** Names under which files keep what nobody else is to see. */
const SECRET_NAME =
  /(?:pass(?:word|wd|phrase|wort|code)?|pwd|secret|token|kennwort|credentials?value|api.?key|private.?key(?!.?file)|vault.?pass)(?:$|[\s_\-.\d])/i;

/** Whether a column or variable of this name holds a secret. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name.trim());

/** Whether a value that nobody named looks like a password or a key: those are not shown. */
export function looksSecret(value: string): boolean {
  const text = value.trim();
  if (/-----BEGIN|\$ANSIBLE_VAULT|^(?:ssh-|ecdsa-)/.test(text)) return true;
  if (text.length < 8 || /\s/.test(text)) return false;
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(text)).length;
  return kinds === 4 || (kinds === 3 && /[!$%^&*#?+=~]/.test(text)) || (/^[A-Za-z0-9+/=_-]{24,}$/.test(text) && kinds >= 3);
}
