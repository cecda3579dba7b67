/** How the editor of an item begins, and what is edited. */
import type { ItemWhere } from '../../shared/api/catalogue.ts';
import { call } from '../bridge.ts';
import type { Draft } from '../editing/drafts.ts';

/** A folder that is there; a copy of one; or nothing yet. */
export type ItemBeginning = { edit: string } | { copy: string } | { new: true };

export interface ItemText {
  name: string;
  text: string;
}

export interface ItemStart {
  where: ItemWhere;
  /** Of what was opened; null for what is not on the disk yet. */
  stamp: string | null;
  shown: string | null;
  files: ItemText[];
  /** Files that are no text. */
  others: string[];
}

export type ItemDraft = Draft<ItemStart, ItemText[]>;

const TEMPLATE: ItemText[] = [
  {
    name: 'item.yaml',
    text: `id: my-item
name: My item
kind: task
platforms: [linux]
parameters:
  text: {type: string, description: What the file says, default: hello}
scripts: {linux: {test: test.sh, set: set.sh}}
`,
  },
  { name: 'set.sh', text: '# Brings it about. The test is run again afterwards.\nprintf \'%s\\n\' "$ROUNDS_PARAM_TEXT" >/tmp/my-item\n' },
  { name: 'test.sh', text: '# 0: compliant. 1: not. Changes nothing.\n[ "$(cat /tmp/my-item 2>/dev/null)" = "$ROUNDS_PARAM_TEXT" ]\n' },
];

export async function beginItem(beginning: ItemBeginning): Promise<ItemDraft> {
  if ('new' in beginning) return { start: { where: {}, stamp: null, shown: null, files: TEMPLATE, others: [] }, form: TEMPLATE };
  const folder = 'edit' in beginning ? beginning.edit : beginning.copy;
  const { files, others, stamp, shown } = await call('catalogue.open', { folder });
  const names = others.map(({ name }) => name);
  if ('edit' in beginning) return { start: { where: { folder }, stamp, shown, files, others: names }, form: files };
  const copied = files.map(({ name, text }) => ({ name, text: name === 'item.yaml' ? renamed(text) : text }));
  return { start: { where: { from: folder }, stamp: null, shown: null, files: copied, others: names }, form: copied };
}

/** A copy has an id and a name of its own. */
const renamed = (text: string): string =>
  text.replace(/^(id:\s*)([a-z0-9][a-z0-9-]*)/m, '$1$2-copy').replace(/^(name:\s*)(['"]?)([^'"\n#]*[^'"\n#\s])(['"]?)/m, '$1$2$3 (copy)$4');

export const isItemEdited = ({ start, form }: ItemDraft): boolean =>
  !('folder' in start.where) || JSON.stringify(start.files) !== JSON.stringify(form);

/** What stands after `id:` or `name:` in the definition, for titles. */
export function fieldOf(files: readonly ItemText[], field: 'id' | 'name'): string {
  const text = files.find(({ name }) => name === 'item.yaml')?.text ?? '';
  return new RegExp(String.raw`^${field}:\s*['"]?([^'"\n#]*)`, 'm').exec(text)?.[1]?.trim() ?? '';
}
