import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * When a source was last changed: the newest file below a place, tests left out; milliseconds.
 * @param {string} place
 * @returns {number}
 */
export function newest(place) {
  const about = statSync(place);
  if (!about.isDirectory()) return about.mtimeMs;
  let latest = about.mtimeMs;
  for (const entry of readdirSync(place, { withFileTypes: true })) {
    if (entry.isDirectory() || !/\.test\.tsx?$/.test(entry.name)) latest = Math.max(latest, newest(path.join(place, entry.name)));
  }
  return latest;
}
