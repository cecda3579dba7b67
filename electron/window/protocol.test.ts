import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, fileOf } from './protocol.ts';

const FOLDER = path.resolve('/srv/rounds/renderer');

describe('What a URL of the page names', () => {
  it.each([
    ['app://rounds/', 'index.html'],
    ['app://rounds/app.js', 'app.js'],
    ['app://rounds/chunks/a-1.js?x=1#y', 'chunks/a-1.js'],
  ])('%s', (url, file) => expect(fileOf(FOLDER, url)?.file).toBe(path.join(FOLDER, file)));

  it.each([
    'app://rounds/..%2fpackage.json.js',
    'app://rounds/%2e%2e/%2e%2e/main.js',
    'app://rounds/..%2f..%2f..%2f..%2fetc%2fpasswd.svg',
    'app://rounds/%5c..%5c..%5cmain.js',
    'app://rounds/a%00.js',
    'app://rounds/%E0%A4%A.js',
    'app://rounds//etc/passwd',
    'app://rounds/secret.db',
    'app://rounds/',
    'app://other/app.js',
    'app://rounds.example/app.js',
    'app://user@other/app.js',
    'file:///srv/rounds/renderer/app.js',
    'https://rounds/app.js',
    'nothing',
  ])('%s leads nowhere outside', (url) => {
    const file = fileOf(FOLDER, url)?.file;
    expect(file === undefined || file.startsWith(FOLDER + path.sep)).toBe(true);
    if (!url.endsWith('rounds/')) expect(file === undefined || url.includes('%2e')).toBe(true);
  });
});

describe('The policy', () => {
  it('allows our own files and nothing else', () =>
    expect(contentSecurityPolicy('N').split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'nonce-N'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "object-src 'none'",
    ]));
});
