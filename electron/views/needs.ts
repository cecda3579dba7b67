/** What the items of edited deployments need, and whether that is deployed where they win. */
import type { NeedView } from '../../shared/api/deployments.ts';
import type { Item, SetUp } from '../../shared/model.ts';
import type { PlannedItem } from '../../shared/plan.ts';

/** So many names are told. */
const NAMES = 100;

interface Need extends NeedView {
  neededBy: Set<string>;
}

const runsWithDefaults = (item: Item): boolean =>
  Object.values(item.parameters).every(({ required, default: value }) => !required || value !== undefined);

/** Counts, computer by computer. */
export class Needs {
  readonly #needs = new Map<string, Need>();

  /** @param items those that edited deployments ask for. */
  constructor(setUp: SetUp, items: ReadonlySet<string>) {
    const known = new Map(setUp.items.map((item) => [item.id, item]));
    for (const id of items) for (const { item, soft } of known.get(id)?.dependsOn ?? []) this.#add(known, id, item, soft);
  }

  #add(known: ReadonlyMap<string, Item>, by: string, id: string, soft: boolean): void {
    const need = this.#needs.get(id);
    const item = known.get(id);
    const otherwise = soft ? 'nothing' : item && runsWithDefaults(item) ? 'defaults' : 'fails';
    if (need) {
      need.neededBy.add(by);
      if (!soft) Object.assign(need, { soft, otherwise });
      return;
    }
    const counts = { deployed: 0, ignored: 0, missing: [] };
    this.#needs.set(id, { item: id, name: item?.name ?? id, there: item !== undefined, soft, otherwise, ...counts, neededBy: new Set([by]) });
  }

  /** The items that are needed. */
  get items(): ReadonlySet<string> {
    return new Set(this.#needs.keys());
  }

  /** @param received the items that edited deployments win on the computer. */
  count(computer: string, received: ReadonlySet<string>, plan: Iterable<PlannedItem>): void {
    const planned = [...plan];
    for (const need of this.#needs.values()) {
      if (![...need.neededBy].some((item) => received.has(item))) continue;
      const there = planned.filter(({ item }) => item === need.item);
      if (there.some(({ winner }) => winner?.ignore === false)) need.deployed += 1;
      else if (there.length > 0) need.ignored += 1;
      else if (need.missing.length < NAMES) need.missing.push(computer);
    }
  }

  views(): NeedView[] {
    return [...this.#needs.values()].map(({ neededBy: _, ...view }) => view);
  }
}
