/** Every screen and every state of one that can be looked at with the record of one run of the lab; tests go through all of them. */
import type { Page } from 'playwright';

export interface ScreenUnderTest {
  name: string;
  open(page: Page): Promise<void>;
  /** What must be undone before the next one. */
  close?(page: Page): Promise<void>;
}

/** Goes to an address of the window. */
export async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(`#${address}`)}`);
}

const escape = (page: Page): Promise<void> => page.keyboard.press('Escape');
const gone = async (page: Page): Promise<void> => {
  await escape(page);
  await page.getByRole('dialog').waitFor({ state: 'detached' });
};
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text }).first();

/** The newest session of a computer, by the window's own contract. */
export async function sessionOf(page: Page, computer: string): Promise<string> {
  return page.evaluate(
    `window.rounds.call('sessions.page', { filter: { computer: ${JSON.stringify(computer)} } }).then((answer) => answer.value.rows[0].id)`,
  );
}

const place = (name: string, address: string, ready: string): ScreenUnderTest => ({
  name,
  open: async (page) => {
    await goTo(page, address);
    await page.locator(ready).first().waitFor();
  },
});

const session = (name: string, computer: string): ScreenUnderTest => ({
  name,
  open: async (page) => {
    await goTo(page, `/sessions/${await sessionOf(page, computer)}`);
    await page
      .getByRole('main')
      .locator('h1')
      .filter({ hasText: computer.split('/').at(-1) ?? '' })
      .waitFor();
  },
});

/** A tab of a computer's page, by its place among the tabs, since its name depends on the language. */
const tab = (name: string, at: number): ScreenUnderTest => ({
  name,
  open: async (page) => {
    await goTo(page, '/computers/Acme%2Fweb-2');
    await page.getByRole('tab').nth(at).click();
    await page.getByRole('tabpanel').waitFor();
  },
});

/** A sheet or dialog over the list of computers, opened by its key. */
const over = (name: string, key: string): ScreenUnderTest => ({
  name,
  open: async (page) => {
    await goTo(page, '/computers');
    await row(page, 'web-2').click();
    await page.keyboard.press(key);
    await page.getByRole('dialog').waitFor();
  },
  close: gone,
});

/** What was pasted, looked at; found by what it is, since its names depend on the language. */
const imported = (name: string, text: string): ScreenUnderTest => ({
  name,
  open: async (page) => {
    await goTo(page, '/import');
    await page.getByRole('main').locator('textarea').fill(text);
    await page.getByRole('main').locator('textarea ~ * button, section:has(textarea) button').last().click();
    await page.getByRole('main').locator('[role=status] strong, [role=alert] li').first().waitFor();
  },
  close: async (page) => {
    await page.locator('main header button').first().click();
    await page.getByRole('main').locator('textarea').waitFor();
  },
});

/** What is done with several computers at once, by its place in the menu. */
const bulk = (name: string, at: number): ScreenUnderTest => ({
  name,
  open: async (page) => {
    await goTo(page, '/computers');
    await row(page, 'web-2').click();
    await page.locator('main header button[aria-haspopup=menu]').click();
    await page.getByRole('menuitem').nth(at).click();
    await page.getByRole('dialog').locator('input').first().waitFor();
  },
  close: gone,
});

/** Says something else on one of the computers. */
const DIFFERENT =
  'echo "Disk 41 % used"; case $HOME in *web-2*) echo "nginx 1.24.0, end of life" ;; *) echo "nginx 1.26.2" ;; esac; echo "0 units failed"';

export const SCREENS: readonly ScreenUnderTest[] = [
  place('computers', '/computers', '[role=row]:has-text("web-1")'),
  {
    name: 'computers-with-detail',
    open: async (page) => {
      await goTo(page, '/computers');
      await row(page, 'web-1').click();
      await page.getByRole('tabpanel').waitFor();
    },
  },
  {
    name: 'computers-filter',
    open: async (page) => {
      await goTo(page, '/computers');
      await page.locator('button[aria-haspopup="dialog"]').first().click();
      await page.getByRole('checkbox', { name: 'Globex', exact: true }).waitFor();
    },
    close: escape,
  },
  {
    name: 'computers-no-match',
    open: async (page) => {
      await goTo(page, '/computers');
      await page.keyboard.press('/');
      await page.keyboard.type('nothing is called this');
      await page.getByRole('main').locator('h2').waitFor();
    },
    close: async (page) => {
      await escape(page);
      await row(page, 'web-1').waitFor();
    },
  },
  over('run-maintenance', 'r'),
  {
    name: 'run-script',
    open: async (page) => {
      await goTo(page, '/computers');
      await row(page, 'web-2').click();
      await page.locator('main header button').nth(1).click();
      await page.getByRole('dialog').locator('textarea').waitFor();
    },
    close: gone,
  },
  over('palette', 'Control+k'),
  over('shortcuts', '?'),
  tab('computer-effective', 0),
  tab('computer-sessions', 1),
  tab('computer-facts', 2),
  place('computer-new', '/computers/new', 'main section h2'),
  place('computer-edit', '/computers/Acme%2Fdb-1/edit', 'input[placeholder*=Acme]'),
  place('import', '/import', 'textarea'),
  imported('import-csv', 'Computer,Address,Customer,Password,Notes\nweb-1,10.0.0.1,Acme,x,\nnew-1,10.0.0.2,Globex,x,\nweb-1,10.0.0.3,Acme,,\n'),
  imported('import-ansible', '[web]\nweb-1 ansible_host=10.0.0.1 http_port=80 ansible_password=x\n[broken\n'),
  imported('import-set-up', 'tenants:\n  - name: Acme\ncomputers:\n  - { name: b, tenant: Nobody }\n'),
  bulk('computers-tags', 0),
  bulk('computers-group', 1),
  bulk('computers-credential', 2),
  place('deployments', '/deployments', '[role=row]:has-text("Base folders")'),
  {
    name: 'deployment-editor',
    open: async (page) => {
      await goTo(page, '/deployments/edit/Greeting');
      await page.locator('main section button[aria-expanded]').last().waitFor();
      for (const names of await page.locator('main section button[aria-expanded]').all()) await names.click();
      await page.locator('main section li').first().waitFor();
    },
  },
  place('deployment-new', '/deployments/new', 'main section h2'),
  {
    name: 'deployment-filter',
    open: async (page) => {
      await goTo(page, '/deployments/edit/Token%20of%20the%20monitoring');
      await page.locator('main [role=group]').first().waitFor();
      for (let added = 0; added < 3; added += 1) await page.locator('section[aria-label] button:has(svg.lucide-plus)').first().click();
      await page.locator('main [role=group]').nth(3).waitFor();
    },
  },
  place('deployment-win', '/deployments/win/Greeting%20that%20nobody%20must%20have/Acme%2Fweb-2/lab-motd', '[role=row]:has-text("web-2")'),
  {
    name: 'deployments-columns',
    open: async (page) => {
      await goTo(page, '/deployments');
      await page.locator('main header button[aria-haspopup="dialog"]').last().click();
      await page.getByRole('dialog').getByRole('checkbox').first().waitFor();
    },
    close: gone,
  },
  {
    name: 'deployment-removed',
    open: async (page) => {
      await goTo(page, '/deployments');
      await row(page, 'Base folders').click();
      await page.locator('main header button').nth(2).click();
      await page.getByRole('dialog').getByRole('status').waitFor();
    },
    close: gone,
  },
  place('catalogue', '/catalogue', '[role=row]:has-text("lab-motd")'),
  {
    name: 'item-editor',
    open: async (page) => {
      await goTo(page, '/catalogue/new');
      await page.locator('.cm-content').click();
      await page.keyboard.press('Control+Home');
      await page.keyboard.type('wrong: here\n');
      await page.locator('main section li button').first().waitFor();
    },
  },
  {
    name: 'compare-sessions',
    open: async (page) => {
      const [a, b] = [await sessionOf(page, 'web-1'), await sessionOf(page, 'db-1')];
      await goTo(page, `/compare/sessions/${a}/${b}`);
      await page.locator('main tbody td').first().waitFor();
    },
  },
  place('compare-computers', '/compare/computers/Acme%2Fweb-1/Acme%2Fdb-1', 'main tbody td'),
  {
    name: 'timeline',
    open: async (page) => {
      const batch = await page.evaluate<string>(`window.rounds.call('sessions.page', {}).then((answer) => answer.value.rows.at(-1).batch)`);
      await goTo(page, `/timeline/${batch}`);
      await row(page, 'web-1').waitFor();
    },
  },
  place('active', '/active', 'main h1'),
  place('history', '/history', '[role=row]:has-text("attic-1")'),
  session('session-failed', 'till-1'),
  session('session-partly-failed', 'db-1'),
  session('session-passed', 'web-1'),
  session('session-not-reached', 'attic-1'),
  {
    name: 'outputs',
    open: async (page) => {
      const batch = await page.evaluate<string>(`(async () => {
        const SCRIPT = ${JSON.stringify(DIFFERENT)};
        const { value } = await window.rounds.call('runs.script', { computers: ['Acme/web-1', 'Acme/web-2', 'Acme/db-1'], text: SCRIPT, shell: 'sh', targetText: 'tenant:Acme' });
        for (let waiting = 1; waiting > 0; ) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          ({ waiting } = (await window.rounds.call('outputs.view', { batch: value.batch, ignore: { blanks: true, names: false } })).value);
        }
        return value.batch;
      })()`);
      await goTo(page, `/outputs/${batch}`);
      await page.locator('main section p').last().waitFor();
    },
  },
  place('insights', '/insights', 'main canvas'),
  {
    name: 'insights-tables',
    open: async (page) => {
      await goTo(page, '/insights');
      await page.locator('main canvas').waitFor();
      await page.keyboard.press('t');
      await row(page, 'attic-1').waitFor();
    },
    close: async (page) => {
      await page.keyboard.press('t');
      await page.locator('main canvas').waitFor();
    },
  },
  place('settings', '/settings', 'main h2'),
  {
    name: 'settings-scopes',
    open: async (page) => {
      await goTo(page, '/settings/scopes');
      await row(page, 'Acme').click();
    },
  },
  {
    name: 'settings-cannot-remove',
    open: async (page) => {
      await goTo(page, '/settings/scopes');
      await row(page, 'Acme').click();
      await page.locator('main header button').first().click();
      await page.getByRole('dialog').waitFor();
    },
    close: gone,
  },
  place('settings-tenant', '/settings/scopes/tenant/Acme', 'main table'),
  place('settings-group', '/settings/scopes/group/Acme%2FWeb%20servers', '[role=row]:has-text("web-1")'),
  place('settings-group-filter', '/settings/scopes/group/Acme%2FDatabases', 'main li:has-text("db-1")'),
  place('settings-limits', '/settings/limits', 'main input'),
  {
    name: 'settings-folders',
    open: async (page) => {
      await goTo(page, '/settings/folders');
      await row(page, 'lab-motd').click();
      await page.locator('main section h2').waitFor();
    },
  },
  place('settings-yaml', '/settings/yaml', 'main h2'),
  place('settings-data', '/settings/data', 'main table'),
  place('settings-credentials', '/settings/credentials', '[role=row]:has-text("lab-key")'),
];

/** Opens each screen in turn. */
export async function throughScreens(page: Page, look: (name: string) => Promise<void>): Promise<void> {
  for (const screen of SCREENS) {
    await screen.open(page).catch((error: unknown) => {
      throw new Error(`The screen '${screen.name}' did not open: ${error instanceof Error ? error.message : String(error)}`);
    });
    await settled(page);
    await look(screen.name);
    await screen.close?.(page);
  }
}

/** Two frames after nothing was asked for any more: fonts, transitions and answers are there. A caret blinks for ever. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(`Promise.all([document.fonts.ready, ...document.getAnimations().filter((one) => one.effect.getComputedTiming().iterations !== Infinity).map((one) => one.finished.catch(() => undefined))])
    .then(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))`);
}
