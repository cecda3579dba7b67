/** Lines of ssh_config files, read once per change of a file; Include is followed, everything else left to ssh-config.ts. */
import { readFile, readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import SSHConfig from 'ssh-config';
import { RoundsError, messageOf, outOfFiles } from '../../../shared/errors.ts';
import { codeOf } from './failure.ts';
import { matchesPattern } from './known-hosts.ts';

export interface ConfigLine {
  file: string;
  line: number;
  /** Lower case. */
  keyword: string;
  /** The words of the value, without quotes. */
  words: string[];
  /** The value as it stands, for settings that are a command. */
  raw: string;
  /** For `include`: the lines of each file that it names, in order; a Host ends with its file. */
  included?: ConfigLine[][];
}

/** As deep as OpenSSH goes. */
const MAX_DEPTH = 16;
const MAX_BYTES = 4 * 1024 * 1024;

const cache = new Map<string, { stamp: string; lines: ConfigLine[] }>();

/**
 * The lines of a file with what it includes; none where it does not exist. `base` is the folder of relative includes.
 * @throws RoundsError `input/ssh-config` naming file and line, as ssh itself refuses to go on with such a file.
 */
export async function readConfigFile(path: string, base: string, depth = 0): Promise<ConfigLine[]> {
  const own = await ownLines(path);
  const lines: ConfigLine[] = [];
  for (const line of own) {
    if (line.keyword !== 'include') {
      lines.push(line);
      continue;
    }
    if (depth >= MAX_DEPTH) throw unusable(path, line.line, `includes nest deeper than ${MAX_DEPTH}`);
    const included: ConfigLine[][] = [];
    for (const pattern of line.words) {
      for (const file of await expand(pattern, base)) included.push(await readConfigFile(file, base, depth + 1));
    }
    lines.push({ ...line, included });
  }
  return lines;
}

async function ownLines(path: string): Promise<ConfigLine[]> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    const stamp = `${mtimeMs} ${size} ${ino}`;
    const cached = cache.get(path);
    if (cached?.stamp === stamp) return cached.lines;
    if (size > MAX_BYTES) throw unusable(path, 1, `${size} bytes; at most ${MAX_BYTES} are read`);
    const lines = parseConfig(await readFile(path, 'utf8'), path);
    cache.set(path, { stamp, lines });
    return lines;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return [];
    if (outOfFiles(error)) throw error;
    if (codeOf(error) !== '') throw unusable(path, undefined, messageOf(error));
    throw error;
  }
}

/** The npm package reads one line at a time: the format is made of lines, and so errors have a place. */
export function parseConfig(text: string, file: string): ConfigLine[] {
  return text.split(/\r\n|\r|\n/).flatMap((source, index) => {
    const trimmed = source.trim();
    if (trimmed === '' || trimmed.startsWith('#')) return [];
    const [, keyword = '', raw = ''] = /^([A-Za-z0-9]+)(?:\s*=\s*|\s+|$)(.*)$/.exec(trimmed) ?? [];
    if (keyword === '' || raw === '') throw unusable(file, index + 1, `'${trimmed.slice(0, 60)}' is no setting; a keyword and a value are`);
    return [{ file, line: index + 1, keyword: keyword.toLowerCase(), raw, words: wordsOf(trimmed, file, index + 1) }];
  });
}

function wordsOf(source: string, file: string, line: number): string[] {
  try {
    const [directive] = SSHConfig.parse(source);
    if (directive === undefined || !('value' in directive)) return [];
    return typeof directive.value === 'string' ? [directive.value] : directive.value.map(({ val }) => val);
  } catch (error) {
    throw unusable(file, line, messageOf(error));
  }
}

function unusable(file: string, line: number | undefined, why: string): RoundsError {
  const at = line === undefined ? file : `${file}:${line}`;
  return new RoundsError('input/ssh-config', `${at}: ${why}`, { place: line === undefined ? { file } : { file, line } });
}

/** `*` and `?` in any part of a path; a name without them is itself. In the order of names, as ssh reads them. */
async function expand(pattern: string, base: string): Promise<string[]> {
  const home = pattern.startsWith('~/') ? join(homedir(), pattern.slice(2)) : pattern;
  const full = isAbsolute(home) ? home : join(base, home);
  if (!/[*?]/.test(full)) return [full];
  const folder = dirname(full);
  const folders = /[*?]/.test(folder) ? await expand(folder, base) : [folder];
  const name = full.slice(folder.length + 1);
  const found: string[] = [];
  for (const parent of folders) {
    try {
      const entries = await readdir(parent);
      found.push(
        ...entries
          .filter((entry) => matchesPattern(name, entry) && !(entry.startsWith('.') && !name.startsWith('.')))
          .map((entry) => join(parent, entry)),
      );
    } catch (error) {
      if (outOfFiles(error)) throw error;
      // a folder that is not there includes nothing
    }
  }
  return found.sort();
}
