/**
 * Takes secrets out of everything that is kept (P31): as they are, in base64, in UTF-16 (hex-escaped bytes do not occur
 * in it) and percent-encoded; every line of a secret with several lines counts as one.
 */
import type { OutputRecord } from '../../shared/record.ts';

const MASK = '[secret]';
const SHORTEST_LINE = 6;

/** A lone surrogate cannot be percent-encoded, and then does not occur so. */
const percent = (text: string): string => (/\p{Surrogate}/u.test(text) ? text : encodeURIComponent(text));

/** Bytes that are no UTF-8 stand in a log as `\\xHH`, and then a backslash twice. */
function latin1(text: string): string {
  const byte = (one: string): string => `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`;
  return text.replaceAll('\\', '\\\\').replace(/[\x80-ÿ]/g, byte);
}

function forms(secret: string): string[] {
  const found = new Set<string>([secret]);
  for (const bytes of [Buffer.from(secret, 'utf8'), Buffer.from(secret, 'utf16le')]) {
    // The middle of a base64 text depends on where its bytes begin in a group of three: take what all share.
    for (const shift of [0, 1, 2]) {
      const padded = Buffer.concat([Buffer.alloc(shift), bytes])
        .toString('base64')
        .replace(/=+$/, '');
      const whole = Math.floor(((shift + bytes.length) * 8) / 6);
      const core = padded.slice(shift === 0 ? 0 : shift + 1, whole);
      if (core.length >= 6) {
        found.add(core);
        found.add(core.replaceAll('+', '-').replaceAll('/', '_'));
      }
    }
    if (bytes.length >= 4) {
      found.add(bytes.toString('hex'));
      found.add(bytes.toString('hex').toUpperCase());
    }
  }
  const wide = [...secret].join('\0');
  if (secret.length > 1) found.add(wide);
  found.add(percent(secret));
  const json = JSON.stringify(secret).slice(1, -1);
  found.add(json);
  const ascii = (text: string): string => text.replace(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
  found.add(ascii(json));
  // As the shell's own quotings, percent-encoding with the apostrophe, and Latin-1 bytes as they stand in a log.
  found.add(secret.replaceAll("'", `'"'"'`));
  found.add(percent(secret).replaceAll("'", '%27'));
  if (/^[\0-ÿ]*$/.test(secret)) found.add(latin1(secret));
  found.add(secret.replaceAll("'", `'\\''`));
  return [...found];
}

/** The secrets that a run has handed out so far. What is known later is taken out from then on. */
export class KnownSecrets {
  readonly #seen = new Set<string>();
  #needles: string[] = [];
  #pattern: RegExp | null = null;

  constructor(secrets: Iterable<string> = []) {
    for (const secret of secrets) this.add(secret);
  }

  /** An empty one is none. */
  add(secret: string): void {
    if (secret === '' || this.#seen.has(secret)) return;
    this.#seen.add(secret);
    // A short line of a longer secret (a brace of its JSON) is none by itself, and would garble every log.
    const lines = secret.split(/\r?\n/).filter((line) => line.trim().length >= SHORTEST_LINE);
    const all = [secret, ...(lines.length > 0 && lines[0] !== secret ? lines : [])];
    this.#needles = [...new Set([...this.#needles, ...all.flatMap(forms)])].filter((one) => one !== '').sort((a, b) => b.length - a.length);
    this.#pattern = new RegExp(this.#needles.map((one) => one.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g');
  }

  get none(): boolean {
    return this.#pattern === null;
  }

  /** A text without them. */
  text(value: string): string {
    return this.#pattern ? value.replace(this.#pattern, MASK) : value;
  }

  /** How many characters at the end of a text could be the beginning of one. */
  openEnd(value: string): number {
    let most = 0;
    for (const needle of this.#needles) {
      for (let length = Math.min(needle.length - 1, value.length); length > most; length--) {
        if (value.endsWith(needle.slice(0, length))) most = length;
      }
    }
    return most;
  }
}

export interface Redactor {
  /**
   * Output without secrets. One may stand across the cut of a line that is not finished yet, so the end of a partial
   * record that could begin one is held back until the line goes on; `last` lets everything go.
   */
  records(records: OutputRecord[], last?: boolean): OutputRecord[];
}

/** One for each script: it remembers unfinished lines. */
export function createRedactor(secrets: KnownSecrets): Redactor {
  const held = new Map<OutputRecord['stream'], OutputRecord>();
  return {
    records(records, last = false) {
      if (secrets.none && held.size === 0) return records;
      const out: OutputRecord[] = [];
      for (const record of records) {
        const before = held.get(record.stream);
        held.delete(record.stream);
        const whole = secrets.text((before?.text ?? '') + record.text);
        const escaped = record.escaped === true || before?.escaped === true;
        const keep = record.partial ? secrets.openEnd(whole) : 0;
        const base = escaped ? { ...record, escaped: true as const } : { ...record };
        if (keep > 0) {
          held.set(record.stream, { ...base, text: whole.slice(whole.length - keep) });
          if (whole.length > keep) out.push({ ...base, text: whole.slice(0, whole.length - keep) });
        } else {
          out.push({ ...base, text: whole });
        }
      }
      if (last) {
        for (const record of held.values()) out.push(record);
        held.clear();
      }
      return out;
    },
  };
}
