import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ANSWERS, LOGS } from '../answers.ts';
import { describeWindow, withWindow } from '../harness.ts';

describeWindow('The page is isolated', () => {
  it('runs sandboxed, isolated, without Node, with every safe default', () =>
    withWindow({ data: 'empty' }, async ({ app }) => {
      const preferences = await app.evaluate(({ BrowserWindow }) => {
        // Not in the types; what Electron decided in the end.
        const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
        return contents.getLastWebPreferences();
      });
      expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false });
      expect(preferences['webSecurity'] ?? true).toBe(true);
      for (const off of ['nodeIntegrationInWorker', 'nodeIntegrationInSubFrames', 'allowRunningInsecureContent', 'experimentalFeatures']) {
        expect(preferences[off] ?? false, off).toBe(false);
      }
      expect(preferences['enableBlinkFeatures'] ?? '').toBe('');
    }));

  it('gives the page nothing but the bridge', () =>
    withWindow({ data: 'empty' }, async ({ page }) => {
      const globals = `['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer', '__dirname'].filter((name) => name in window)`;
      expect(await page.evaluate(globals)).toEqual([]);
      expect(await page.evaluate(`Object.keys(window.rounds).sort()`)).toEqual(['call', 'onCommand', 'watch']);
      // Nobody can put his own in its place, to listen to what the page asks.
      expect(
        await page.evaluate(
          `(() => { try { window.rounds.call = 1; } catch {} try { window.rounds = 1; } catch {} return typeof window.rounds.call; })()`,
        ),
      ).toBe('function');
      // A listener is given the value alone, never an event with a sender, and can be taken away.
      expect(
        await page.evaluate(
          `new Promise((resolve) => {
            let values = null;
            // What is known already is given at once, before the call is over.
            const stop = window.rounds.watch('status', '', (...given) => { values = given; });
            const look = () => values === null ? setTimeout(look, 10) : resolve([values.length, Object.keys(values[0]).includes('sender'), typeof stop]);
            look();
          })`,
        ),
      ).toEqual([1, false, 'function']);
    }));

  it('has no bridge in a frame or window that it makes', () =>
    withWindow({ data: 'empty', expected: /frame|Refused|securitypolicyviolation/i }, async ({ page }) => {
      const inFrame = `new Promise((resolve) => {
        const frame = document.createElement('iframe');
        frame.onload = () => resolve(typeof frame.contentWindow.rounds);
        document.body.append(frame);
      })`;
      expect(await page.evaluate(inFrame)).toBe('undefined');
      expect(await page.evaluate(`window.open('about:blank')`)).toBe(null);
    }));

  it('is never told a secret, nor does one stand in a log', () =>
    withWindow({ data: 'lab-ran' }, async ({ page, lab }) => {
      const told = (await page.evaluate<string>(ANSWERS)) + (await page.evaluate<string>(LOGS));
      const key = readFileSync(lab.keyFile, 'utf8').split('\n')[1] ?? '';
      expect(told).toContain('lab-token');
      for (const secret of [...Object.values(lab.secrets), key]) {
        expect(secret.length).toBeGreaterThan(8);
        for (const form of [secret, Buffer.from(secret).toString('base64').replace(/=+$/, ''), encodeURIComponent(secret)])
          expect(told.includes(form)).toBe(false);
      }
    }));
});
