import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LaunchError } from './launch-error.mjs';

/** A lock without the number of its owner is one that is just being made, or that was left in that instant, milliseconds. */
const NAMELESS_MS = 5_000;

/** @param {string} folder */
function ownerGone(folder) {
  try {
    const pid = Number(readFileSync(path.join(folder, 'pid'), 'utf8'));
    if (Number.isInteger(pid) && pid > 0) {
      process.kill(pid, 0);
      return false;
    }
  } catch (error) {
    if (error.code === 'ESRCH') return true;
    if (error.code === 'EPERM') return false;
  }
  try {
    return Date.now() - statSync(folder).mtimeMs > NAMELESS_MS;
  } catch {
    return false;
  }
}

/** How long a lock must have stayed ours before it counts: two that find the same left-over lock may each remove the other's, milliseconds. */
const SETTLE_MS = 50;

/**
 * Takes the lock if it is free: a folder, because making one either works or does not. The lock of a process that is gone is free.
 * @param {string} folder
 * @returns {Promise<(() => void) | null>} the way to let go
 */
export async function tryLock(folder) {
  const cannot = (/** @type {Error} */ error) => new LaunchError(`Nothing can be installed here: ${error.message}`);
  try {
    mkdirSync(path.dirname(folder), { recursive: true });
  } catch (error) {
    throw cannot(error);
  }
  try {
    if (ownerGone(folder)) rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
  } catch (error) {
    // Another start was quicker, in making it or in removing what was left.
    if (error.code === 'EEXIST' || error.code === 'ENOTEMPTY') return null;
    throw cannot(error);
  }
  const owner = path.join(folder, 'pid');
  try {
    writeFileSync(owner, String(process.pid));
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    if (readFileSync(owner, 'utf8') !== String(process.pid)) return null;
  } catch {
    return null;
  }
  return () => rmSync(folder, { recursive: true, force: true });
}
