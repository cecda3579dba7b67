import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';
import { sessionOf } from '../screens.ts';

describeWindow('What is wrong is seen in a picture', () => {
  it('says it in the title, and leads from a cell, a bar and the table of the same figures to the action', () =>
    withWindow({}, async ({ page }) => {
      const main = page.getByRole('main');
      const address = (): Promise<string> => page.evaluate('location.hash');
      const places = page.getByRole('navigation', { name: 'Places' });
      await places.getByRole('link', { name: 'Insights' }).click();
      // Titles state what was found, with the names.
      await main.getByRole('heading', { name: /^\S+ fails .* since today$|fails on \d+ computers/ }).waitFor();
      await main.getByRole('heading', { name: /is least compliant: \d+ %$/ }).waitFor();

      // A bar narrows the list to what is wrong with its item.
      await main
        .getByRole('button', { name: /^Free space/ })
        .or(main.getByRole('button', { name: /Error/ }))
        .first()
        .click();
      const wrong = main.getByRole('grid', { name: 'Wrong now' });
      await wrong.getByRole('row').nth(1).waitFor();
      const item = await main.getByRole('button', { pressed: true }).first().textContent();
      for (const text of await wrong.getByRole('row').allTextContents()) if (!text.startsWith('Item')) expect(item).toContain(text.slice(0, 5));

      // From cell to cell by keyboard; Enter leads to the action.
      const map = main.getByRole('group', { name: /^Items over computers/ });
      await map.focus();
      await page.keyboard.press('ArrowRight');
      const tip = page.getByRole('status').filter({ hasText: ' on ' });
      await tip.waitFor();
      const nothing = await tip.textContent();
      for (let row = 0; row < 20 && (await tip.textContent())?.includes('Nothing came to it'); row += 1) await page.keyboard.press('ArrowDown');
      const said = (await tip.textContent()) ?? '';
      if (nothing?.includes('Nothing came')) expect(said).not.toBe(nothing);
      const computer = /^(?:.*) on (\S+) (Acme|Globex)/.exec(said);
      await page.keyboard.press('Enter');
      await main.getByRole('heading', { name: computer?.[1] ?? '' }).waitFor();
      expect(await address()).toMatch(new RegExp(`^#/sessions/${await sessionOf(page, `${computer?.[2]}/${computer?.[1]}`)}/\\d+$`));
      await page.goBack();

      // The same as a table: T, for each picture one.
      await main.locator('canvas').waitFor();
      await page.keyboard.press('t');
      for (const name of ['Compliance by item', 'Results by day', 'Compliance by tenant']) {
        await main.getByRole('grid', { name }).getByRole('row').nth(1).waitFor();
      }
      const cells = main.getByRole('grid', { name: 'Each item on each computer' });
      await cells.getByRole('row').filter({ hasText: 'till-1' }).first().dblclick();
      await main.getByRole('heading', { name: 'till-1' }).waitFor();
    }));
});
