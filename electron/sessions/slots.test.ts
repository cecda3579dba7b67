import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Slots } from './slots.ts';

const never = new AbortController().signal;

describe('slots', () => {
  it('never gives more than the caps, and in the end a place to everyone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 40 }),
        fc.scheduler(),
        async (total, each, tenants, scheduler) => {
          const slots = new Slots(total, () => each);
          const used = new Map<string, number>();
          let all = 0;
          const jobs = tenants.map(async (tenant) => {
            const release = await slots.take(tenant, never);
            used.set(tenant, (used.get(tenant) ?? 0) + 1);
            all++;
            expect(all).toBeLessThanOrEqual(total);
            expect(used.get(tenant)).toBeLessThanOrEqual(each);
            await scheduler.schedule(Promise.resolve());
            used.set(tenant, (used.get(tenant) ?? 0) - 1);
            all--;
            release?.();
            release?.();
          });
          const finished = Promise.all(jobs);
          await scheduler.waitFor(finished);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('fills a free place at once, and does not let a full tenant hold up another', async () => {
    const slots = new Slots(2, (tenant) => (tenant === 'small' ? 1 : Infinity));
    const first = await slots.take('small', never);
    const waiting = slots.take('small', never);
    const other = await slots.take('big', never);
    expect(other).not.toBeNull();
    first?.();
    expect(await waiting).not.toBeNull();
  });

  it('forgets who gave up waiting', async () => {
    const slots = new Slots(1, () => Infinity);
    const first = await slots.take('a', never);
    const controller = new AbortController();
    const gone = slots.take('a', controller.signal);
    const next = slots.take('a', never);
    controller.abort();
    expect(await gone).toBeNull();
    first?.();
    expect(await next).not.toBeNull();
  });
});
