import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';
import { recorded } from '../sessions.ts';

describeWindow('Retry of what failed', () => {
  it('makes a child session of a session that failed, and leaves the parent as it was', () =>
    withWindow({ data: 'lab-ran' }, async ({ page, lab }) => {
      const parent = (await recorded(lab)).find(({ computer }) => computer === 'till-1');
      await page.getByRole('link', { name: 'History' }).click();
      await page.getByRole('row').filter({ hasText: 'till-1' }).dblclick();
      await page.getByRole('button', { name: 'Retry 3 failed' }).click();
      await page.getByText('0 running, 0 queued, 1 ended').waitFor();
      const child = (await recorded(lab)).find((session) => session.parent === parent?.id);
      expect(child?.status).toBe('failed');
      expect((await recorded(lab)).find(({ id }) => id === parent?.id)).toEqual(parent);

      await page.getByRole('link', { name: 'History' }).click();
      await page.getByRole('row').filter({ hasText: 'till-1' }).first().dblclick();
      const family = page.getByRole('navigation', { name: 'Retries' });
      await family.waitFor();
      expect(await family.getByRole('link').count()).toBe(2);
    }));
});
