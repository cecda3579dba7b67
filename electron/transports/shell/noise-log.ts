import type { ShellStream } from './frame-protocol.ts';

/** What is kept of each stream, characters: enough to explain a failure. */
const KEPT = 8192;

/** What came before the shell answered: banners, login files, error messages. Bounded: the beginning is kept. */
export class NoiseLog {
  readonly #text: Record<ShellStream, string> = { stdout: '', stderr: '' };

  add(stream: ShellStream, data: Buffer): void {
    if (this.#text[stream].length < KEPT) this.#text[stream] = (this.#text[stream] + data.toString('latin1')).slice(0, KEPT);
    // A flood before the prompt must not hide the prompt: its end is kept as well.
    else this.#text[stream] = this.#text[stream].slice(0, KEPT / 2) + (this.#text[stream].slice(KEPT / 2) + data.toString('latin1')).slice(-KEPT / 2);
  }

  includes(stream: ShellStream, token: string): boolean {
    return this.#text[stream].includes(token);
  }

  count(stream: ShellStream, token: string): number {
    return this.#text[stream].split(token).length - 1;
  }

  /** Both streams as a person can read them: one line, control characters taken out, at most 400 characters of each. */
  get text(): string {
    const parts = [this.#text.stdout, this.#text.stderr].map((text) => {
      const clean = Buffer.from(text, 'latin1')
        .toString('utf8')
        .replaceAll(/\x1b\[[0-9;?]*[A-Za-z]/g, '')
        .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
        .trim();
      return clean.length > 400 ? `${clean.slice(0, 200)} ... ${clean.slice(-200)}` : clean;
    });
    return parts.filter((part) => part !== '').join(' / ');
  }
}
