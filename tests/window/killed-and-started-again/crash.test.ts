import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';
import { recorded } from '../sessions.ts';

describeWindow('The program is killed in mid-session and started again', () => {
  it('shows the session as Interrupted, and Resume finishes it', () =>
    withWindow({ data: 'lab' }, async (window) => {
      const { page, lab } = window;
      const home = lab.computers.find(({ id }) => id === 'Acme/web-1')?.home ?? '';
      await page.getByRole('row').filter({ hasText: 'web-1' }).click();
      await page.getByRole('button', { name: 'Run Script' }).click();
      const sheet = page.getByRole('dialog', { name: 'Run Script' });
      await sheet
        .getByRole('textbox', { name: 'Script' })
        .fill(`echo begun; n=0; until [ -e '${path.join(home, 'go-on')}' ] || [ $n -gt 300 ]; do n=$((n + 1)); sleep 0.1; done; echo done`);
      await sheet.getByRole('button', { name: 'Run on 1 computer' }).click();
      await page.getByRole('link', { name: 'Active Sessions' }).first().click();
      await page.getByRole('grid', { name: 'Active Sessions' }).getByText('web-1', { exact: true }).click();
      await page.getByRole('log').getByText('begun').waitFor();
      await window.kill();

      const again = await window.restart();
      expect((await recorded(lab)).map(({ status }) => status)).toEqual(['interrupted']);
      await again.page.getByRole('link', { name: 'History' }).click();
      const row = again.page.getByRole('grid', { name: 'Sessions' }).getByRole('row').filter({ hasText: 'web-1' });
      await row.getByRole('img', { name: 'Interrupted' }).waitFor();
      await row.dblclick();
      await again.page.getByRole('log').getByText('begun').waitFor();
      await writeFile(path.join(home, 'go-on'), '');
      await again.page.getByRole('button', { name: 'Resume' }).click();
      await again.page.getByText('0 running, 0 queued, 1 ended').waitFor();
      expect((await recorded(lab)).map(({ status }) => status)).toEqual(['passed']);
    }));
});
