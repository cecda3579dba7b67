import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';
import { throughScreens } from '../screens.ts';

/** axe as it is, injected: its Playwright integration opens pages of its own, which this window refuses. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  nodes: { html: string; failureSummary: string }[];
}

/** What axe found on the screen as it is, each in a line that is the same wherever it occurs. */
async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await page.evaluate<{ violations: Violation[] }>(`axe.run(document, { resultTypes: ['violations'] })`);
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${failureSummary.split('\n').slice(1).join(' ').trim()} | ${html.slice(0, 120)}`),
  );
}

describeWindow('Every screen is accessible', () => {
  for (const theme of ['light', 'dark'] as const) {
    it(`axe finds nothing on any screen, ${theme}`, () =>
      withWindow({ theme }, async ({ page }) => {
        await page.evaluate(AXE);
        const found = new Map<string, string[]>();
        await throughScreens(page, async (name) => {
          for (const finding of await violations(page)) found.set(finding, [...(found.get(finding) ?? []), name]);
        });
        expect([...found].map(([finding, screens]) => `${finding} | ${[...new Set(screens)].join(', ')}`)).toEqual([]);
      }));
  }
});
