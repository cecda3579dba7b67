import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Session } from 'electron';

/** Where the page lives: the only origin that there is. */
export const ORIGIN = 'app://rounds';
/** What stands in index.html where the nonce of a load goes. */
const NONCE_PLACE = /__NONCE__/g;

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
};

/** Nothing but our own files, and styles only with the nonce of this load. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
}

/** The file below `folder` that a URL of the page names, or null: another origin, a way out of the folder, no type that we know. */
export function fileOf(folder: string, url: string): { file: string; type: string } | null {
  let parsed: URL;
  let name: string;
  try {
    parsed = new URL(url);
    name = decodeURIComponent(parsed.pathname);
  } catch {
    return null;
  }
  if (`${parsed.protocol}//${parsed.host}` !== ORIGIN || /[\0\\]/.test(name)) return null;
  const file = path.resolve(folder, `.${name === '/' ? '/index.html' : name}`);
  const type = TYPES[path.extname(file)];
  return type !== undefined && file.startsWith(folder + path.sep) ? { file, type } : null;
}

/**
 * Serves the page's files, read-only, to the one session that the window has; its scripts once `ready`, so that the page can
 * come up beside what answers it.
 */
export function servePage(session: Session, folder: string, ready: Promise<unknown>): void {
  session.protocol.handle('app', async (request) => {
    const found = request.method === 'GET' ? fileOf(folder, request.url) : null;
    if (!found) return new Response('Not found', { status: 404 });
    const headers: Record<string, string> = {
      'content-type': found.type,
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
    };
    try {
      if (found.type.startsWith('text/javascript')) await ready;
      if (!found.type.startsWith('text/html')) return new Response(await readFile(found.file), { headers });
      const nonce = randomBytes(16).toString('base64');
      const text = (await readFile(found.file, 'utf8')).replace(NONCE_PLACE, nonce);
      return new Response(text, { headers: { ...headers, 'content-security-policy': contentSecurityPolicy(nonce) } });
    } catch {
      return new Response('Not found', { status: 404 });
    }
  });
}
