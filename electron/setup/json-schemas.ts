/** JSON schemas of the file formats, for editors. Run this file to write them to resources/schemas. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { itemFileSchema } from '../../shared/item-schema.ts';
import { setUpFileSchema } from '../../shared/setup-schema.ts';

/** File name to the text of the schema. */
export function jsonSchemas(): Record<string, string> {
  const text = (title: string, schema: z.ZodType): string => `${JSON.stringify({ title, ...z.toJSONSchema(schema, { io: 'input' }) }, null, 2)}\n`;
  return { 'setup.schema.json': text('Set-up of Rounds', setUpFileSchema), 'item.schema.json': text('Maintenance item of Rounds', itemFileSchema) };
}

/** Where the schemas are kept. */
export const SCHEMA_FOLDER = fileURLToPath(new URL('../../resources/schemas', import.meta.url));

/** Writes the schemas. */
async function writeJsonSchemas(folder: string = SCHEMA_FOLDER): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(jsonSchemas())) await writeFile(path.join(folder, name), text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeJsonSchemas();
