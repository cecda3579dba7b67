/** `items`: the maintenance items that there are, or one of them with all that a deployment of it may say. */
import { compareNames } from '../../electron/resolution/index.ts';
import type { Item, ParameterSchema } from '../../shared/model.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { harmless, jsonLine } from '../terminal/harmless.ts';
import { fieldLines, tableLines, type Column } from '../terminal/table.ts';
import { wrap } from '../terminal/width.ts';
import { readKnown, unknownItem } from './selection.ts';

/** A parameter's value as it stands in YAML, or close to it. */
const valueText = (value: string | number | boolean | string[]): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** All that a value must be, besides its type. */
function allowedText({ enum: values, pattern, patternText, minimum, maximum }: ParameterSchema): string {
  const parts = [
    values === undefined ? '' : values.join(', '),
    patternText ?? (pattern === undefined ? '' : `matches ${pattern}`),
    minimum === undefined ? '' : `at least ${minimum}`,
    maximum === undefined ? '' : `at most ${maximum}`,
  ];
  return parts.filter((part) => part !== '').join('; ');
}

function showItem({ io, screen, style, json }: Context, item: Item): void {
  const scripts = Object.entries(item.scripts).map(([platform, byName]) => [platform, Object.keys(byName)] as const);
  if (json) {
    screen.line(jsonLine({ type: 'item', ...item, scripts: Object.fromEntries(scripts) }));
    return;
  }
  const fields = fieldLines(
    [
      ['Item', item.id],
      ['Name', item.name],
      ['Description', item.description],
      ['Kind', item.kind],
      ['Platforms', item.platforms.join(', ')],
      ['Scripts', scripts.map(([platform, names]) => `${platform}: ${names.join(', ')}`).join('; ')],
      ['Depends on', item.dependsOn.map((one) => `${one.item}${one.soft ? ' (only in order)' : ''}`).join(', ')],
      ['May restart', item.mayRestart ? 'yes' : null],
      ['From', item.source],
    ],
    style,
  );
  for (const line of fields) screen.line(line);
  screen.line('');
  const rows = Object.entries(item.parameters).map(([name, parameter]) => [
    name,
    parameter.secret ? 'secret' : parameter.type,
    parameter.required ? 'required' : '',
    parameter.default === undefined ? '' : valueText(parameter.default),
  ]);
  if (rows.length === 0) screen.line('It takes no parameters.');
  const columns: Column[] = [{ title: 'Parameter' }, { title: 'Type' }, { title: 'Required' }, { title: 'Default', cut: 'end' }];
  const [header, ...lines] = tableLines(columns, rows, style, io.stdout.columns());
  if (header !== undefined) screen.line(header);
  const room = Math.max(30, Math.min(100, io.stdout.columns()) - 4);
  // What a parameter takes is what one looks for: whole sentences under its row, not the rest of a line.
  for (const [index, parameter] of Object.values(item.parameters).entries()) {
    screen.line(lines[index] ?? '');
    const allowed = allowedText(parameter);
    const texts = [parameter.description ?? '', allowed === '' ? '' : `Allowed: ${allowed}`].filter((text) => text !== '');
    for (const line of texts.flatMap((text) => wrap(harmless(text), room))) screen.line(`    ${line}`);
  }
}

export async function execute(context: Context): Promise<number> {
  const { io, screen, style, json } = context;
  const { setUp } = await readKnown(context, await context.engine());
  const items = setUp.items.slice().sort((left, right) => compareNames(left.id, right.id));
  const [wanted] = context.args.positionals;
  if (wanted !== undefined) {
    const found = items.find(({ id }) => id === wanted);
    if (!found)
      throw unknownItem(
        `There is no item '${harmless(wanted)}'`,
        wanted,
        items.map(({ id }) => id),
      );
    showItem(context, found);
    return EXIT.ok;
  }
  if (json) {
    // Scripts are files of the item's folder, not part of a list.
    for (const { scripts, ...item } of items) screen.line(jsonLine({ type: 'item', ...item, scriptPlatforms: Object.keys(scripts) }));
    return EXIT.ok;
  }
  if (items.length === 0) screen.line('No items: the catalogue is empty and the set-up names no item folder.');
  const rows = items.map((item) => [item.id, item.name, item.kind, item.platforms.join(', '), item.source, Object.keys(item.parameters).join(', ')]);
  const titles = [
    { title: 'Item' },
    { title: 'Name', cut: 'end' as const, least: 28 },
    { title: 'Kind' },
    { title: 'Platforms', drop: 2 },
    { title: 'From', drop: 1 },
    { title: 'Parameters', cut: 'end' as const, least: 14, drop: 3 },
  ];
  for (const line of tableLines(titles, rows, style, io.stdout.columns())) screen.line(line);
  return EXIT.ok;
}
