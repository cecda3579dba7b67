import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';
import { recorded } from '../sessions.ts';

/** The list of sessions, below why they failed. */
const sessions = (page: Page) => page.getByRole('grid', { name: 'Sessions' }).getByRole('row');

describeWindow('Retry of what failed', () => {
  it('makes a child session of a session that failed, and leaves the parent as it was', () =>
    withWindow({ data: 'lab-ran' }, async ({ page, lab }) => {
      const parent = (await recorded(lab)).find(({ computer }) => computer === 'till-1');
      await page.getByRole('link', { name: 'History' }).click();
      await sessions(page).filter({ hasText: 'till-1' }).dblclick();
      await page.getByRole('button', { name: 'Retry 3 failed' }).click();
      await page.getByText('0 running, 0 queued, 1 ended').waitFor();
      const child = (await recorded(lab)).find((session) => session.parent === parent?.id);
      expect(child?.status).toBe('failed');
      expect((await recorded(lab)).find(({ id }) => id === parent?.id)).toEqual(parent);

      await page.getByRole('link', { name: 'History' }).click();
      await sessions(page).filter({ hasText: 'till-1' }).first().dblclick();
      const family = page.getByRole('navigation', { name: 'Retries' });
      await family.waitFor();
      expect(await family.getByRole('link').count()).toBe(2);
    }));

  it('begins by its key only after one has seen what it takes up', () =>
    withWindow({ data: 'lab-ran' }, async ({ page, lab }) => {
      const before = (await recorded(lab)).length;
      await page.getByRole('link', { name: 'History' }).click();
      await sessions(page).filter({ hasText: 'till-1' }).dblclick();
      await page.getByRole('button', { name: 'Retry 3 failed' }).waitFor();
      await page.keyboard.press('Shift+R');
      const dialog = page.getByRole('dialog', { name: 'Retry on till-1' });
      expect(await dialog.locator('[role=img]').count()).toBe(3);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      expect((await recorded(lab)).length).toBe(before);
      await page.keyboard.press('Shift+R');
      await dialog.getByRole('button', { name: 'Retry' }).click();
      await page.getByText('0 running, 0 queued, 1 ended').waitFor();
    }));

  it('takes two chosen actions, what they need and what they blocked, and leaves the others', () =>
    withWindow({ data: 'lab-ran' }, async ({ page, lab }) => {
      const parent = (await recorded(lab)).find(({ computer }) => computer === 'web-2');
      await page.getByRole('link', { name: 'History' }).click();
      await sessions(page).filter({ hasText: 'web-2' }).dblclick();
      await page.getByRole('button', { name: 'Retry 6 failed' }).waitFor();
      for (const name of ['Select Read-only setting', 'Select Certificate']) await page.getByRole('checkbox', { name }).check();
      await page.getByRole('button', { name: 'Retry 2 chosen' }).click();
      await page.getByText('0 running, 0 queued, 1 ended').waitFor();
      const child = (await recorded(lab)).find((session) => session.parent === parent?.id);
      const names = await page.evaluate<string[]>(
        `new Promise((resolve) => window.rounds.watch('session', ${JSON.stringify(child?.id)}, (view) => resolve(view.actions.map((action) => action.itemName))))`,
      );
      expect(names).toEqual(expect.arrayContaining(['Read-only setting', 'Certificate']));
      expect(names.length).toBeLessThan(6);
    }));

  it('is offered by cause, with the button that helps', () =>
    withWindow({ data: 'lab-ran' }, async ({ page, lab }) => {
      await page.getByRole('link', { name: 'History' }).click();
      const causes = page.getByRole('region', { name: 'Why it did not pass' });
      const certificate = causes.getByRole('row').filter({ hasText: 'Certificate: The set ended with a failure.' });
      await certificate.getByText('Acme/web-2').waitFor();
      await causes.getByRole('row').filter({ hasText: 'Globex/attic-1' }).getByRole('button', { name: 'Retry when they answer' }).waitFor();
      await certificate.getByRole('button', { name: 'Retry' }).click();
      await page.getByText('0 running, 0 queued, 1 ended').waitFor();
      const children = (await recorded(lab)).filter((session) => session.parent !== null);
      expect(children.map(({ computer }) => computer)).toEqual(['web-2']);
    }));

  it('takes ticked sessions out of the history at once', () =>
    withWindow({ data: 'lab-ran' }, async ({ page, lab }) => {
      await page.getByRole('link', { name: 'History' }).click();
      for (const name of ['till-1', 'db-1']) await page.getByRole('checkbox', { name: `Select the session of ${name}` }).check();
      await page.getByRole('button', { name: 'Retry 2 sessions' }).click();
      await page.getByText('0 running, 0 queued, 2 ended').waitFor();
      const children = (await recorded(lab)).filter((session) => session.parent !== null);
      expect(children.map(({ computer }) => computer).sort()).toEqual(['db-1', 'till-1']);
    }));
});
