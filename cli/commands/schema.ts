/** `schema`: what editors complete and check by. */
import { z } from 'zod';
import { itemFileSchema } from '../../shared/item-schema.ts';
import { setUpFileSchema } from '../../shared/setup-schema.ts';
import { RoundsError } from '../../shared/errors.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { harmless, jsonLine } from '../terminal/harmless.ts';

const SCHEMAS = {
  setup: { title: 'Rounds set-up', schema: setUpFileSchema },
  item: { title: 'Rounds maintenance item', schema: itemFileSchema },
} as const;

export async function execute({ args, screen, json }: Context): Promise<number> {
  const name = args.positionals[0] ?? '';
  if (name !== 'setup' && name !== 'item') {
    throw new RoundsError('usage/arguments', `'${harmless(name)}' has no schema; allowed: setup, item`, { allowed: ['setup', 'item'] });
  }
  const { title, schema } = SCHEMAS[name];
  // As it is written in a file; what a schema cannot say (a check in code) is checked when the file is read.
  const value = { title, ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) };
  screen.line(json ? jsonLine(value) : JSON.stringify(value, null, 2));
  return EXIT.ok;
}
