/** To which files entries of the set-up belong. */
import { stat } from 'node:fs/promises';
import { shownPath } from '../catalogue/yaml-file.ts';
import type { SetUpEntry } from '../store/store.ts';

const FILE = 'file:';
/** What the window makes is its own as well as that of the files that name it: an apply of files never removes it. */
export const WINDOW = 'window';
/** The source of recommended deployments that were taken over. */
export const ADOPTED = 'adopted';

/** A file as entries name it. @param file absolute. */
export const fileSource = (file: string): string => `${FILE}${file}`;
/** The set-up files that name an entry, as people read them. */
export const filesNaming = ({ sources }: { sources: readonly string[] }): string[] =>
  sources.filter((source) => source.startsWith(FILE)).map(sourceText);
/** A source as people read it. */
export const sourceText = (source: string): string =>
  source.startsWith(FILE) ? shownPath(source.slice(FILE.length)) : source === ADOPTED ? 'rounds adopt' : source === WINDOW ? 'the window' : source;

/** Those of the entries' sources that are gone: files that were removed or renamed name nothing any more. */
export async function goneSources(entries: readonly SetUpEntry[]): Promise<Set<string>> {
  const files = [...new Set(entries.flatMap((entry) => entry.sources))].filter((source) => source.startsWith(FILE));
  const gone = await Promise.all(files.map((source) => isGone(source.slice(FILE.length))));
  return new Set(files.filter((_, index) => gone[index]));
}

async function isGone(file: string): Promise<boolean> {
  try {
    await stat(file);
    return false;
  } catch (error) {
    // Only what is surely not there: a folder that may not be read just now may well hold it.
    return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
  }
}

/** What one apply makes of the sources of entries. */
export interface Ownership {
  /** The files of this apply. */
  applied: ReadonlySet<string>;
  /** What the files do not name goes, whoever named it. */
  prune: boolean;
  gone: ReadonlySet<string>;
}

/** The sources besides the files of this apply. */
export function otherSources({ sources }: { sources: readonly string[] }, { applied, prune }: Ownership): string[] {
  return prune ? [] : sources.filter((source) => !applied.has(source));
}

/** The other sources that still hold an entry. */
export function holders(entry: { sources: readonly string[] }, ownership: Ownership): string[] {
  return otherSources(entry, ownership).filter((source) => !ownership.gone.has(source));
}

/** Whether these files named an entry earlier. */
export const wasOurs = ({ sources }: { sources: readonly string[] }, { applied }: Ownership): boolean =>
  sources.some((source) => applied.has(source));

/** For a warning: these files no longer name it, but others do. */
export const staysBecause = (what: string, held: readonly string[]): string => `${what}: kept, because ${sourcesText(held)} too`;

/** For a warning: others that are not applied now say something else of it; which of them is right is not for us to say. */
export function saysOtherwise(what: string, held: readonly string[]): string[] {
  return held.length === 0 ? [] : [`${what}: changed, though ${sourcesText(held)} too and may say otherwise; whichever is applied last holds`];
}

const sourcesText = (sources: readonly string[]): string => `${sources.map(sourceText).join(' and ')} ${sources.length === 1 ? 'names' : 'name'} it`;
