/** `items`: the maintenance items that there are. */
import { compareNames } from '../../electron/resolution/index.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { jsonLine } from '../terminal/harmless.ts';
import { tableLines } from '../terminal/table.ts';
import { readKnown } from './selection.ts';

export async function execute(context: Context): Promise<number> {
  const { io, screen, style, json } = context;
  const { setUp } = await readKnown(context, await context.engine());
  const items = setUp.items.slice().sort((left, right) => compareNames(left.id, right.id));
  if (json) {
    // Scripts are files of the item's folder, not part of a list.
    for (const { scripts, ...item } of items) screen.line(jsonLine({ type: 'item', ...item, scriptPlatforms: Object.keys(scripts) }));
    return EXIT.ok;
  }
  if (items.length === 0) screen.line('No items: the catalogue is empty and the set-up names no item folder.');
  const rows = items.map((item) => [item.id, item.name, item.kind, item.platforms.join(', '), item.source, Object.keys(item.parameters).join(', ')]);
  const titles = [
    { title: 'Item', cut: 'middle' as const },
    { title: 'Name', cut: 'end' as const },
    { title: 'Kind' },
    { title: 'Platforms' },
    { title: 'From' },
    { title: 'Parameters', cut: 'end' as const },
  ];
  for (const line of tableLines(titles, rows, style, io.stdout.columns())) screen.line(line);
  return EXIT.ok;
}
