import { expect, it } from 'vitest';
import { remoteDesktopFile } from './remote-desktop.ts';

it('names the address and the user, asks for the password and never brings one', () => {
  expect(remoteDesktopFile({ host: 'dc-1.acme.example', user: 'ACME\\admin' })).toBe(
    'full address:s:dc-1.acme.example\r\nusername:s:ACME\\admin\r\nprompt for credentials:i:1\r\nauthentication level:i:2\r\nredirectdrives:i:0\r\nredirectclipboard:i:1\r\n',
  );
  expect(remoteDesktopFile({ host: 'fe80::1' })).toContain('full address:s:[fe80::1]\r\n');
});

it.each([
  [{ host: 'a\r\nalternate shell:s:calc.exe' }],
  [{ host: 'a b' }],
  [{ host: '' }],
  [{ host: '-x' }],
  [{ host: 'a', user: 'u\nalternate shell:s:calc.exe' }],
  [{ host: 'a', user: 'u\u2028x' }],
])('is not made of %j', (target) => {
  expect(remoteDesktopFile(target)).toBeNull();
});
