import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonSchemas, SCHEMA_FOLDER } from './json-schemas.ts';

describe('jsonSchemas', () => {
  it.each(Object.entries(jsonSchemas()))('%s is as it is in resources/schemas (run electron/setup/json-schemas.ts)', async (name, text) => {
    expect(await readFile(path.join(SCHEMA_FOLDER, name), 'utf8')).toBe(text);
  });

  it('has patterns that editors can read', () => {
    for (const text of Object.values(jsonSchemas())) {
      for (const [, pattern] of text.matchAll(/"pattern": ("(?:[^"\\]|\\.)*")/g))
        expect(() => new RegExp(JSON.parse(pattern ?? '""') as string, 'u')).not.toThrow();
    }
  });
});
