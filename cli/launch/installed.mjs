import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** @param {string} root */
const stampOf = (root) => path.join(root, 'node_modules', '.cache', 'rounds-installed');

/** @param {string} root */
function wantedStamp(root) {
  const lock = read(path.join(root, 'package-lock.json')) ?? '';
  return `${createHash('sha256').update(lock).digest('hex')} ${process.platform} ${process.arch}\n`;
}

/**
 * Remembers that what lies in node_modules is what the lock file asks for.
 * @param {string} root
 */
export function markInstalled(root) {
  try {
    mkdirSync(path.dirname(stampOf(root)), { recursive: true });
    writeFileSync(stampOf(root), wantedStamp(root));
  } catch {
    // A folder that cannot be written to: it is compared again at the next start.
  }
}

/**
 * Whether npm's own note of what it installed names everything that the lock file asks for here. Packages of other platforms may be missing.
 * @param {string} lockText
 * @param {string} noteText
 */
export function matchesLock(lockText, noteText) {
  try {
    const lock = JSON.parse(lockText).packages;
    const note = JSON.parse(noteText).packages;
    return Object.entries(lock).every(([name, wanted]) => {
      if (name === '') return true;
      const there = note[name];
      return there ? there.version === wanted.version && there.integrity === wanted.integrity : wanted.optional === true;
    });
  } catch {
    return false;
  }
}

/**
 * Whether node_modules is what package-lock.json asks for: by our own mark, or, where somebody ran npm himself, by npm's note.
 * @param {string} root
 */
export function isInstalled(root) {
  if (read(stampOf(root)) === wantedStamp(root)) return true;
  const lock = read(path.join(root, 'package-lock.json'));
  const note = read(path.join(root, 'node_modules', '.package-lock.json'));
  if (lock === null || note === null || !matchesLock(lock, note)) return false;
  markInstalled(root);
  return true;
}
