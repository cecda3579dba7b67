import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Computer, Deployment, Facts, Filter, SetUp, Target } from '../../shared/model.ts';
import { itemKey, type Plan, type ResolveOptions } from '../../shared/plan.ts';
import { LOSS_RULES, type LossRule } from '../../shared/words.ts';
import { COMPUTERS, computerId, facts, options, shuffledWorld, world } from './arbitraries.ts';
import { explain } from './explain.ts';
import { resolve } from './plan.ts';
import { targetComputers } from './targets.ts';

const RUNS = { numRuns: 1000 };
const cases = [world, computerId, facts, options] as const;

/** The design's rules once more, written as plainly as possible and sharing nothing with the product. */
function naiveFilter(filter: Filter, computer: Computer, known: Facts): boolean {
  const wanted = { ...filter.fact, ...(filter.platform ? { platform: filter.platform } : {}), ...(filter.role ? { role: filter.role } : {}) };
  if (Object.keys(wanted).length === 0 && filter.tag === undefined) return false;
  if (filter.tag !== undefined && !computer.tags.includes(filter.tag)) return false;
  return Object.entries(wanted).every(([key, value]) => known[key]?.toLowerCase() === value.toLowerCase());
}

function naiveHolds(target: Target, computer: Computer, known: Facts, setUp: SetUp): boolean {
  if ('computer' in target) return target.computer === computer.id;
  if ('group' in target) {
    const group = setUp.groups.find((each) => each.id === target.group);
    if (!group || (group.tenant !== undefined && group.tenant !== computer.tenant)) return false;
    return group.members ? group.members.includes(computer.id) : naiveFilter(group.filter ?? {}, computer, known);
  }
  if ('tenant' in target && target.tenant !== undefined && target.tenant !== computer.tenant) return false;
  if ('tag' in target) return computer.tags.includes(target.tag);
  return 'filter' in target ? naiveFilter(target.filter, computer, known) : true;
}

function naiveSpecificity(target: Target): number {
  if ('computer' in target) return 6;
  if ('group' in target) return target.group.includes('/') ? 5 : 2;
  const tenant = 'tenant' in target;
  if ('tag' in target) return tenant ? 5 : 2;
  if ('filter' in target) return tenant ? 4 : 2;
  return tenant ? 3 : 1;
}

function naiveScore(deployment: Deployment): Record<Exclude<LossRule, 'tie'>, number> {
  return {
    origin: deployment.origin === 'local' ? 1 : 0,
    target: naiveSpecificity(deployment.target),
    enforcement: ['adhoc', 'optional', 'required', 'onboarding'].indexOf(deployment.enforcement),
  };
}

/** Text as big-endian UTF-32, in which the order of bytes is that of code points. */
function codePoints(text: string): string {
  return [...text.normalize('NFC')].map((each) => (each.codePointAt(0) ?? 0).toString(16).padStart(6, '0')).join('');
}

function naiveCandidates(setUp: SetUp, computer: Computer, known: Facts, onboarding: boolean): Map<string, Deployment[]> {
  const held = setUp.deployments.filter(
    (each) => each.enabled && (onboarding || each.enforcement !== 'onboarding') && naiveHolds(each.target, computer, known, setUp),
  );
  const general = (each: Deployment): boolean => each.state === 'ignore' && each.instance === null;
  const contests = new Map<string, Deployment[]>();
  for (const each of held) {
    const mine = held.filter((other) => other.item === each.item);
    if (general(each) && !mine.every(general)) continue;
    contests.set(
      itemKey(each.item, each.instance),
      mine.filter((other) => general(other) || other.instance === each.instance),
    );
  }
  return contests;
}

const byKey = (plan: Plan) => new Map(plan.items.map((each) => [itemKey(each.item, each.instance), each]));
const computerOf = (id: string): Computer => COMPUTERS.find((each) => each.id === id) as Computer;
const winnersOf = (plan: Plan) =>
  plan.items.flatMap((each) => (each.winner ? [[itemKey(each.item, each.instance), each.winner, each.losers, each.conflict]] : []));

describe('resolution, generated', () => {
  it('agrees with the rules written naively: candidates, winner, and the first rule by which each loser lost (P1, P2, P4)', () => {
    let conflicts = 0;
    fc.assert(
      fc.property(...cases, (setUp, id, known, asked) => {
        const plan = byKey(resolve(setUp, id, known, asked));
        const contests = naiveCandidates(setUp, computerOf(id), known, asked.onboarding);
        expect(
          [...plan]
            .filter(([, each]) => each.winner)
            .map(([key]) => key)
            .sort(),
        ).toEqual([...contests.keys()].sort());
        for (const [key, candidates] of contests) {
          const { winner, losers, conflict } = plan.get(key) ?? {};
          expect([winner?.deployment, ...(losers ?? []).map((each) => each.deployment)].sort()).toEqual(candidates.map((each) => each.name).sort());
          const best = candidates.find((each) => each.name === winner?.deployment) as Deployment;
          for (const loser of losers ?? []) {
            const other = candidates.find((each) => each.name === loser.deployment) as Deployment;
            for (const rule of LOSS_RULES) {
              if (rule === 'tie') expect(codePoints(best.name) < codePoints(other.name)).toBe(true);
              else if (rule === loser.rule) expect(naiveScore(best)[rule]).toBeGreaterThan(naiveScore(other)[rule]);
              else expect(naiveScore(best)[rule]).toBe(naiveScore(other)[rule]);
              if (rule === loser.rule) break;
            }
          }
          expect(conflict).toBe(losers?.some((each) => each.rule === 'tie'));
          if (conflict) conflicts += 1;
        }
      }),
      RUNS,
    );
    expect(conflicts).toBeGreaterThan(20);
  });

  it('gives the very same plan for every order of every list (P1, P10)', () => {
    const shuffledCase = world.chain((setUp) => fc.tuple(fc.constant(setUp), shuffledWorld(setUp)));
    fc.assert(
      fc.property(shuffledCase, computerId, facts, options, ([setUp, other], id, known, asked) => {
        const turned: ResolveOptions = {
          ...asked,
          include: asked.include.toReversed(),
          ...(asked.chosen ? { chosen: asked.chosen.toReversed() } : {}),
        };
        const again = resolve(other, id, known, turned);
        const text = (plan: Plan): string => JSON.stringify(plan);
        expect(text(again)).toBe(text(resolve(setUp, id, known, asked)));
        expect(text(resolve({ ...setUp }, id, known, asked))).toBe(text(again));
      }),
      RUNS,
    );
  });

  it('has the same winners whatever the run includes or chooses', () => {
    fc.assert(
      fc.property(...cases, options, (setUp, id, known, asked, other) => {
        const one = resolve(setUp, id, known, asked);
        const two = resolve(setUp, id, known, { ...other, onboarding: asked.onboarding });
        expect(winnersOf(two)).toEqual(winnersOf(one));
      }),
      RUNS,
    );
  });

  it('includes what is asked for and all that this needs, nothing else, and says why', () => {
    fc.assert(
      fc.property(...cases, (setUp, id, known, asked) => {
        const plan = resolve(setUp, id, known, asked);
        const planned = byKey(plan);
        const hardOf = (item: string) => setUp.items.find((each) => each.id === item)?.dependsOn.filter((each) => !each.soft) ?? [];
        for (const [key, each] of planned) {
          const wanted = asked.chosen
            ? asked.chosen.includes(each.item) || asked.chosen.includes(key)
            : each.winner !== null && asked.include.includes(each.winner.enforcement);
          const own = wanted && each.winner !== null && !each.winner.ignore;
          const needs = [...planned].filter(
            ([other, dependent]) => dependent.included && other !== key && hardOf(dependent.item).some(({ item }) => item === each.item),
          );
          const ignored = each.winner?.ignore === true;
          expect(each.included).toBe(own || (!ignored && needs.length > 0));
          expect(each.neededBy).toEqual(own || ignored ? [] : needs.map(([other]) => other).sort());
          if (!each.included) expect(each.verdict).not.toBeNull();
          expect(each.shadowsRequired).toBe(!each.included && each.losers.some((loser) => loser.enforcement === 'required'));
          for (const { item } of each.included ? hardOf(each.item) : []) {
            const instances = [...planned].filter(([, other]) => other.item === item).map(([other]) => other);
            expect(each.dependsOn).toEqual(expect.arrayContaining(instances));
            if (instances.length === 0) expect(each.verdict).not.toBeNull();
          }
        }
      }),
      RUNS,
    );
  });

  it('orders every key once, dependencies first', () => {
    let cycles = 0;
    fc.assert(
      fc.property(...cases, (setUp, id, known, asked) => {
        const { items, order } = resolve(setUp, id, known, asked);
        const planned = new Map(items.map((each) => [itemKey(each.item, each.instance), each]));
        expect([...order].sort()).toEqual([...planned.keys()].sort());
        const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
          (planned.get(from)?.dependsOn ?? []).some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));
        for (const [key, each] of planned) {
          for (const other of each.after) expect(order.indexOf(other)).toBeLessThan(order.indexOf(key));
          for (const other of each.dependsOn) {
            if (!reaches(other, key)) expect(order.indexOf(other)).toBeLessThan(order.indexOf(key));
          }
          if (reaches(key, key)) cycles += 1;
          if (each.included && each.verdict === null) expect(reaches(key, key)).toBe(false);
          if (each.verdict?.reason === 'dependency-cycle') expect(reaches(key, key)).toBe(true);
        }
      }),
      RUNS,
    );
    expect(cycles).toBeGreaterThan(20);
  });

  it('has a sentence for every loser and every verdict (P2)', () => {
    fc.assert(
      fc.property(...cases, (setUp, id, known, asked) => {
        const plan = resolve(setUp, id, known, asked);
        for (const each of plan.items) {
          const sentences = explain(plan, itemKey(each.item, each.instance)).join('\n');
          for (const loser of each.losers) expect(sentences).toContain(`'${each.winner?.deployment}' wins over '${loser.deployment}': `);
          expect(sentences.split('\n').length).toBeGreaterThanOrEqual(Math.max(1, each.losers.length) + (each.verdict ? 1 : 0));
        }
      }),
      RUNS,
    );
  });

  it('holds the same computers seen from the target as seen from the computer', () => {
    fc.assert(
      fc.property(world, facts, (setUp, known) => {
        for (const { target } of setUp.deployments) {
          const held = targetComputers(target, setUp, () => known).computers;
          expect(held).toEqual(
            COMPUTERS.filter((each) => naiveHolds(target, each, known, setUp))
              .map((each) => each.id)
              .filter((id) => setUp.computers.some((each) => each.id === id))
              .sort(),
          );
        }
      }),
      RUNS,
    );
  });

  it('does not throw, whatever texts stand in the data', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'constructor', '', ':', '/', '\ud800', 'a:b'));
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text, fc.option(text), fc.dictionary(text, text)), { maxLength: 8 }), options, (rows, asked) => {
        const [base] = COMPUTERS as [Computer];
        const setUp: SetUp = {
          tenants: [{ name: base.tenant }],
          credentials: [],
          computers: [base, base],
          groups: rows.map(([id, name, , fact]) => ({ id, name, filter: { fact } })),
          items: rows.map(([id, name, other, fact]) => ({
            ...{
              id,
              name,
              kind: 'task',
              platforms: [],
              dependsOn: [
                { item: name, soft: false },
                { item: other ?? id, soft: true },
              ],
              place: { section: 'end', order: Number.NaN },
            },
            ...{ parameters: {}, mayRestart: false, files: [], scripts: {}, hash: '', folder: '', source: 'local', when: { fact } },
          })),
          deployments: rows.flatMap(([name, item, instance, fact]) =>
            [{ all: true as const }, { group: item }, { filter: { fact } }].map((target) => ({
              ...{
                name,
                item,
                instance,
                target,
                enforcement: 'required' as const,
                origin: 'local' as const,
                mode: 'enforce' as const,
                parameters: fact,
                enabled: true,
              },
            })),
          ),
          limits: {},
        };
        const plan = resolve(setUp, base.id, Object.fromEntries(rows.map(([key, value]) => [key, value])), asked);
        expect(new Set(plan.order).size).toBe(plan.order.length);
        for (const each of plan.items) expect(explain(plan, itemKey(each.item, each.instance)).length).toBeGreaterThan(0);
      }),
      RUNS,
    );
  });
});
