/** What lies beside an item's YAML: its scripts as text and its files as hashes, from inside its folder only. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ItemFile, ScriptSource } from '../../shared/model.ts';
import { decodeText, fileTrouble, readBounded } from './yaml-file.ts';

/** The longest script. */
const MAX_SCRIPT_BYTES = 1024 * 1024;
/** The longest file that an item brings along: 1 GiB. */
const MAX_FILE_BYTES = 1024 ** 3;

type Read<Value> = Value | { message: string; line?: number };

/** The file that a path names, when it lies inside the folder also after every link was followed. The folder is a real path. */
async function inside(folder: string, file: string): Promise<Read<{ real: string }>> {
  try {
    const real = await realpath(path.join(folder, file));
    const relative = path.relative(folder, real);
    if (relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)) {
      return { message: `${file} is a link that leads out of the item's folder; allowed: a file inside it` };
    }
    return { real };
  } catch (error) {
    return { message: `${file} ${fileTrouble(error)}` };
  }
}

/** A script's text. Line ends of a `.sh` become `\n`: a checkout on Windows writes them otherwise, and no `sh` runs those. */
export async function readScript(folder: string, file: string): Promise<Read<{ script: ScriptSource }>> {
  const found = await inside(folder, file);
  if ('message' in found) return found;
  const read = await readBounded(found.real, MAX_SCRIPT_BYTES);
  if ('message' in read) return { message: `${file} ${read.message}` };
  const decoded = decodeText(read.bytes);
  if ('message' in decoded) return { message: `${file} ${decoded.message}`, line: decoded.line };
  const text = file.endsWith('.sh') ? decoded.text.replace(/\r\n/g, '\n') : decoded.text;
  if (text.trim() === '') return { message: `${file} is empty` };
  if (text.includes('\0'))
    return { message: `${file} holds a NUL character; allowed: text in UTF-8`, line: text.slice(0, text.indexOf('\0')).split('\n').length };
  return { script: { file, text } };
}

/** A file's hash, length and executable bit. */
export async function hashFile(folder: string, file: string): Promise<Read<{ entry: ItemFile }>> {
  const found = await inside(folder, file);
  if ('message' in found) return found;
  try {
    const stats = await stat(found.real);
    if (!stats.isFile()) return { message: `${file} is ${stats.isDirectory() ? 'a folder' : 'no plain file'}; allowed: a file` };
    if (stats.size > MAX_FILE_BYTES) return { message: `${file} has ${stats.size} bytes; allowed: at most ${MAX_FILE_BYTES}` };
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of createReadStream(found.real)) {
      if (!(chunk instanceof Buffer)) continue;
      hash.update(chunk);
      bytes += chunk.length;
    }
    return { entry: { path: file, sha256: hash.digest('hex'), bytes, executable: (stats.mode & 0o111) !== 0 } };
  } catch (error) {
    return { message: `${file} ${fileTrouble(error)}` };
  }
}
