/** The computers of a source, whatever it is. */
import { homedir, userInfo } from 'node:os';
import path from 'node:path';
import type { CsvLook, ImportOptions } from '../../shared/api/imports.ts';
import { messageOf, RoundsError } from '../../shared/errors.ts';
import { parseConfig, readConfigFile } from '../transports/ssh/ssh-config-file.ts';
import { importInventory } from './ansible.ts';
import { readAnsibleIni } from './ansible-ini.ts';
import { readAnsibleYaml } from './ansible-yaml.ts';
import { readCsv } from './csv.ts';
import type { Imported } from './imported.ts';
import { readSshConfig } from './ssh-config.ts';
import type { SourceText } from './source-text.ts';

/** @throws RoundsError `input/*` for what cannot be read at all */
export async function readComputers(
  { text, file }: SourceText,
  { kind, csv }: Pick<ImportOptions, 'csv'> & { kind: 'csv' | 'ssh-config' | 'ansible' },
): Promise<{ imported: Imported; look: CsvLook | null }> {
  if (kind === 'csv') {
    const { look, imported } = readCsv(text, csv);
    return { imported, look };
  }
  if (kind === 'ansible') return { imported: importInventory(inventoryOf(text, file)), look: null };
  const home = homedir();
  const lines = file === null ? parseConfig(text, 'the text') : await readConfigFile(file, path.dirname(file));
  const own = file === path.join(home, '.ssh', 'config');
  return { imported: readSshConfig(lines, { home, localUser: userInfo().username, own }), look: null };
}

/** By its name, else by what it looks like: a section in brackets stands in no YAML inventory. */
function inventoryOf(text: string, file: string | null): ReturnType<typeof readAnsibleIni> {
  const yaml = /\.ya?ml$/i.test(file ?? '') || (!/^\s*\[[^\]]+\]\s*(?:[#;].*)?$/m.test(text) && /^[\w."'-]+:\s*(?:#.*)?$/m.test(text));
  if (!yaml) return readAnsibleIni(text);
  try {
    return readAnsibleYaml(text);
  } catch (error) {
    throw new RoundsError('input/import', `This inventory is no YAML that can be read. ${messageOf(error)}`, {}, error);
  }
}
