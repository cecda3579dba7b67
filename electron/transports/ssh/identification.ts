/**
 * The first line of SSH (RFC 4253, 4.2), read before ssh2 sees the connection: a server may send other lines before it,
 * in as many pieces as it likes (ssh2 1.17 loses all but the first two), and what does not speak SSH is told by name.
 */
import type { Duplex } from 'node:stream';
import { printable } from './failure.ts';

/** What this program says of itself; the whole line is sent the moment the connection is open. */
export const OUR_IDENTIFICATION = 'Rounds';

/** The bounds that OpenSSH's client has for the lines before the identification, and one of our own for all of them. */
const MAX_LINE = 8_192;
const MAX_LINES = 1_024;
const MAX_BYTES = 256 * 1_024;
const KEPT_TEXT = 2_048;
/** As ssh2 reads it. 1.99 is a server that speaks 2.0 too. */
const SSH2 = /^SSH-(?:2\.0|1\.99)-[^ ]+(?: .*)?$/;

export type Identification =
  | { kind: 'ssh'; line: string }
  /** It ended before it said what it is. */
  | { kind: 'closed'; said: string; error: string | null }
  | { kind: 'other'; what: string };

/** Takes pieces until it knows. Pure: no stream, no clock. */
export class IdentificationScanner {
  #rest = Buffer.alloc(0);
  #lines = 0;
  #bytes = 0;
  #said = '';

  /** What was said before the identification, at most 2 KiB. */
  get said(): string {
    return this.#said;
  }

  /** Null while more is needed; `after` is what follows the identification. */
  push(piece: Buffer): { result: Identification; after: Buffer } | null {
    this.#bytes += piece.length;
    let data = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    for (;;) {
      const end = data.indexOf(10);
      if (end < 0) break;
      const line = data.subarray(0, end).toString('latin1').replace(/\r$/, '');
      data = data.subarray(end + 1);
      if (SSH2.test(line)) return { result: { kind: 'ssh', line }, after: data };
      const what = foreign(line, ++this.#lines);
      if (what !== null) return { result: { kind: 'other', what }, after: data };
      if (this.#said.length < KEPT_TEXT) this.#said += `${line.slice(0, KEPT_TEXT)}\n`;
    }
    const what = data.length > MAX_LINE ? 'a line without end' : binary(data);
    if (what !== null) return { result: { kind: 'other', what }, after: data };
    if (this.#bytes > MAX_BYTES) return { result: { kind: 'other', what: 'text without end' }, after: data };
    this.#rest = Buffer.from(data);
    return null;
  }
}

/** Why a line is no text that may precede an identification; null when it may. */
function foreign(line: string, count: number): string | null {
  if (/^HTTP\/\d/.test(line)) return `a web server ('${printable(line, 60)}')`;
  if (/^SSH-/.test(line)) return `an identification that is not of SSH 2 ('${printable(line, 60)}')`;
  if (/^(?:220|\* OK|\+OK)[ -]/.test(line)) return `a mail or file server ('${printable(line, 60)}')`;
  if (line.length > MAX_LINE) return 'a line without end';
  if (count > MAX_LINES) return 'text without end';
  return binary(Buffer.from(line, 'latin1'));
}

function binary(data: Buffer): string | null {
  if ((data[0] === 0x15 || data[0] === 0x16) && data[1] === 3) return 'a TLS server';
  return data.some((byte) => byte < 9 || (byte > 13 && byte < 27)) ? 'bytes that are no text' : null;
}

/**
 * Reads a stream up to the end of its identification and puts back what ssh2 is to see: that line and what follows.
 * Ends only with the stream; the caller bounds the time and destroys the stream.
 */
export function readIdentification(stream: Duplex): Promise<Identification> {
  const scanner = new IdentificationScanner();
  return new Promise((resolve) => {
    const finish = (result: Identification) => {
      stream.off('readable', onReadable).off('end', onEnd).off('close', onEnd).off('error', onError);
      resolve(result);
    };
    const onEnd = () => finish({ kind: 'closed', said: printable(scanner.said), error: null });
    const onError = (error: Error) => finish({ kind: 'closed', said: printable(scanner.said), error: error.message });
    const onReadable = () => {
      for (;;) {
        const piece: unknown = stream.read();
        if (!Buffer.isBuffer(piece)) return;
        const found = scanner.push(piece);
        if (found === null) continue;
        if (found.result.kind === 'ssh') stream.unshift(Buffer.concat([Buffer.from(`${found.result.line}\r\n`, 'latin1'), found.after]));
        finish(found.result);
        return;
      }
    };
    // as soon as `finish` takes the last listener away, an error without one would end the program
    stream.on('error', () => undefined);
    if (stream.destroyed || stream.readableEnded) onEnd();
    else stream.on('readable', onReadable).on('end', onEnd).on('close', onEnd).on('error', onError);
  });
}

/**
 * Sends our identification now, and swallows the same line when ssh2 writes it as its first: servers behind a
 * multiplexer wait for it, and what is there already need not be waited for.
 */
export function sendIdentification(stream: Duplex): void {
  stream.write(`SSH-2.0-${OUR_IDENTIFICATION}\r\n`);
  const swallow = () => {
    // back to the stream's own
    Reflect.deleteProperty(stream, 'write');
    return true;
  };
  stream.write = swallow as typeof stream.write;
}
