import path from 'node:path';
import { expect, it } from 'vitest';
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
