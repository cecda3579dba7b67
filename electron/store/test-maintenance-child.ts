/**
 * A process that makes or brings back a backup, for the tests that kill it: `node test-maintenance-child.ts TASK FOLDER FILE [STEP]`.
 * With STEP it ends itself before so many steps of putting a restore in place, as if it had been killed there.
 */
import fs, { existsSync, readdirSync, writeSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { dirname } from 'node:path';
import { RoundsError } from '../../shared/errors.ts';

const [task = '', folder = '', file = '', step] = process.argv.slice(2);
if (step !== undefined) {
  const { renameSync } = fs;
  let left = Number(step);
  fs.renameSync = (...args) => {
    if (left === 0) process.kill(process.pid, 'SIGKILL');
    left -= 1;
    renameSync(...args);
  };
  syncBuiltinESMExports();
}
const { makeBackup } = await import('./backup-file.ts');
const { commitRestore, prepareRestore } = await import('./restore.ts');
const place = dirname(task === 'backup' ? file : folder);

if (step === undefined) writeSync(1, ' ');
try {
  if (task === 'backup') makeBackup({ folder, file, vault: null, program: 'test', now: 0 });
  else commitRestore(prepareRestore({ folder, file, vault: true, now: Date.now() }));
  writeSync(1, JSON.stringify({ kind: 'done' }));
} catch (error) {
  const left = existsSync(place) ? readdirSync(place, { recursive: true }).filter((name) => !/^(data|data\/opening\.lock)$/.test(String(name))) : [];
  writeSync(1, JSON.stringify({ kind: error instanceof RoundsError ? error.kind : String(error), left }));
}
