/** Computers out of an ssh_config file: each Host that is a name, with what the whole file says of it. Pure. */
import path from 'node:path';
import { evaluateConfig, type HostConfig } from '../transports/ssh/ssh-config.ts';
import type { ConfigLine } from '../transports/ssh/ssh-config-file.ts';
import { MAX_COMPUTERS, portOf, tidyNotes, type Imported, type ImportedComputer, type ImportNote } from './imported.ts';

/** Who imports, for what the file leaves to him. */
export interface SshConfigContext {
  home: string;
  localUser: string;
  /** It is this account's own file, which every connection reads: what cannot be taken over still holds by the Host's name. */
  own: boolean;
}

/** Settings that change who is reached, and that the set-up has no word for. */
const ELSEWHERE = ['proxycommand', 'hostkeyalias'];
const WILD = /[*?!]/;

export function readSshConfig(lines: readonly ConfigLine[], context: SshConfigContext): Imported {
  const notes: ImportNote[] = [];
  const names = new Map<string, ConfigLine>();
  for (const line of hostLines(lines, notes)) {
    for (const name of line.words) {
      if (WILD.test(name)) continue;
      if (names.size >= MAX_COMPUTERS) notes.push({ line: line.line, message: `Only the first ${MAX_COMPUTERS} hosts are taken` });
      else if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), line);
    }
  }
  const computers: ImportedComputer[] = [];
  const byName = new Map<string, ImportedComputer>();
  const add = (computer: ImportedComputer): void => {
    computers.push(computer);
    byName.set(computer.name.toLowerCase(), computer);
  };
  const jumps: { computer: ImportedComputer; hops: string[] }[] = [];
  for (const [key, line] of names) {
    const name = line.words.find((word) => word.toLowerCase() === key) ?? key;
    const config = evaluateConfig(lines, { host: name, localUser: context.localUser });
    notes.push(...config.warnings.map((message) => ({ line: null, message })));
    const computer = computerOf(name, line.line, config, context, notes);
    const proxy = config.first.get('proxyjump')?.raw.trim() ?? '';
    add(computer);
    if (proxy !== '' && proxy.toLowerCase() !== 'none') jumps.push({ computer, hops: proxy.split(',').map((hop) => hop.trim()) });
  }
  for (const { computer, hops } of jumps) through(computer, hops, byName, add, notes);
  return { computers, notes: tidyNotes(notes) };
}

/** Every Host line, those of included files too. A file that another one includes for some hosts only still names its own. */
function hostLines(lines: readonly ConfigLine[], notes: ImportNote[]): ConfigLine[] {
  return lines.flatMap((line) => {
    if (line.keyword === 'host') return [line];
    if (line.keyword !== 'include') return [];
    if (line.included) return line.included.flatMap((file) => hostLines(file, notes));
    notes.push({ line: line.line, message: `Include ${line.raw} is not followed in a text: choose the file instead` });
    return [];
  });
}

function computerOf(name: string, line: number, config: HostConfig, context: SshConfigContext, notes: ImportNote[]): ImportedComputer {
  const word = (keyword: string): string | undefined => config.first.get(keyword)?.words[0];
  const elsewhere = ELSEWHERE.filter((keyword) => (word(keyword) ?? 'none').toLowerCase() !== 'none');
  const said = elsewhere.map((keyword) => config.first.get(keyword)?.keyword ?? keyword).join(' and ');
  if (elsewhere.length > 0 && context.own) notes.push({ line, message: `${name} stays reached by its name in this file, which says ${said}` });
  if (elsewhere.length > 0 && !context.own) notes.push({ line, message: `${name}: ${said} cannot be taken over` });
  const host = word('hostname')?.replaceAll('%h', name).replaceAll('%%', '%');
  const port = word('port');
  const user = word('user');
  const known = config.first.get('userknownhostsfile')?.words ?? [];
  const keys = config.identityFiles.filter((file) => file.toLowerCase() !== 'none');
  const keyFile = keys[0] === undefined ? undefined : expanded(keys[0], name, user, context);
  if (keys.length > 1) notes.push({ line, message: `${name}: of its ${keys.length} keys the first is taken` });
  if (keyFile === null) notes.push({ line, message: `${name}: the path of its key cannot be taken over` });
  const knownHosts = known.length === 1 && known[0] !== undefined ? expanded(known[0], name, user, context) : undefined;
  const connection = {
    host: host === undefined || host === name || (elsewhere.length > 0 && context.own) ? undefined : host,
    port: port === undefined ? undefined : portOf(port),
    user,
    knownHosts: knownHosts === null || knownHosts === '/dev/null' ? undefined : knownHosts,
  };
  return {
    line,
    name,
    tags: [],
    groups: [],
    connection: Object.fromEntries(Object.entries(connection).filter(([, part]) => part !== undefined)),
    ...(keyFile === undefined || keyFile === null ? {} : { keyFile }),
    refused: null,
  };
}

/** A path with what stands for host, user and home filled in; null where something else stands in it. */
function expanded(text: string, name: string, user: string | undefined, { home, localUser }: SshConfigContext): string | null {
  const values: Record<string, string> = { d: home, h: name, n: name, r: user ?? localUser, u: localUser, '%': '%' };
  let whole = true;
  const filled = text.replaceAll(/%(.)/g, (_, token: string) => {
    const value = values[token];
    if (value === undefined) whole = false;
    return value ?? '';
  });
  if (!whole || filled.includes('${')) return null;
  if (filled.startsWith('~/') || path.isAbsolute(filled)) return filled;
  return path.join(home, '.ssh', filled);
}

/** The last hop is whom the computer goes through; hops before it are whom that one goes through. */
function through(
  computer: ImportedComputer,
  hops: readonly string[],
  byName: ReadonlyMap<string, ImportedComputer>,
  add: (computer: ImportedComputer) => void,
  notes: ImportNote[],
): void {
  let later = computer;
  for (const hop of [...hops].reverse()) {
    const [, user, host = '', port] = /^(?:ssh:\/\/)?(?:([^@]+)@)?(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(hop) ?? [];
    const name = host.replaceAll(/[[\]]/g, '');
    if (name === '') {
      notes.push({ line: computer.line, message: `${computer.name}: ProxyJump ${hop} cannot be read` });
      return;
    }
    let there = byName.get(name.toLowerCase());
    if (there === computer) return;
    if (!there) {
      there = {
        line: computer.line,
        name: port === undefined || port === '22' ? name : `${name}-${port}`,
        tags: [],
        groups: [],
        connection: { host: name, ...(user === undefined ? {} : { user }), ...(port === undefined ? {} : { port: portOf(port) }) },
        refused: null,
      };
      const known = byName.get(there.name.toLowerCase());
      if (known) there = known;
      else {
        add(there);
        notes.push({ line: computer.line, message: `${there.name} is added, because ${computer.name} is reached through it` });
      }
    }
    if (later === there) return;
    const said = later.connection.jump;
    if (later !== computer && said !== undefined && said !== there.name)
      notes.push({ line: computer.line, message: `${later.name} is reached through ${said}, and ${computer.name} asks for another way` });
    else later.connection.jump = there.name;
    later = there;
  }
}
