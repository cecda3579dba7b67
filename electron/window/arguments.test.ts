import { describe, expect, it } from 'vitest';
import { windowArguments } from './arguments.ts';

describe('What the window is started with', () => {
  it('takes a data folder, from where one stands', () => {
    expect(windowArguments(['--data', 'here'], true, '/home/a').data).toBe('/home/a/here');
    expect(windowArguments(['--data=/there'], true, '/home/a').data).toBe('/there');
    expect(windowArguments([], true, '/').data).toBeUndefined();
  });

  it.each([
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '--inspect',
    '--inspect-brk=0',
    '--no-sandbox',
    '--disable-web-security',
    '--load-extension=/tmp/x',
    '--js-flags=--expose-gc',
    '--language=en-XA',
    '-r',
    'https://example.com',
    'rounds://session/1',
    '/etc/passwd',
  ])('the packaged program refuses %s', (argument) => {
    expect(() => windowArguments([argument], true, '/')).toThrow(expect.objectContaining({ kind: 'usage/argument' }));
    expect(() => windowArguments(['--data', '/d', argument], true, '/')).toThrow(expect.objectContaining({ kind: 'usage/argument' }));
  });

  it('refuses --data without a folder', () => {
    expect(() => windowArguments(['--data'], true, '/')).toThrow(expect.objectContaining({ kind: 'usage/argument' }));
    expect(() => windowArguments(['--data='], false, '/')).toThrow(expect.objectContaining({ kind: 'usage/argument' }));
  });

  it('in a clone leaves the rest to Electron, and takes a language that is one', () => {
    expect(windowArguments(['--remote-debugging-port=0', '--language=en-XA'], false, '/')).toEqual({ data: undefined, language: 'en-XA' });
    expect(() => windowArguments(['--language=en&x=<script>'], false, '/')).toThrow(expect.objectContaining({ kind: 'usage/argument' }));
  });
});
