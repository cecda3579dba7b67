/** A file that somebody chose, dropped or pasted, as text. */
import path from 'node:path';
import { RoundsError } from '../../shared/errors.ts';
import { readBounded } from '../catalogue/yaml-file.ts';
import { decodeText } from './decode-text.ts';

/** The longest file that is taken: 8 MiB. */
const MAX_BYTES = 8 * 1024 * 1024;

export interface SourceText {
  text: string;
  /** Absolute; null for what was pasted. */
  file: string | null;
  encoding: string;
}

/** @throws RoundsError `input/import` saying what is wrong with the file as a whole */
export async function readSource(file: string): Promise<SourceText> {
  const name = path.basename(file);
  const refuse = (why: string): RoundsError => new RoundsError('input/import', `${name} ${why}`, { place: { file } });
  const read = await readBounded(file, MAX_BYTES);
  if ('message' in read) throw refuse(read.message);
  if (read.bytes.length === 0) throw refuse('is empty');
  const decoded = decodeText(read.bytes);
  if ('binary' in decoded)
    throw new RoundsError('input/import', `${name} is no text`, {
      place: { file },
      advice: 'Save a spreadsheet as CSV first: what it saves by itself is not text.',
    });
  return { text: decoded.text, file, encoding: decoded.encoding };
}
