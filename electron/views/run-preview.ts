import type { RunPreview, RunPreviewRow } from '../../shared/api/runs.ts';
import { RoundsError } from '../../shared/errors.ts';
import type { ComputerState, SetUp } from '../../shared/model.ts';
import { itemKey, type ItemKey } from '../../shared/plan.ts';
import type { Enforcement } from '../../shared/words.ts';
import { resolve } from '../resolution/index.ts';

/**
 * What a run over these computers would do, by the function that the run itself asks (P1). Facts are those that are known now.
 * @throws RoundsError `usage/target` for a computer that is gone
 */
export function previewRun(
  setUp: SetUp,
  states: Record<string, ComputerState>,
  away: ReadonlyMap<string, string>,
  { computers, include, items }: { computers: string[]; include: Enforcement[]; items?: ItemKey[] },
): RunPreview {
  const named = new Map(setUp.computers.map((computer) => [computer.id, computer]));
  const itemNames = new Map(setUp.items.map((item) => [item.id, item.name]));
  const byEnforcement = { required: 0, optional: 0, adhoc: 0 };
  const seen = new Map<ItemKey, { name: string; computers: number }>();
  const warnings = new Set<string>();
  let actions = 0;
  const rows = [...new Set(computers)].map((id): RunPreviewRow => {
    const computer = named.get(id);
    if (!computer) throw new RoundsError('usage/target', `There is no computer '${id}' any more`);
    const plan = resolve(setUp, id, states[id]?.facts ?? {}, { include, onboarding: false, ...(items ? { chosen: items } : {}) });
    for (const warning of plan.warnings) warnings.add(warning);
    const does = plan.items.filter((planned) => planned.verdict === null);
    for (const { item, instance, winner } of plan.items) {
      const key = itemKey(item, instance);
      const known = seen.get(key) ?? { name: itemNames.get(item) ?? item, computers: 0 };
      seen.set(key, { ...known, computers: known.computers + 1 });
      if (winner && !winner.ignore && winner.enforcement !== 'onboarding') byEnforcement[winner.enforcement] += 1;
    }
    actions += does.length;
    return {
      id,
      name: computer.name,
      tenant: computer.tenant,
      actions: does.length,
      shadowed: plan.items.filter((planned) => planned.shadowsRequired).length,
      conflicts: plan.items.filter((planned) => planned.conflict).length,
      away: away.get(id) ?? null,
    };
  });
  return {
    rows,
    actions,
    byEnforcement,
    items: [...seen].map(([key, about]) => ({ key, ...about })).sort((a, b) => a.name.localeCompare(b.name)),
    warnings: [...warnings],
    everything: rows.length === setUp.computers.length && rows.length > 1,
  };
}
