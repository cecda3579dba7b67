/**
 * Reads one YAML file from outside: as data, and with the place of every value, so that each later complaint can say
 * `file:line:column`. What is read here is hostile until a schema has seen it.
 */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseAllDocuments, visit } from 'yaml';
import type { Document, ParsedNode } from 'yaml';
import type { Place } from '../../shared/errors.ts';
import { formatPlace, messageOf } from '../../shared/errors.ts';
import { aliasValue, ANCHOR_VALUE, doubtfulKey, isBareAnchor, mistakesOf } from './yaml-mistakes.ts';

/** One complaint about a file. */
export interface InputProblem {
  /** `rounds.yaml:3:7 (computers[0].name)`, or as much of it as is known. */
  place: string;
  message: string;
}

/** Path inside a document. */
export type YamlPath = readonly (string | number)[];

export interface YamlFile {
  /** As it is shown: relative to the working folder where it lies inside it. */
  shown: string;
  /** Absolute. */
  file: string;
  value: unknown;
  /** Where a value stands; with `key`, where that key of it stands. As near as the document has it. */
  at: (where: YamlPath, key?: string) => string;
  /** A value as it is written in the file, where it is a plain word or number. */
  source: (where: YamlPath) => string | undefined;
}

/** A path as people read it: relative where it lies inside the working folder. */
export function shownPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative) ? relative : file;
}

/** `computers[3].connection.port` */
function pathText(where: YamlPath): string {
  return where.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`)).join('');
}

/** Bytes of a file that is a plain file and no longer than `maxBytes`, or why not. Never blocks on pipes and devices. */
export async function readBounded(file: string, maxBytes: number): Promise<{ bytes: Buffer } | { message: string }> {
  try {
    // without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever; Windows has no such flag
    const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stat = await handle.stat();
      if (stat.isDirectory()) return { message: 'is a folder; allowed: a file' };
      if (!stat.isFile()) return { message: 'is no plain file' };
      if (stat.size > maxBytes) return { message: `has ${stat.size} bytes; allowed: at most ${maxBytes}` };
      const bytes = await handle.readFile();
      return bytes.length > maxBytes ? { message: `has more than ${maxBytes} bytes; allowed: at most that` } : { bytes };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { message: fileTrouble(error) };
  }
}

/** The message of a failed file operation, without the path that its place already names. */
export function fileTrouble(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'is not there';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by this user';
  return `cannot be read: ${messageOf(error)}`;
}

/** Text of UTF-8 bytes without a byte order mark, or why it is none. */
export function decodeText(bytes: Buffer): { text: string } | { message: string; line: number } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { message: 'is not valid UTF-8; allowed: text in UTF-8', line: firstBadLine(bytes) };
  }
}

function firstBadLine(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(10, start);
    const piece = bytes.subarray(start, end === -1 ? bytes.length : end);
    if (!Buffer.from(piece.toString('utf8')).equals(piece)) return line;
    if (end === -1) return line;
    start = end + 1;
  }
  return line;
}

/** Reads and parses one file. Never throws for what is on disk. */
export async function readYamlFile(file: string, maxBytes: number): Promise<{ yaml: YamlFile } | { problems: InputProblem[] }> {
  const absolute = path.resolve(file);
  const shown = shownPath(absolute);
  const read = await readBounded(absolute, maxBytes);
  if ('message' in read) return { problems: [{ place: shown, message: read.message }] };
  const decoded = decodeText(read.bytes);
  if ('message' in decoded) return { problems: [{ place: `${shown}:${decoded.line}`, message: decoded.message }] };
  return parseYaml(decoded.text, absolute, shown);
}

/** The first complaints are the useful ones: a broken document breeds thousands. */
const MAX_SYNTAX_PROBLEMS = 10;

/** Parses the text of one file. */
export function parseYaml(text: string, file: string, shown: string): { yaml: YamlFile } | { problems: InputProblem[] } {
  const lines = new LineCounter();
  const problem = (offset: number, message: string): InputProblem => ({ place: formatPlace(placeOf(lines, shown, offset)), message });
  let documents: Document.Parsed[];
  try {
    const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
    documents = 'empty' in parsed ? [] : parsed;
  } catch (error) {
    return { problems: [{ place: shown, message: `cannot be parsed: ${messageOf(error)}` }] };
  }
  const [document, second] = documents;
  const mistakes = mistakesOf(documents, text);
  if (mistakes.length > 0) return { problems: mistakes.slice(0, MAX_SYNTAX_PROBLEMS).map(({ offset, message }) => problem(offset, message)) };
  if (second) return { problems: [problem(second.range[0], 'a second document begins here; allowed: one document a file')] };
  if (!document?.contents || (isScalar(document.contents) && document.contents.value === null)) {
    return { problems: [{ place: shown, message: 'is empty' }] };
  }
  if (document.directives.yaml.explicit && document.directives.yaml.version !== '1.2') {
    return { problems: [problem(0, `%YAML ${document.directives.yaml.version} is not supported; allowed: YAML 1.2`)] };
  }
  const doubtful = doubtfulValues(document, text, problem);
  if (doubtful.length > 0) return { problems: doubtful };
  try {
    // the count bounds what aliases may blow up to
    const value: unknown = document.toJS({ maxAliasCount: 1000 });
    return { yaml: yamlFile(document, lines, file, shown, value) };
  } catch (error) {
    return { problems: [{ place: shown, message: messageOf(error) }] };
  }
}

function placeOf(lines: LineCounter, shown: string, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { file: shown, line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** What YAML would quietly read as something else than people wrote (0644, 1.10, long numbers), and keys that are no plain words. */
function doubtfulValues(document: Document.Parsed, text: string, problem: (offset: number, message: string) => InputProblem): InputProblem[] {
  const problems: InputProblem[] = [];
  const add = (node: unknown, message: string): void => {
    const offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
    if (problems.length < MAX_SYNTAX_PROBLEMS) problems.push(problem(offset, message));
  };
  visit(document, {
    Alias(_key, node) {
      if (!node.resolve(document)) add(node, aliasValue(node.source));
    },
    Scalar(_key, node) {
      if (isBareAnchor(node)) add(node, ANCHOR_VALUE);
      if (typeof node.value === 'string' && /[\p{Cs}]/u.test(node.value)) add(node, 'holds half of a surrogate pair, which is no character');
      if (typeof node.value !== 'number' || node.type !== 'PLAIN' || !node.range) return;
      const source = text.slice(node.range[0], node.range[1]);
      if (source === String(node.value) || source === '-0') return;
      add(node, `${source} would be read as the number ${node.value}; allowed: '${source}' in quotes as text, or ${node.value}`);
    },
    Pair(_key, pair) {
      const range = isNode(pair.key) ? pair.key.range : null;
      const doubtful = range ? doubtfulKey(text, range[0], range[1]) : null;
      if (doubtful !== null) add(pair.key, doubtful);
      else if (!isScalar(pair.key)) add(pair.key, 'this key is a list, a map or an alias; allowed: a word');
      else if (pair.key.value === '__proto__') add(pair.key, '__proto__ is no key');
    },
  });
  return problems;
}

function yamlFile(document: Document.Parsed, lines: LineCounter, file: string, shown: string, value: unknown): YamlFile {
  return {
    shown,
    file,
    value,
    at(where, key) {
      const found = find(document, key === undefined ? where : [...where, key]);
      const range = key === undefined ? found.node?.range : found.key?.range;
      const offset = (range ?? found.node?.range)?.[0] ?? 0;
      return formatPlace({ ...placeOf(lines, shown, offset), ...(where.length > 0 ? { path: pathText(where) } : {}) });
    },
    source(where) {
      const { node, depth } = find(document, where);
      return depth === where.length && isScalar(node) && typeof node.source === 'string' ? node.source : undefined;
    },
  };
}

/** The node at a path, or the deepest one on the way to it; and the key that leads there. */
function find(document: Document.Parsed, where: YamlPath): { node: ParsedNode | null; key: ParsedNode | null; depth: number } {
  let node: ParsedNode | null = document.contents;
  let key: ParsedNode | null = null;
  let depth = 0;
  for (const part of where) {
    const target: unknown = isAlias(node) ? node.resolve(document) : node;
    if (isMap<ParsedNode, ParsedNode | null>(target)) {
      const pair = target.items.find((each) => isScalar(each.key) && String(each.key.value) === String(part));
      if (!pair) break;
      key = pair.key;
      node = pair.value ?? pair.key;
    } else if (isSeq<ParsedNode>(target) && typeof part === 'number' && target.items[part]) {
      key = null;
      node = target.items[part];
    } else break;
    depth++;
  }
  return { node, key, depth };
}
