/** An Ansible inventory in its YAML form. Pure. */
import { isAlias, isMap, isScalar, LineCounter, parseDocument, type Node, type Pair, type ParsedNode } from 'yaml';
import { Inventory } from './ansible.ts';
import { expandHosts } from './host-range.ts';
import { MAX_COMPUTERS } from './imported.ts';

/** How deep groups may nest, and how many of them there may be. */
const MAX_DEPTH = 50;
const MAX_GROUPS = 5000;

/** @throws Error saying where it is no YAML */
export function readAnsibleYaml(text: string): Inventory {
  const inventory = new Inventory();
  const lines = new LineCounter();
  // Tags of Ansible's own (`!vault`, `!unsafe`) are unknown here and only warned about: what stands under them is not read.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent', uniqueKeys: false, keepSourceTokens: false });
  const [error] = document.errors;
  if (error) throw new Error(`Line ${lines.linePos(error.pos[0]).line}: ${error.message.split('\n', 1)[0] ?? ''}`);
  const lineOf = (node: Node | null | undefined): number | null => (node?.range ? lines.linePos(node.range[0]).line : null);
  const reader = new Reader(inventory, lineOf);
  const root = document.contents;
  if (!isMap(root)) {
    inventory.note(lineOf(root), 'an inventory begins with groups, each with its hosts, vars and children');
    return inventory;
  }
  for (const pair of root.items) reader.group(pair, null, 0);
  return inventory;
}

class Reader {
  readonly #inventory: Inventory;
  readonly #lineOf: (node: Node | null | undefined) => number | null;
  #groups = 0;

  constructor(inventory: Inventory, lineOf: (node: Node | null | undefined) => number | null) {
    this.#inventory = inventory;
    this.#lineOf = lineOf;
  }

  group(pair: Pair<ParsedNode, ParsedNode | null>, parent: string | null, depth: number): void {
    const name = keyOf(pair);
    const line = this.#lineOf(pair.key);
    this.#groups += 1;
    if (name === null || depth > MAX_DEPTH || this.#groups > MAX_GROUPS) {
      if (this.#groups <= MAX_GROUPS + 1) this.#inventory.note(line, 'groups nest too deep, or are too many, from here on');
      return;
    }
    const group = this.#inventory.group(name);
    if (parent !== null) this.#inventory.group(parent).children.add(name);
    if (pair.value === null || (isScalar(pair.value) && pair.value.value === null)) return;
    if (!isMap(pair.value)) return this.#inventory.note(line, `${name} is no group with hosts, vars or children`);
    for (const part of pair.value.items) {
      const key = keyOf(part);
      const value = part.value;
      if (value === null || (isScalar(value) && value.value === null)) continue;
      if (isAlias(value)) this.#inventory.note(this.#lineOf(part.key), `${name}: ${key ?? ''} stands elsewhere in the file and is not followed`);
      else if (!isMap(value)) this.#inventory.note(this.#lineOf(part.key), `${name}: ${key ?? ''} is no list of names with a colon behind each`);
      else if (key === 'hosts') for (const host of value.items) this.#host(host, name);
      else if (key === 'vars') for (const [variable, text] of this.#variables(value.items)) group.variables.set(variable, text);
      else if (key === 'children') for (const child of value.items) this.group(child, name, depth + 1);
      else this.#inventory.note(this.#lineOf(part.key), `${name}: ${key ?? ''} is not known; allowed: hosts, vars, children`);
    }
  }

  #host(pair: Pair<ParsedNode, ParsedNode | null>, group: string): void {
    const pattern = keyOf(pair);
    const line = this.#lineOf(pair.key);
    const names = pattern === null ? null : expandHosts(pattern, MAX_COMPUTERS);
    if (names === null) return this.#inventory.note(line, `${group}: this is no name of a host, or a range of too many`);
    const variables = isMap(pair.value) ? this.#variables(pair.value.items) : [];
    if (isAlias(pair.value)) this.#inventory.note(line, `${pattern ?? ''}: its variables stand elsewhere in the file and are not followed`);
    for (const name of names) {
      const host = this.#inventory.host(name, line);
      if (!host) return;
      for (const [key, value] of variables) host.variables.set(key, value);
      this.#inventory.group(group).hosts.add(name);
    }
  }

  #variables(pairs: readonly Pair<ParsedNode, ParsedNode | null>[]): [string, string][] {
    return pairs.flatMap((pair): [string, string][] => {
      const key = keyOf(pair);
      if (key === null) return [];
      const { value } = pair;
      // Of what is encrypted, or more than one value, only the name counts.
      const plain = isScalar(value) && (value.tag === undefined || !value.tag.startsWith('!')) && value.value !== null;
      return [[key, plain ? String(value.value) : '']];
    });
  }
}

function keyOf({ key }: Pair<ParsedNode, ParsedNode | null>): string | null {
  const value: unknown = isScalar(key) ? key.value : null;
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
