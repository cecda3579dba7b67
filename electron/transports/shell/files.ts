import { createHash } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { messageOf, RoundsError } from '../../../shared/errors.ts';
import type { Connection, Outcome } from '../transport.ts';
import type { RawOutput } from './queued-script.ts';
import { quote } from './quote.ts';

/** Runs one of Rounds' own scripts in the queue. */
export type RunOwn = (text: string, env: Record<string, string>, raw: RawOutput) => Promise<Outcome>;

type PushedFile = Parameters<Connection['putFiles']>[0][number];

/** Bytes of a file that go into one script. */
const PIECE_BYTES = 384 * 1024;
/** Up to this size a file is written by the shell alone; beyond it `base64` saves bytes on the way. */
const PLAIN_BYTES = 4096;
/** What is kept of an error message, characters. */
const ERROR_TEXT = 2000;

/**
 * Bytes as the format of `printf`, which every shell has built in: no process, and NUL is no problem.
 * Letters, digits and some signs stand for themselves, all else as three octal digits.
 */
function printfFormat(bytes: Buffer): string {
  const text = Array.from(bytes, (byte) => FORMAT[byte]).join('');
  // A format that begins with - would be an option.
  return text.startsWith('-') ? `\\055${text.slice(1)}` : text;
}

const FORMAT = Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  return /[A-Za-z0-9 ./:;,=_#<>()[\]{}"$&*+!?@^|~-]/.test(character) ? character : `\\${byte.toString(8).padStart(3, '0')}`;
});

/** The command that appends bytes to "$f". */
function appendCommand(bytes: Buffer): string {
  if (bytes.length === 0) return ': >>"$f" || exit 1\n';
  const plain = () => `printf ${quote(printfFormat(bytes))} >>"$f" || exit 1\n`;
  if (bytes.length <= PLAIN_BYTES) return plain();
  return `printf %s ${bytes.toString('base64')} | base64 -d >>"$f" || exit 1\n`;
}

/** The same without base64, for computers that have none. */
function plainCommand(bytes: Buffer): string {
  return bytes.length === 0 ? ': >>"$f" || exit 1\n' : `printf ${quote(printfFormat(bytes))} >>"$f" || exit 1\n`;
}

async function own(run: RunOwn, text: string, env: Record<string, string>): Promise<string> {
  let stdout = '';
  let stderr = '';
  const outcome = await run(text, env, (stream, data) => {
    if (stream === 'stdout') stdout += data.toString('utf8');
    else stderr = (stderr + data.toString('utf8')).slice(0, ERROR_TEXT);
  });
  if (outcome.kind === 'exited' && outcome.status === 0) return stdout;
  throw new Error(stderr.trim() || describe(outcome));
}

function describe(outcome: Outcome): string {
  if (outcome.kind === 'exited') return `status ${outcome.status}`;
  return 'message' in outcome ? outcome.message : outcome.kind;
}

/**
 * Writes files into `folder` on the computer, through the shell: it needs no sftp and no second channel, and works under sudo.
 * What arrived is compared by sha256 where the computer can.
 * @throws RoundsError `transport/put-file`.
 */
export async function putFiles(run: RunOwn, folder: string, files: PushedFile[]): Promise<void> {
  let current = '';
  try {
    const tools = await own(run, 'mkdir -p -m 700 "$d" && for c in base64 sha256sum; do command -v $c >/dev/null && echo $c; done; [ -d "$d" ]', {
      d: folder,
    });
    const append = tools.includes('base64') ? appendCommand : plainCommand;
    const sums = tools.includes('sha256sum');
    for (const file of files) {
      current = file.path;
      checkPath(file.path);
      const content = await readFile(file.source);
      const hash = createHash('sha256').update(content).digest('hex');
      if (hash !== file.sha256) throw new Error(`its content is not what was hashed: ${file.source} changed meanwhile`);
      const env = { f: `${folder}/${file.path}`, h: hash };
      for (let at = 0; at === 0 || at < content.length; at += PIECE_BYTES) {
        const piece = content.subarray(at, at + PIECE_BYTES);
        const first = at === 0 ? 'mkdir -p "${f%/*}" && : >"$f" || exit 1\n' : '';
        const last = at + PIECE_BYTES >= content.length ? finish(file.executable, sums) : '';
        await own(run, first + append(piece) + last, env);
      }
    }
  } catch (error) {
    throw new RoundsError('transport/put-file', `${current || folder} could not be written to ${folder}: ${messageOf(error)}`, {}, error);
  }
}

function finish(executable: boolean, sums: boolean): string {
  const check = 's=$(sha256sum <"$f") && [ "${s%% *}" = "$h" ] || { echo "what arrived differs from what was sent" >&2; exit 1; }\n';
  return `chmod ${executable ? 700 : 600} "$f" || exit 1\n${sums ? check : ''}`;
}

function checkPath(path: string): void {
  const parts = path.split('/');
  if (path === '' || path.includes('\0') || parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new Error(`'${path}' is no path inside a folder`);
  }
}

/** Copies one file from the computer, byte by byte as it is, and puts it in place when it is complete. @throws RoundsError `transport/get-file`. */
export async function getFile(run: RunOwn, remotePath: string, localPath: string): Promise<void> {
  const part = `${localPath}.part`;
  try {
    let stderr = '';
    const file = await open(part, 'w', 0o600);
    let outcome: Outcome;
    let written = Promise.resolve();
    try {
      outcome = await run('exec cat <"$f"', { f: remotePath }, (stream, data) => {
        if (stream === 'stdout') return (written = written.then(() => file.writeFile(data)));
        stderr = (stderr + data.toString('utf8')).slice(0, ERROR_TEXT);
      });
      await written;
    } finally {
      await written.catch(() => undefined);
      await file.close();
    }
    if (outcome.kind !== 'exited' || outcome.status !== 0) throw new Error(stderr.trim() || describe(outcome));
    await rename(part, localPath);
  } catch (error) {
    await rm(part, { force: true });
    throw new RoundsError('transport/get-file', `${remotePath} could not be read: ${messageOf(error)}`, {}, error);
  }
}
