import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change, Consequences, ConsequenceRow } from '../../shared/api/deployments.ts';
import type { Deployment, Facts, SetUp } from '../../shared/model.ts';
import { itemKey, type PlannedItem } from '../../shared/plan.ts';
import { ENFORCEMENTS, ORIGINS } from '../../shared/words.ts';
import { COMPUTERS, facts, target, world } from '../resolution/arbitraries.ts';
import { acmeWeb, computer, deployment, item, LINUX, needs, setUp } from '../resolution/fixtures.ts';
import { resolve } from '../resolution/index.ts';
import { consequences } from './consequences.ts';

/** What may be changed of a deployment, and how. */
const change: fc.Arbitrary<Partial<Deployment>> = fc.oneof(
  fc.boolean().map((enabled) => ({ enabled })),
  target.map((one) => ({ target: one })),
  fc.constantFrom(...ENFORCEMENTS).map((enforcement) => ({ enforcement })),
  fc.constantFrom(...ORIGINS).map((origin) => ({ origin })),
  fc.constantFrom(null, 'i', 'j').map((instance) => ({ instance })),
  fc.constantFrom('a', 'b', 'c').map((id) => ({ item: id })),
  fc.constant({ state: 'ignore' as const }),
  fc.string({ maxLength: 3 }).map((text) => ({ parameters: { text } })),
  fc.constant({ name: 'renamed' }),
);
/** Up to three deployments are changed, one may go, one may come. */
const edit = fc.record({
  changes: fc.array(fc.tuple(fc.nat(), change), { maxLength: 3 }),
  gone: fc.option(fc.nat(), { freq: 3 }),
  come: fc.option(fc.tuple(target, fc.constantFrom(...ENFORCEMENTS)), { freq: 3 }),
});

function edited(before: SetUp, { changes, gone, come }: typeof edit extends fc.Arbitrary<infer T> ? T : never): SetUp {
  const deployments = [...before.deployments];
  for (const [at, what] of changes) {
    const index = at % Math.max(1, deployments.length);
    const old = deployments[index];
    if (old && !(what.name !== undefined && deployments.some(({ name }) => name === what.name))) deployments[index] = { ...old, ...what };
  }
  if (gone !== null) deployments.splice(gone % Math.max(1, deployments.length), 1);
  if (come) deployments.push(deployment('come', { item: 'a', target: come[0], enforcement: come[1] }));
  return { ...before, deployments };
}

/** Every winner of every item of a computer: the whole set-up, and nothing shared with the product but resolution itself. */
function winners(setUp: SetUp, id: string, known: Facts, onboarding: boolean): Map<string, PlannedItem> {
  const plan = resolve(setUp, id, known, { include: [...ENFORCEMENTS], onboarding });
  return new Map(plan.items.filter(({ winner }) => winner !== null).map((one) => [itemKey(one.item, one.instance), one]));
}

describe('what changes if an edit is saved', () => {
  it('is what resolving every computer before and after gives', async () => {
    await fc.assert(
      fc.asyncProperty(world, edit, fc.tuple(facts, facts, facts), async (before, what, known) => {
        const after = edited(before, what);
        const factsOf = (id: string): Facts => known[COMPUTERS.findIndex((one) => one.id === id)] ?? {};
        const found = await consequences(before, after, factsOf);
        const rows = new Map(found.rows.map((row) => [`${row.computer} ${row.item}`, row]));
        expect(rows.size).toBe(found.rows.length);
        const names = new Set(
          [before, after]
            .flatMap(({ deployments }, at) =>
              deployments.filter(
                (one) => JSON.stringify([before, after][1 - at]?.deployments.find(({ name }) => name === one.name)) !== JSON.stringify(one),
              ),
            )
            .map(({ name }) => name),
        );
        const wins = (one: PlannedItem | undefined): boolean => names.has(one?.winner?.deployment ?? '');
        const loses = (one: PlannedItem | undefined): boolean => one?.losers.some(({ deployment: name }) => names.has(name)) === true;
        const changed = new Set<string>();
        for (const { id } of before.computers) {
          const [was, will] = [before, after].map((one) => winners(one, id, factsOf(id), found.consequences.onboarding)) as [
            Map<string, PlannedItem>,
            Map<string, PlannedItem>,
          ];
          for (const key of new Set([...was.keys(), ...will.keys()])) {
            const [one, other] = [was.get(key), will.get(key)];
            const row = rows.get(`${id} ${key}`);
            if (wins(one) || wins(other) || loses(other) || one?.winner?.deployment !== other?.winner?.deployment) expect(row).toBeDefined();
            if (!row) continue;
            rows.delete(`${id} ${key}`);
            expect([row.before?.deployment, row.after?.deployment]).toEqual([one?.winner?.deployment, other?.winner?.deployment]);
            expect(kindsOf(wins(one), wins(other))).toContain(row.change);
            if (row.change === 'another') expect(row.before).toEqual(row.after);
            if (row.change !== 'another' && row.change !== 'keeps') changed.add(id);
          }
        }
        expect([...rows]).toEqual([]);
        expect(found.consequences.changed).toBe(changed.size);
        expect(Object.values(found.consequences.counts).reduce((sum, n) => sum + n)).toBe(found.rows.length);
      }),
      { numRuns: 600 },
    );
  });

  const everywhere = deployment('Everywhere', { parameters: { text: 'a' } });
  const web = deployment('Web', { target: { group: 'Acme/Web' } });
  const from = (...deployments: Deployment[]): SetUp => setUp({ groups: [acmeWeb], deployments });
  const known = (): Facts => LINUX;
  const kinds = ({ rows }: { rows: ConsequenceRow[] }): Record<string, Change> =>
    Object.fromEntries(rows.map(({ computer: id, change: kind }) => [id, kind]));

  it('tells a new name apart from a new winner', async () => {
    const found = await consequences(from(everywhere), from({ ...everywhere, name: 'Greeting' }), known);
    expect(found.consequences).toMatchObject({ counts: { keeps: 3, changes: 0, gains: 0, loses: 0 }, changed: 0 });
    const other = await consequences(from(everywhere), from({ ...everywhere, name: 'Greeting', parameters: { text: 'b' } }), known);
    expect(other.consequences).toMatchObject({ counts: { changes: 3 }, changed: 3 });
  });

  it('tells who loses to what, and by which rule', async () => {
    const found = await consequences(from(everywhere), from(everywhere, web), known);
    expect(kinds(found)).toEqual({ 'Acme/web-1': 'gains' });
    expect(found.rows[0]?.because).toBe('group Acme/Web is more specific than everything');
    const back = await consequences(from(everywhere, web), from(everywhere), known);
    expect(kinds(back)).toEqual({ 'Acme/web-1': 'loses' });
    expect(back.rows[0]?.after?.deployment).toBe('Everywhere');
  });

  it('tells ties that arise, stay and vanish', async () => {
    const twin = { ...everywhere, name: 'Twin' };
    const of = async (before: SetUp, after: SetUp, looked: string[] = []) =>
      (await consequences(before, after, known, looked)).consequences.conflicts;
    expect(await of(from(everywhere), from(everywhere, twin))).toEqual({ arise: 3, stay: 0, vanish: 0 });
    expect(await of(from(everywhere, twin), from(everywhere))).toEqual({ arise: 0, stay: 0, vanish: 3 });
    expect(await of(from(everywhere, twin), from(everywhere, twin), ['Twin'])).toEqual({ arise: 0, stay: 3, vanish: 0 });
    // Ties of others: one that comes to light, one that is covered, and one that stays and is nobody's matter here.
    expect(await of(from(everywhere, twin, web), from(everywhere, twin))).toEqual({ arise: 1, stay: 0, vanish: 0 });
    expect(await of(from(everywhere, twin), from(everywhere, twin, web))).toEqual({ arise: 0, stay: 0, vanish: 1 });
    const low = { ...everywhere, name: 'Low', enforcement: 'optional' as const };
    expect(await of(from(everywhere, twin, low), from(everywhere, twin))).toEqual({ arise: 0, stay: 0, vanish: 0 });
  });

  it('says where it wins and would not be done, and what is not known', async () => {
    const facts: Record<string, Facts> = { 'Acme/web-1': { platform: 'windows' }, 'Acme/db-1': LINUX };
    const filtered = deployment('Linux', { target: { filter: { platform: 'linux' } } });
    const all = await consequences(from(), from(everywhere), (id) => facts[id]);
    expect(all.consequences).toMatchObject({ receives: 3, notApplicable: 1, unknownFacts: 1 });
    const some = await consequences(from(), from(filtered), (id) => facts[id]);
    expect(some.consequences.targets).toMatchObject([{ count: 1, names: ['Acme/db-1'], notKnown: 1, notKnownNames: ['Globex/web-1'] }]);
  });

  it('says on which computers what it needs is missing, and what happens there', async () => {
    const items = [
      item('motd', needs('base', 'token', '~nice', 'gone')),
      item('base'),
      item('token', { parameters: { text: { type: 'string', required: true } } }),
      item('nice'),
    ];
    const base = deployment('Base', { item: 'base', target: { tenant: 'Acme' } });
    const no = deployment('No token', { item: 'token', state: 'ignore', target: { computer: 'Globex/web-1' } });
    const before = { ...from(base, no), items };
    const found = await consequences(before, { ...before, deployments: [base, no, everywhere] }, known);
    expect(found.consequences.dependsOn).toMatchObject([
      { item: 'base', deployed: 2, ignored: 0, missing: ['Globex/web-1'], otherwise: 'defaults' },
      { item: 'token', deployed: 0, ignored: 1, missing: ['Acme/db-1', 'Acme/web-1'], otherwise: 'fails' },
      { item: 'nice', soft: true, otherwise: 'nothing' },
      { item: 'gone', there: false, otherwise: 'fails' },
    ]);
  });

  it('shows onboarding sessions where only onboarding deployments are edited, and ordinary ones else', async () => {
    const first = deployment('First', { enforcement: 'onboarding' });
    const of = async (before: SetUp, after: SetUp): Promise<Consequences> => (await consequences(before, after, known)).consequences;
    expect(await of(from(everywhere), from(everywhere, first))).toMatchObject({ onboarding: true, counts: { gains: 3 } });
    expect(await of(from(everywhere), from({ ...everywhere, enforcement: 'onboarding' }))).toMatchObject({ onboarding: false, counts: { loses: 3 } });
  });

  it('shows whom a deployment holds that is looked at and not changed', async () => {
    const found = await consequences(from(everywhere), from(everywhere), known, ['Everywhere']);
    expect(found.consequences).toMatchObject({ counts: { keeps: 3 }, changed: 0, targets: [{ deployment: 'Everywhere', count: 3 }] });
  });

  it('resolves nothing where nobody is held: ten thousand computers cost nothing', async () => {
    const many = { ...from(), computers: Array.from({ length: 10_000 }, (_, n) => computer(`Acme/c${n}`)) };
    const one = deployment('One', { target: { computer: 'Acme/c5000' } });
    const asked = new Set<string>();
    const found = await consequences(many, { ...many, deployments: [one] }, (id) => (asked.add(id), LINUX));
    expect(found.consequences.counts.gains).toBe(1);
    expect([...asked]).toEqual(['Acme/c5000']);
  });
});

function kindsOf(had: boolean, gets: boolean): Change[] {
  if (had && gets) return ['keeps', 'changes'];
  if (gets) return ['gains'];
  return had ? ['loses'] : ['another', 'shifts'];
}
