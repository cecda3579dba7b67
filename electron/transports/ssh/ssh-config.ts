/** What `~/.ssh/config` and `/etc/ssh/ssh_config` say about one host, by the rules of ssh_config(5). Pure. */
import { matchesPatterns } from './known-hosts.ts';
import type { ConfigLine } from './ssh-config-file.ts';

export interface ConfigQuestion {
  /** The host as the set-up names it. */
  host: string;
  /** Where the set-up names one: it wins over the files, and Match user sees it. */
  user?: string | undefined;
  localUser: string;
}

export interface HostConfig {
  /** Keyword in lower case to the line that won: the first one. */
  first: Map<string, ConfigLine>;
  /** IdentityFile adds up. */
  identityFiles: string[];
  warnings: string[];
}

/** Evaluates lines in their order (the user's before the system's); the first value of a keyword wins. */
export function evaluateConfig(lines: readonly ConfigLine[], question: ConfigQuestion): HostConfig {
  const config: HostConfig = { first: new Map(), identityFiles: [], warnings: [] };
  walk(lines, true, question, config);
  return config;
}

function walk(lines: readonly ConfigLine[], parent: boolean, question: ConfigQuestion, config: HostConfig): void {
  let active = parent;
  for (const line of lines) {
    switch (line.keyword) {
      case 'host':
        active = parent && matchesPatterns(line.words, question.host);
        break;
      case 'match':
        active = matchLine(line, question, config) && parent;
        break;
      case 'include':
        for (const file of line.included ?? []) walk(file, active, question, config);
        break;
      case 'identityfile':
        if (active) config.identityFiles.push(...line.words);
        break;
      default:
        if (active && !config.first.has(line.keyword)) config.first.set(line.keyword, line);
    }
  }
}

/** All criteria must hold. One that is not understood, or would start a program, does not hold and is warned about. */
function matchLine(line: ConfigLine, question: ConfigQuestion, config: HostConfig): boolean {
  let holds = true;
  for (let at = 0; at < line.words.length; at += 1) {
    const word = (line.words[at] ?? '').toLowerCase();
    const negated = word.startsWith('!');
    const criterion = negated ? word.slice(1) : word;
    if (criterion === 'all') {
      if (negated) holds = false;
      continue;
    }
    at += 1;
    const patterns = (line.words[at] ?? '').split(',');
    const text = subject(criterion, question, config);
    if (text === null) {
      config.warnings.push(`${line.file}:${line.line}: Match ${criterion} is not evaluated; what it guards does not apply`);
      return false;
    }
    if (matchesPatterns(patterns, text) === negated) holds = false;
  }
  return holds;
}

function subject(criterion: string, question: ConfigQuestion, config: HostConfig): string | null {
  switch (criterion) {
    case 'host':
      return (config.first.get('hostname')?.words[0] ?? question.host).replaceAll('%h', question.host);
    case 'originalhost':
      return question.host;
    case 'user':
      return question.user ?? config.first.get('user')?.words[0] ?? question.localUser;
    case 'localuser':
      return question.localUser;
    default:
      return null;
  }
}
