import { expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../../electron/window/protocol.ts';
import { describeWindow, withWindow } from '../harness.ts';

const ASK = (url: string): string =>
  `fetch(${JSON.stringify(url)}).then(async (answer) => ({ status: answer.status, policy: answer.headers.get('content-security-policy'), sniff: answer.headers.get('x-content-type-options'), text: (await answer.text()).slice(0, 2000) }))`;

interface Answer {
  status: number;
  policy: string | null;
  sniff: string | null;
  text: string;
}

describeWindow('The policy of the page', () => {
  it('is exactly ours, with a nonce of its own for each load', () =>
    withWindow({ data: 'empty' }, async ({ page }) => {
      const nonces = new Set<string>();
      for (let load = 0; load < 3; load += 1) {
        const { policy, sniff, text } = await page.evaluate<Answer>(ASK('/'));
        const nonce = /'nonce-([^']+)'/.exec(policy ?? '')?.[1] ?? '';
        expect(policy).toBe(contentSecurityPolicy(nonce));
        expect(Buffer.from(nonce, 'base64').length).toBe(16);
        expect(text).toContain(`nonce="${nonce}"`);
        expect(text).not.toContain('__NONCE__');
        expect(sniff).toBe('nosniff');
        nonces.add(nonce);
      }
      expect(nonces.size).toBe(3);
    }));

  it('lets no script or style in that is not ours, and compiles no text', () =>
    withWindow({ data: 'empty', expected: /securitypolicyviolation|Refused to/ }, async ({ page, problems }) => {
      await page.evaluate(`{
        const script = document.createElement('script');
        script.textContent = 'window.pwned = "script"';
        document.head.append(script);
        document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.pwned = 1"><svg onload="window.pwned = 2"></svg>');
        const style = document.createElement('style');
        style.textContent = 'body { outline: 7px solid red }';
        document.head.append(style);
      }`);
      // Inside the page's own code, not the test's: what Playwright evaluates is exempt.
      const compiled = `new Promise((resolve) => {
        const button = document.createElement('button');
        button.addEventListener('click', () => { try { resolve((0, eval)('"compiled"')); } catch (error) { resolve(error.name); } });
        document.body.append(button);
        setTimeout(() => button.click());
      })`;
      expect(await page.evaluate(compiled)).toBe('EvalError');
      expect(await page.evaluate(`getComputedStyle(document.body).outlineWidth`)).not.toBe('7px');
      expect(await page.evaluate('window.pwned')).toBeUndefined();
      expect(problems.some((problem) => problem.includes('securitypolicyviolation script-src-elem inline'))).toBe(true);
      expect(problems.some((problem) => problem.includes('securitypolicyviolation script-src-attr inline'))).toBe(true);
      expect(problems.some((problem) => problem.includes('securitypolicyviolation style-src-elem inline'))).toBe(true);
    }));

  it('serves its own files only, read-only', () =>
    withWindow({ data: 'empty', expected: /404|Failed to load/ }, async ({ page }) => {
      for (const url of ['/app.js', '/app.css', '/']) expect((await page.evaluate<Answer>(ASK(url))).status, url).toBe(200);
      for (const url of [
        '/../package.json',
        '/..%2fpackage.json',
        '/%2e%2e/electron/main.cjs',
        '/..%5cpackage.json',
        '//etc/passwd',
        '/preferences.json',
      ]) {
        const { status, text } = await page.evaluate<Answer>(ASK(`app://rounds${url}`));
        expect([url, status, text]).toEqual([url, 404, 'Not found']);
      }
      expect(await page.evaluate(`fetch('/app.js', { method: 'POST', body: 'x' }).then(({ status }) => status)`)).toBe(404);
    }));
});
