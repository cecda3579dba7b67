/** What is measured in an open window. Times are milliseconds. */
import type PerfHooks from 'node:perf_hooks';
import type { ElectronApplication, Page } from 'playwright';
import { goTo } from '../../window/screens.ts';

/** Asked of the window's contract as the screens ask it; each several times. */
const ASKED: [name: string, call: string, request: object][] = [
  ['Computers, all', 'computers.page', {}],
  ['Computers, text', 'computers.page', { filter: { text: 'web-00' } }],
  ['Computers, tenant and tag', 'computers.page', { filter: { tenants: ['Acme'], tags: ['production'] } }],
  ['Computers, group', 'computers.page', { filter: { groups: ['kiosk'] } }],
  ['Computers, last result', 'computers.page', { filter: { statuses: ['partly-failed'] } }],
  ['Computers, by compliance', 'computers.page', { sort: { by: 'compliance', descending: true } }],
  ['Computers, by platform', 'computers.page', { sort: { by: 'platform', descending: false } }],
  ['Computers, choices', 'computers.facets', {}],
  ['Deployments', 'deployments.list', {}],
  ['Deployments, where each stands', 'deployments.standings', {}],
  ['History, all', 'sessions.page', { filter: {} }],
  ['History, page 400', 'sessions.page', { filter: {}, offset: 80_000, limit: 200 }],
  ['History, computer', 'sessions.page', { filter: { computer: 'web-00' } }],
  ['History, computer that is not there', 'sessions.page', { filter: { computer: 'nowhere' } }],
  ['History, tenant', 'sessions.page', { filter: { tenant: 'Fjord' } }],
  ['History, status', 'sessions.page', { filter: { statuses: ['failed', 'not-reached'] } }],
  ['History, item', 'sessions.page', { filter: { item: 'bench-item-40' } }],
  ['History, choices', 'sessions.facets', {}],
  ['History, causes', 'sessions.failures', { filter: {} }],
  ['History, text in logs, first piece', 'sessions.search', { filter: { until: Date.now() }, text: 'permission denied', from: null }],
];
const TIMES = 7;

const CALL = `async ([name, request]) => {
  const begun = performance.now();
  const answer = await window.rounds.call(name, request);
  if (!answer.ok) throw new Error(name + ': ' + JSON.stringify(answer));
  return performance.now() - begun;
}`;

export interface AnswerTimes {
  name: string;
  first: number;
  median: number;
  worst: number;
}

export async function answerTimes(page: Page): Promise<AnswerTimes[]> {
  const found: AnswerTimes[] = [];
  for (const [name, call, request] of ASKED) {
    const times: number[] = [];
    for (let i = 0; i < TIMES; i++) times.push(await page.evaluate<number>(`(${CALL})(${JSON.stringify([call, request])})`));
    const [first = 0, ...later] = times;
    later.sort((a, b) => a - b);
    found.push({ name, first, median: later[Math.floor(later.length / 2)] ?? 0, worst: later.at(-1) ?? 0 });
  }
  return found;
}

/** Goes to a screen, and waits until the one before is gone and nothing loads any more. */
async function settle(page: Page, address: string): Promise<void> {
  await goTo(page, address);
  await page.waitForTimeout(2000);
  await page.locator('[data-table-body] [role=row]').first().waitFor();
}

/** How long the page takes from one key typed into the filter to the drawn frame that shows another number of rows; NaN after 10 s. */
export async function timeOf(page: Page, address: string): Promise<number> {
  await settle(page, address);
  const box = page.getByRole('main').locator('input').first();
  await box.focus();
  await page.evaluate(`window.benchTook = new Promise((resolve) => {
    const grid = document.querySelector('[role=grid]');
    const before = grid.getAttribute('aria-rowcount');
    let begun = 0;
    document.activeElement.addEventListener('input', () => (begun = performance.now()), { once: true, capture: true });
    const look = () => {
      const now = document.querySelector('[role=grid]');
      if (begun > 0 && now && now.getAttribute('aria-rowcount') !== before) requestAnimationFrame(() => resolve(performance.now() - begun));
      else if (begun > 0 && performance.now() - begun > 10_000) resolve(NaN);
      else requestAnimationFrame(look);
    };
    look();
  }), 0`);
  await page.keyboard.press('7');
  const took = await page.evaluate<number>('window.benchTook');
  await box.fill('');
  return took;
}

/** Scrolls a table for some seconds, a screenful and a half in each frame, and tells the gaps between frames. */
export async function scrollFrames(page: Page, address: string): Promise<string> {
  await settle(page, address);
  const gaps = await page.evaluate<number[]>(`new Promise((resolve) => {
    const body = document.querySelector('[data-table-body]');
    const gaps = [];
    const begun = performance.now();
    let last = begun, step = 120;
    const frame = (now) => {
      if (last !== begun) gaps.push(now - last);
      last = now;
      if (body.scrollTop + body.clientHeight >= body.scrollHeight - 1) step = -Math.abs(step);
      if (body.scrollTop <= 0) step = Math.abs(step);
      body.scrollTop += step;
      if (now - begun < 4000) requestAnimationFrame(frame);
      else resolve(gaps.sort((a, b) => a - b));
    };
    requestAnimationFrame(frame);
  })`);
  const at = (share: number): string => (gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * share))] ?? 0).toFixed(0);
  return `${gaps.length} frames; median ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms, over 50 ms: ${gaps.filter((gap) => gap > 50).length}`;
}

type Loop = ReturnType<typeof PerfHooks.monitorEventLoopDelay>;

/** Begins to watch the main process's loop, from nothing. */
export async function watchLoop(app: ElectronApplication): Promise<void> {
  await app.evaluate(() => {
    const { monitorEventLoopDelay } = process.mainModule?.require('node:perf_hooks') as typeof PerfHooks;
    const all = globalThis as { benchLoop?: Loop };
    all.benchLoop?.disable();
    const loop = monitorEventLoopDelay({ resolution: 1 });
    loop.enable();
    all.benchLoop = loop;
  });
}

export async function loopDelay(app: ElectronApplication): Promise<string> {
  const { p50, p99, max } = await app.evaluate(() => {
    const loop = (globalThis as { benchLoop?: Loop }).benchLoop;
    return { p50: loop?.percentile(50) ?? 0, p99: loop?.percentile(99) ?? 0, max: loop?.max ?? 0 };
  });
  const told = (nanoseconds: number): string => `${(nanoseconds / 1e6).toFixed(1)} ms`;
  return `loop delay: median ${told(p50)}, p99 ${told(p99)}, longest ${told(max)}`;
}

/** Runs all that is required on the lab's computers, with the window looking on; milliseconds until it is over. */
export async function runOnLab(page: Page, tenant: string): Promise<{ computers: number; took: number }> {
  await goTo(page, '/active');
  return page.evaluate<{ computers: number; took: number }>(`(async () => {
    const ask = async (name, request) => {
      const answer = await window.rounds.call(name, request);
      if (!answer.ok) throw new Error(name + ': ' + JSON.stringify(answer));
      return answer.value;
    };
    const { ids } = await ask('computers.ids', { filter: { tenants: [${JSON.stringify(tenant)}] } });
    const begun = performance.now();
    const { batch } = await ask('runs.start', { kind: 'maintenance', computers: ids, include: ['required'], concurrency: 50, targetText: 'bench' });
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const { total } = await ask('sessions.page', { filter: { tenant: ${JSON.stringify(tenant)}, statuses: ['queued', 'pending-connectivity', 'running'] }, limit: 1 });
      if (total === 0) return { computers: ids.length, took: performance.now() - begun };
    }
  })()`);
}
