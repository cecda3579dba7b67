import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';

const REFUSED = /securitypolicyviolation|Refused to|net::ERR|Not allowed|blocked/i;

/** A page elsewhere that counts who comes. */
async function withElsewhere(work: (url: string, visits: () => number) => Promise<void>): Promise<void> {
  let visits = 0;
  const server = createServer((_request, response) => {
    visits += 1;
    response.end('<h1>elsewhere</h1>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, () => visits);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** The page still answers, and is still ours. */
async function stillHere(page: Page): Promise<void> {
  expect(await page.evaluate(`window.rounds.call('app.info', {}).then(({ ok }) => ok)`)).toBe(true);
  expect(page.url()).toMatch(/^app:\/\/rounds\//);
}

describeWindow('The window is locked', () => {
  it('goes nowhere else, opens nothing, embeds nothing, sends nothing away', () =>
    withElsewhere((url, visits) =>
      withWindow({ data: 'empty', expected: REFUSED }, async ({ app, page }) => {
        const tries = [
          `location.href = ${JSON.stringify(url)}`,
          `location.replace(${JSON.stringify(url)})`,
          `location.href = 'file:///etc/passwd'`,
          `location.href = 'data:text/html,<h1>data</h1>'`,
          `location.href = 'app://other/index.html'`,
          `location.href = 'javascript:void(window.pwned = 1)'`,
          `window.open(${JSON.stringify(url)})`,
          `window.open('app://rounds/')`,
          ...['a', 'form', 'iframe', 'webview', 'object', 'embed', 'img', 'script', 'link'].map(
            (tag) => `(() => {
              const element = document.createElement('${tag}');
              for (const name of ['href', 'action', 'src', 'data']) element.setAttribute(name, ${JSON.stringify(url)});
              if ('${tag}' === 'link') element.rel = 'stylesheet';
              if ('${tag}' === 'a') element.target = '_blank';
              document.body.append(element);
              element.click?.();
              if ('${tag}' === 'form') element.submit();
            })()`,
          ),
          `fetch(${JSON.stringify(url)}).catch(() => undefined)`,
          `navigator.sendBeacon(${JSON.stringify(url)}, 'x')`,
          `void new WebSocket(${JSON.stringify(url.replace('http', 'ws'))})`,
          `void new EventSource(${JSON.stringify(url)})`,
        ];
        for (const attempt of tries) {
          await page.evaluate(`{ try { ${attempt.startsWith('(') ? attempt : attempt} } catch {} }`).catch(() => undefined);
          await stillHere(page);
        }
        expect(await page.evaluate('window.pwned')).toBeUndefined();
        expect(visits()).toBe(0);
        expect(
          await app.evaluate(({ webContents, BrowserWindow }) => [webContents.getAllWebContents().length, BrowserWindow.getAllWindows().length]),
        ).toEqual([1, 1]);
      }),
    ));

  it('refuses every permission but writing to the clipboard', () =>
    withWindow({ data: 'empty', expected: REFUSED }, async ({ page }) => {
      const asked = `Promise.all(['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read', 'persistent-storage', 'background-sync', 'accelerometer'].map(
        async (name) => [name, await navigator.permissions.query({ name }).then(({ state }) => state, () => 'unknown')]))`;
      const states = Object.fromEntries(await page.evaluate<[string, string][]>(asked));
      expect(Object.entries(states).filter(([, state]) => state === 'granted')).toEqual([]);
      const refused = (code: string): Promise<string> =>
        page.evaluate(`Promise.resolve().then(() => ${code}).then(() => 'allowed', (error) => error.name)`);
      expect(await refused('navigator.mediaDevices.getUserMedia({ audio: true, video: true })')).not.toBe('allowed');
      expect(await refused('navigator.mediaDevices.getDisplayMedia({ video: true })')).not.toBe('allowed');
      expect(await refused('navigator.clipboard.readText()')).not.toBe('allowed');
      expect(
        await refused(
          'new Promise((good, bad) => navigator.geolocation.getCurrentPosition(good, bad)).catch((e) => { throw new Error(String(e.code)); })',
        ),
      ).not.toBe('allowed');
      expect(await page.evaluate(`Notification.requestPermission()`)).toBe('denied');
      expect(await refused(`navigator.usb ? navigator.usb.requestDevice({ filters: [] }) : Promise.reject(new Error())`)).not.toBe('allowed');
    }));
});
