import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { describeWith, requireRoot } from '../../tests/requirements.ts';
import { dataFolder } from './data-folder.ts';

it.each([
  ['given', { ROUNDS_DATA: '/e', HOME: '/h' }, 'linux', path.resolve('given')],
  [undefined, { ROUNDS_DATA: '/e', HOME: '/h' }, 'linux', '/e'],
  [undefined, { HOME: '/h' }, 'linux', '/h/.local/share/rounds'],
  [undefined, { HOME: '/h', XDG_DATA_HOME: '/x' }, 'linux', '/x/rounds'],
  [undefined, { HOME: '/h', XDG_DATA_HOME: 'relative' }, 'linux', '/h/.local/share/rounds'],
  [undefined, { HOME: '/h', XDG_DATA_HOME: '/x' }, 'darwin', '/h/Library/Application Support/Rounds'],
  [undefined, { APPDATA: '/a', USERPROFILE: '/u' }, 'win32', '/a/Rounds'],
])('%j with %j on %s', (option, env, platform, expected) => expect(dataFolder(option, env, platform)).toBe(expected));
it('says what to do without a home', () => expect(() => dataFolder(undefined, {}, 'linux')).toThrow('no home folder'));

describeWith(requireRoot(), 'a data folder on a full disk', () => {
  it.each(['4k', '24k'])('of %s is told as such', (size) => {
    const place = mkdtempSync(path.join(os.tmpdir(), 'rounds-full-'));
    onTestFinished(() => rmSync(place, { recursive: true, force: true }));
    const script = 'mount -t tmpfs -o size="$1" none "$2" && exec "$3" "$4" --data "$2/data" --json computers';
    const program = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
    const { stdout, status } = spawnSync('unshare', ['-m', 'sh', '-c', script, 'sh', size, place, process.execPath, program], { encoding: 'utf8' });
    expect(status).toBe(70);
    expect(JSON.parse(stdout)).toMatchObject({ type: 'error', kind: 'store/full', message: expect.stringContaining('the disk is full') as string });
  });
});
