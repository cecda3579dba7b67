import { z } from 'zod';
import type { Item } from '../model.ts';
import { call } from './call.ts';

const folder = z.string().min(1).max(4096);
const id = z.string().min(1).max(200);
const files = z.array(z.strictObject({ name: z.string().min(1).max(1000), text: z.string().max(1024 * 1024) })).max(300);

/** An item that is there; or a new one, with what it is a copy of. */
const where = z.union([z.strictObject({ folder }), z.strictObject({ from: folder.optional() })]);
export type ItemWhere = z.output<typeof where>;

/** A local item that does not load. */
export interface BrokenItem {
  folder: string;
  shown: string;
  problems: ItemProblem[];
}

export interface ItemProblem {
  /** `FILE` or `FILE:LINE`; for what only shows between items another place. */
  place: string;
  message: string;
  level: 'error' | 'warning';
}

export interface ItemFiles {
  folder: string;
  shown: string;
  /** False for what came with the program. */
  editable: boolean;
  files: { name: string; text: string }[];
  others: { name: string; bytes: number }[];
  stamp: string;
}

const value = z.union([
  z.string().max(100_000),
  z.number(),
  z.boolean(),
  z.array(z.string().max(10_000)).max(1000),
  z.strictObject({ secret: z.string().max(200) }),
]);

export const catalogueCalls = {
  /** `uses`: how many deployments each item has. */
  'catalogue.list': call<{ items: Item[]; warnings: string[]; broken: BrokenItem[]; uses: Record<string, number> }>()(z.strictObject({})),
  'catalogue.open': call<ItemFiles>()(z.strictObject({ folder })),
  /** What is wrong with these texts as an item; nothing is written. */
  'catalogue.check': call<{ item: Item | null; problems: ItemProblem[] }>()(z.strictObject({ where, files })),
  /** Without a stamp it writes over whatever is there now. */
  'catalogue.save': call<{ folder: string; stamp: string; id: string; undo: string | null }>()(
    z.strictObject({ where, files, stamp: z.string().max(64).optional() }),
  ),
  /** Tests an item on a computer, or (`enforce`) brings it into compliance there, whatever deploys it. */
  'catalogue.try': call<{ batch: string; session: string }>()(
    z.strictObject({
      item: id,
      computer: z.string().min(1).max(1000),
      enforce: z.boolean(),
      parameters: z.record(z.string().max(64), value).default({}),
    }),
  ),
};
