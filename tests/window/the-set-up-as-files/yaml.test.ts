import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { answerDialogs } from '../dialogs.ts';
import { describeWindow, withWindow } from '../harness.ts';
import { goTo } from '../screens.ts';

describeWindow('The set-up as files', () => {
  it('goes out into a folder, and comes in after one has seen what changes', () =>
    withWindow({}, async ({ app, page, data }) => {
      const folder = path.join(data, '..', 'out');
      await answerDialogs(app, folder);
      await goTo(page, '/settings/yaml');
      await page.getByRole('button', { name: 'Write into a folder...' }).click();
      await page.getByText(path.join(folder, 'rounds.yaml')).waitFor();
      expect(await readFile(path.join(folder, 'rounds.yaml'), 'utf8')).toContain('name: Acme');

      const file = path.join(data, '..', 'more.yaml');
      await writeFile(file, 'tenants:\n  - name: Northgate\n    connection: {port: 99999}\n');
      await answerDialogs(app, file);
      await page.getByRole('button', { name: 'Choose files...' }).click();
      await page.getByText(/^1 thing in the files is wrong/).waitFor();
      await page.getByText(/more\.yaml:3:\d+/).waitFor();
      await page.getByText(/a whole number from 1 to 65535/).waitFor();
      expect(await page.getByRole('button', { name: 'Apply' }).isDisabled()).toBe(true);

      await writeFile(file, 'tenants:\n  - name: Northgate\n');
      await page.getByRole('button', { name: 'Look again' }).click();
      const preview = page.getByRole('grid', { name: 'What would change' });
      await preview.getByRole('row').filter({ hasText: 'Northgate' }).filter({ hasText: 'added' }).waitFor();
      // Pruning would take away what something else still needs, or much: one sees it first.
      await page.getByRole('checkbox', { name: /^Remove all that these files do not name/ }).click();
      await preview.getByRole('row').filter({ hasText: 'Acme/web-1' }).filter({ hasText: 'removed' }).waitFor();
      await page.getByRole('checkbox', { name: /^Remove all that these files do not name/ }).click();
      await page.getByRole('button', { name: 'Apply, 1 change' }).click();
      await page.getByText('Applied: 1 added, 0 changed, 0 removed').waitFor();
      await goTo(page, '/settings/scopes');
      await page.getByRole('row').filter({ hasText: 'Northgate' }).waitFor();
      await page.getByRole('row').filter({ hasText: 'Web servers' }).waitFor();
    }));

  it('with folders of items of one’s own, each with file and line of what is wrong', () =>
    withWindow({}, async ({ app, page, data }) => {
      const folder = path.join(data, '..', 'greeting');
      await mkdir(folder);
      await writeFile(path.join(folder, 'item.yaml'), 'id: greeting\nname: Greeting of mine\nkind: nothing\nplatforms: [linux]\n');
      await answerDialogs(app, folder);
      await goTo(page, '/settings/folders');
      await page.getByRole('button', { name: 'Add folder...' }).click();
      await page
        .getByText(/item\.yaml:3/)
        .first()
        .waitFor();
      await writeFile(
        path.join(folder, 'item.yaml'),
        'id: greeting\nname: Greeting of mine\nkind: task\nplatforms: [linux]\nscripts: {linux: {test: test.sh, set: set.sh}}\n',
      );
      await writeFile(path.join(folder, 'test.sh'), 'exit 0\n');
      await writeFile(path.join(folder, 'set.sh'), 'exit 0\n');
      await page.getByRole('button', { name: 'Add folder...' }).click();
      await page.getByText('1 folder is added').waitFor();
      const row = page.getByRole('row').filter({ hasText: 'Greeting of mine' });
      await row.getByText('loads').waitFor();

      await writeFile(path.join(folder, 'set.sh'), 'if then\n');
      await goTo(page, '/settings');
      await goTo(page, '/settings/folders');
      const broken = page.getByRole('row').filter({ hasText: 'does not load' });
      await broken.click();
      await page
        .getByRole('region', { name: 'What comes of it' })
        .getByText(/set\.sh:1/)
        .waitFor();
      await page.getByRole('button', { name: 'Remove' }).click();
      await broken.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Undo' }).last().click();
      await broken.waitFor();

      // One that a deployment needs stays.
      await page.getByRole('row').filter({ hasText: 'Base folders' }).click();
      await page.getByRole('button', { name: 'Remove' }).click();
      await page.getByText(/Item lab-folders is still needed: deployment/).waitFor();
    }));
});
