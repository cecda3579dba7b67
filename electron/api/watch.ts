import type { IpcMain, IpcMainEvent, WebContents } from 'electron';
import { TOPICS, type Topic, type Topics } from '../../shared/api.ts';

export const WATCH_CHANNEL = 'rounds:watch';
export const UNWATCH_CHANNEL = 'rounds:unwatch';
export const TOPIC_CHANNEL = 'rounds:topic';

/** A view is sent at most ten snapshots a second. */
const INTERVAL_MS = 100;
const MAX_KEY = 200;
/** A page that watches more than this has lost count. */
const MAX_WATCHED = 64;

/** Where snapshots come from: asked when something may have changed, never otherwise. */
export type Sources = { [T in Topic]: (key: string) => Promise<Topics[T]> };

/**
 * Sends the page snapshots of what it watches: the first at once, then whenever `changed` was called, as seldom as ten times a
 * second, and only when it differs from what was sent before.
 */
export class Watches {
  readonly #sources: Sources;
  readonly #contents: WebContents;
  readonly #watched = new Map<string, Watched>();

  constructor(contents: WebContents, sources: Sources) {
    this.#contents = contents;
    this.#sources = sources;
  }

  listen(ipcMain: IpcMain, trusted: (event: IpcMainEvent) => boolean): void {
    const read = (event: IpcMainEvent, topic: unknown, key: unknown): [Topic, string] | null =>
      trusted(event) && TOPICS.includes(topic as Topic) && typeof key === 'string' && key.length <= MAX_KEY ? [topic as Topic, key] : null;
    ipcMain.on(WATCH_CHANNEL, (event, topic: unknown, key: unknown) => {
      const wanted = read(event, topic, key);
      if (wanted) this.watch(...wanted);
    });
    ipcMain.on(UNWATCH_CHANNEL, (event, topic: unknown, key: unknown) => {
      const wanted = read(event, topic, key);
      if (wanted) this.unwatch(...wanted);
    });
  }

  watch(topic: Topic, key: string): void {
    const name = `${topic} ${key}`;
    const there = this.#watched.get(name);
    if (there) {
      there.last = '';
      there.soon();
      return;
    }
    if (this.#watched.size >= MAX_WATCHED) return;
    const watched = new Watched(async () => {
      const value = await this.#sources[topic](key);
      const text = JSON.stringify(value);
      if (text === watched.last || !this.#watched.has(name) || this.#contents.isDestroyed()) return;
      watched.last = text;
      this.#contents.send(TOPIC_CHANNEL, topic, key, value);
    });
    this.#watched.set(name, watched);
    watched.soon();
  }

  unwatch(topic: Topic, key: string): void {
    const name = `${topic} ${key}`;
    this.#watched.get(name)?.stop();
    this.#watched.delete(name);
  }

  /** Something of a topic may have changed: all keys of it, or one. */
  changed(topic: Topic, key?: string): void {
    for (const [name, watched] of this.#watched) {
      if (key === undefined ? name.startsWith(`${topic} `) : name === `${topic} ${key}`) watched.soon();
    }
  }

  /** The page was loaded anew, or is gone. */
  clear(): void {
    for (const watched of this.#watched.values()) watched.stop();
    this.#watched.clear();
  }
}

/** One watched thing: asked again at most ten times a second, and never while it is being asked. */
class Watched {
  last = '';
  readonly #ask: () => Promise<void>;
  #timer: NodeJS.Timeout | null = null;
  #busy = false;
  #again = false;
  #stopped = false;
  #asked = 0;

  constructor(ask: () => Promise<void>) {
    this.#ask = ask;
  }

  soon(): void {
    if (this.#stopped) return;
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#timer ??= setTimeout(() => void this.#run(), Math.max(0, this.#asked + INTERVAL_MS - Date.now()));
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#timer = null;
    this.#busy = true;
    this.#asked = Date.now();
    // What cannot be read just now is asked for again with the next change.
    await this.#ask().catch(() => undefined);
    this.#busy = false;
    if (!this.#again) return;
    this.#again = false;
    this.soon();
  }
}
