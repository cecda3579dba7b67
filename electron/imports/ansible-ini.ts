/** An Ansible inventory in its INI form. Pure. */
import { Inventory, type Variables } from './ansible.ts';
import { expandHosts } from './host-range.ts';
import { MAX_COMPUTERS } from './imported.ts';

const SECTION = /^\[([^:\]]+)(?::(children|vars|hosts))?\]\s*(?:[#;].*)?$/;
const LONGEST_LINE = 20_000;

export function readAnsibleIni(text: string): Inventory {
  const inventory = new Inventory();
  let group = 'ungrouped';
  let part = 'hosts';
  for (const [index, source] of text.split(/\r\n|\r|\n/).entries()) {
    const line = index + 1;
    const trimmed = source.trim();
    if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith(';')) continue;
    if (trimmed.length > LONGEST_LINE) {
      inventory.note(line, 'this line is too long to be one of an inventory');
      continue;
    }
    if (trimmed.startsWith('[') && !trimmed.includes('=')) {
      const section = SECTION.exec(trimmed);
      if (section) [, group = 'ungrouped', part = 'hosts'] = section;
      else inventory.note(line, `'${shown(trimmed)}' is no section that can be read`);
      // What stands under a section that cannot be read belongs to no group.
      if (!section) part = '';
      else inventory.group(group);
      continue;
    }
    if (part === 'children') addChild(inventory, group, trimmed, line);
    else if (part === 'vars') addVariable(inventory, group, trimmed, line);
    else if (part === 'hosts') addHosts(inventory, group, trimmed, line);
  }
  return inventory;
}

/** Of a line that cannot be read only the beginning, and never what stands behind a `=`. */
const shown = (text: string): string => (text.split('=', 1)[0] ?? '').slice(0, 40);

function addChild(inventory: Inventory, group: string, line: string, at: number): void {
  const [name] = wordsOf(line) ?? [];
  if (name === undefined) return inventory.note(at, `'${shown(line)}' is no name of a group`);
  inventory.group(group).children.add(name);
  inventory.group(name);
}

function addVariable(inventory: Inventory, group: string, line: string, at: number): void {
  const [, name, value = ''] = /^([\w.-]+)\s*=\s*(.*)$/.exec(line) ?? [];
  if (name === undefined) return inventory.note(at, `'${shown(line)}' is no variable`);
  const text = value.replace(/\s+#.*$/, '').trim();
  inventory.group(group).variables.set(name, /^(["']).*\1$/.test(text) && text.length > 1 ? text.slice(1, -1) : text);
}

function addHosts(inventory: Inventory, group: string, line: string, at: number): void {
  const [pattern, ...settings] = wordsOf(line) ?? [];
  if (pattern === undefined) return inventory.note(at, `'${shown(line)}': its quotes do not close`);
  const [, bare = pattern, port] = /^((?:[^[\]:]|\[[^\]]*\])+):(\d{1,5})$/.exec(pattern) ?? [];
  const names = expandHosts(bare, MAX_COMPUTERS);
  if (names === null) return inventory.note(at, `'${shown(pattern)}' is a range that cannot be read, or one of too many hosts`);
  const variables: Variables = new Map(port === undefined ? [] : [['ansible_port', port]]);
  for (const setting of settings) {
    const equals = setting.indexOf('=');
    if (equals < 1) inventory.note(at, `'${shown(setting)}' is no variable`);
    else variables.set(setting.slice(0, equals), setting.slice(equals + 1));
  }
  for (const name of names) {
    const host = inventory.host(name, at);
    if (!host) return;
    for (const [key, value] of variables) host.variables.set(key, value);
    inventory.group(group).hosts.add(name);
  }
}

/** Words as a shell splits them, up to a comment; null where a quote is left open. */
function wordsOf(line: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (quote !== null) {
      if (character === quote) quote = null;
      else if (character === '\\' && quote === '"' && at + 1 < line.length) word = (word ?? '') + (line[(at += 1)] ?? '');
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (character === '#' && word === null) break;
    else if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + character;
  }
  if (quote !== null) return null;
  if (word !== null) words.push(word);
  return words;
}
