import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';

const ASK = (name: string, request: string): string => `window.rounds.call(${JSON.stringify(name)}, ${request})`;

describeWindow('The gate', () => {
  it('answers what it refuses with an error that has a kind, and goes on', () =>
    withWindow({}, async ({ page }) => {
      expect(await page.evaluate(ASK('no.such.call', '{}'))).toMatchObject({ ok: false, error: { kind: 'usage/call' } });
      expect(await page.evaluate(ASK('__proto__', '{}'))).toMatchObject({ ok: false, error: { kind: 'usage/call' } });
      expect(await page.evaluate(ASK('computers.page', '{ offset: "0; drop table" }'))).toMatchObject({ ok: false, error: { kind: 'input/call' } });
      expect(await page.evaluate(ASK('app.setPreferences', '{ theme: "dark", more: 1 }'))).toMatchObject({
        ok: false,
        error: { kind: 'input/call' },
      });
      expect(await page.evaluate(ASK('computers.get', '{ id: "Acme/none" }'))).toMatchObject({ ok: false, error: { kind: 'usage/computer' } });
      expect(await page.evaluate(ASK('app.info', '{}'))).toMatchObject({ ok: true });
      // Topics that do not exist, and keys of another kind, are not watched.
      await page.evaluate(
        `window.rounds.watch('no-such-topic', '', () => undefined); window.rounds.watch('session', 'x'.repeat(5000), () => undefined)`,
      );
      expect(await page.evaluate(ASK('app.info', '{}'))).toMatchObject({ ok: true });
    }));

  it('answers no other window, even with our page and our preload in it', () =>
    withWindow({}, async ({ app }) => {
      const answers = await app.evaluate(async ({ app: electron, BrowserWindow }) => {
        const preload = `${electron.getAppPath()}/electron/preload.cjs`;
        const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true, contextIsolation: true } });
        await other.loadURL('app://rounds/');
        const call = (code: string): Promise<unknown> => other.webContents.executeJavaScript(code) as Promise<unknown>;
        const info = await call(`window.rounds.call('app.info', {})`);
        const watched = await call(
          `new Promise((resolve) => { window.rounds.watch('status', '', () => resolve('told')); setTimeout(() => resolve('nothing'), 500); })`,
        );
        other.destroy();
        return { info, watched };
      });
      expect(answers).toEqual({
        info: { ok: false, error: { kind: 'usage/sender', message: 'Not for this page', details: {} } },
        watched: 'nothing',
      });
    }));
});
