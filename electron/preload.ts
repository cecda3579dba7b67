/** The one bridge between the page and the engine: named calls, watched topics, and nothing of Electron's. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { ApiAnswer, Bridge, Topic } from '../shared/api.ts';

const listeners = new Map<string, Set<(value: never) => void>>();
const last = new Map<string, unknown>();

ipcRenderer.on('rounds:topic', (_event, topic: string, key: string, value: unknown) => {
  const name = `${topic} ${key}`;
  last.set(name, value);
  for (const listener of listeners.get(name) ?? []) (listener as (value: unknown) => void)(value);
});

function watch(topic: Topic, key: string, listener: (value: never) => void): () => void {
  const name = `${topic} ${key}`;
  const there = listeners.get(name);
  if (there) {
    there.add(listener);
    if (last.has(name)) (listener as (value: unknown) => void)(last.get(name));
  } else {
    listeners.set(name, new Set([listener]));
    ipcRenderer.send('rounds:watch', topic, key);
  }
  return () => {
    const set = listeners.get(name);
    set?.delete(listener);
    if (!set || set.size > 0) return;
    listeners.delete(name);
    last.delete(name);
    ipcRenderer.send('rounds:unwatch', topic, key);
  };
}

/** The path of a file that somebody dropped; empty for one that a script made. Electron before 32 has it on the file itself. */
const pathOf = (file: File): string => (webUtils as typeof webUtils | undefined)?.getPathForFile(file) ?? (file as { path?: string }).path ?? '';

/** The page's, of which the compiler knows nothing here. */
interface Dropped {
  isTrusted: boolean;
  dataTransfer: { files: ArrayLike<File> } | null;
}
declare const window: { addEventListener(type: 'drop', listener: (event: Dropped) => void, capture: true): void };

// Only what a person dropped: its path goes to the main process, the page is never told it and cannot name one.
window.addEventListener(
  'drop',
  (event) => {
    const file = event.isTrusted ? event.dataTransfer?.files[0] : undefined;
    const path = file ? pathOf(file) : '';
    if (path !== '') ipcRenderer.send('rounds:dropped', path);
  },
  true,
);

const bridge = {
  call: (name, request) => ipcRenderer.invoke('rounds:call', name, request) as Promise<ApiAnswer<never>>,
  watch: (topic, key, listener) => watch(topic, key, listener),
  onCommand: (listener) => {
    const forward = (_event: unknown, command: string): void => listener(command);
    ipcRenderer.on('rounds:command', forward);
    return () => ipcRenderer.off('rounds:command', forward);
  },
} satisfies Bridge;

contextBridge.exposeInMainWorld('rounds', bridge);
