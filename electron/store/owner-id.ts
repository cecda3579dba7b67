import { readFile } from 'node:fs/promises';
import { uptime } from 'node:os';

/**
 * `<pid>-<start time>-<boot id>` of this process: no two processes that ever ran on this computer share it, although
 * process ids come again. Linux tells start (clock ticks since boot) and boot exactly; elsewhere both are milliseconds
 * since 1970, the boot's to about ten seconds, since it is reckoned from a clock that may be set.
 */
export async function ownerId(): Promise<string> {
  try {
    const [stat, boot] = await Promise.all([readFile('/proc/self/stat', 'utf8'), readFile('/proc/sys/kernel/random/boot_id', 'utf8')]);
    // The second field is the program's name in parentheses, which may hold anything; field 22 is the start time.
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    if (started !== undefined && /^\d+$/.test(started)) return `${process.pid}-${started}-${boot.trim()}`;
  } catch {
    // Not Linux, or /proc is not there.
  }
  const boot = Math.round((Date.now() / 1000 - uptime()) / 10) * 10_000;
  return `${process.pid}-${Math.round(performance.timeOrigin)}-${boot}`;
}
