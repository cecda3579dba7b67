/** `npm run screenshots`: every screen, at two sizes, in both themes. What the docs show goes to docs/pictures, the rest to .cache/pictures. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { it } from 'vitest';
import type { Page } from 'playwright';
import { describeWindow, withWindow } from '../harness.ts';
import { goTo, settled, throughScreens } from '../screens.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];
/** Shown in the README and the docs. */
const SHOWN = [
  'computers-with-detail',
  'run-maintenance',
  'active-running',
  'session-partly-failed',
  'deployments',
  'catalogue',
  'history',
  'outputs',
  'item-editor',
  'timeline',
  'compare-computers',
  'insights',
  'settings',
];

/** Runs by the window's own contract on all computers of the lab. */
const start = (page: Page, name: string, request: string): Promise<unknown> =>
  page.evaluate(
    `window.rounds.call('computers.ids', { filter: {} }).then(({ value }) => window.rounds.call('${name}', { computers: value.ids, ...${request} }))`,
  );

/** The session list with a run that is over and one that is under way: the one picture that nothing recorded can give. */
async function running(page: Page, shoot: (name: string) => Promise<void>): Promise<void> {
  await goTo(page, '/active');
  await start(page, 'runs.start', `{ kind: 'maintenance', include: ['required'], targetText: 'all' }`);
  await page.getByText(/^0 running, 0 queued, 9 ended$/).waitFor();
  await shoot('active-ended');
  const script = 'for n in $(seq 1 400); do echo "Archive $n of 400 is whole"; sleep 0.2; done';
  await start(page, 'runs.script', `{ text: '${script}', shell: 'sh', targetText: 'Web servers' }`);
  await page
    .getByRole('main')
    .getByText(/^[45] running/)
    .first()
    .waitFor();
  await page.getByRole('row').filter({ hasText: 'Archive' }).first().click();
  await page.getByRole('log').getByText('Archive 9 of 400').waitFor();
  await shoot('active-running');
  await page.getByRole('button', { name: 'Cancel all...' }).click();
  await page.getByText(/^0 running, 0 queued, 15 ended$/).waitFor();
}

describeWindow('Pictures', () => {
  for (const size of SIZES) {
    for (const theme of ['light', 'dark'] as const) {
      it(`${size.width}x${size.height} ${theme}`, () =>
        withWindow({ data: 'lab-ran', size, theme }, async ({ page }) => {
          const shoot = async (name: string): Promise<void> => {
            const small = size === SIZES[0];
            const folder = path.join(
              ROOT,
              ...(small && SHOWN.includes(name) ? ['docs', 'pictures'] : ['.cache', 'pictures', `${size.width}x${size.height}`]),
            );
            mkdirSync(folder, { recursive: true });
            await page.mouse.move(size.width - 1, size.height - 1);
            await settled(page);
            await page.screenshot({ path: path.join(folder, `${name}-${theme}.png`) });
          };
          await throughScreens(page, shoot);
          await running(page, shoot);
        }));
    }
  }

  for (const theme of ['light', 'dark'] as const) {
    it(`first start ${theme}`, () =>
      withWindow({ data: 'empty', theme }, async ({ page }) => {
        await page.getByRole('main').locator('h2').waitFor();
        await settled(page);
        mkdirSync(path.join(ROOT, '.cache', 'pictures', '1280x800'), { recursive: true });
        await page.screenshot({ path: path.join(ROOT, '.cache', 'pictures', '1280x800', `first-start-${theme}.png`) });
      }));
  }
});
