/** From a plan to the actions of a session: frozen, so that a retry needs nothing of today's set-up. */
import type { Deployment, Item, SetUp } from '../../shared/model.ts';
import { itemKey, type Plan, type PlannedItem } from '../../shared/plan.ts';
import type { ActionFlag, ActionRecord } from '../../shared/record.ts';

/** Actions in the plan's order, all pending but those that the plan itself decided. @param now milliseconds since 1970 */
export function planActions(session: string, plan: Plan, setUp: SetUp, now: number): { actions: ActionRecord[]; items: Item[] } {
  const items = new Map(setUp.items.map((item) => [item.id, item]));
  const deployments = new Map(setUp.deployments.map((deployment) => [deployment.name, deployment]));
  const planned = new Map(plan.items.map((one) => [itemKey(one.item, one.instance), one]));
  const used = new Map<string, Item>();
  const actions = plan.order.flatMap((key, n) => {
    const one = planned.get(key);
    if (!one) return [];
    const item = items.get(one.item);
    if (item) used.set(item.hash, item);
    return [toAction(session, n, one, item, one.winner ? deployments.get(one.winner.deployment) : undefined, now)];
  });
  return { actions, items: [...used.values()] };
}

function toAction(
  session: string,
  n: number,
  planned: PlannedItem,
  item: Item | undefined,
  deployment: Deployment | undefined,
  now: number,
): ActionRecord {
  const verdict = planned.verdict;
  const flags: ActionFlag[] = [];
  if (planned.conflict) flags.push('conflict');
  if (planned.shadowsRequired) flags.push('shadows-required');
  const limits = deployment?.limits;
  return {
    session,
    n,
    item: planned.item,
    itemName: item?.name ?? planned.item,
    instance: planned.instance,
    result: verdict?.result ?? 'pending',
    reason: verdict?.reason ?? null,
    detail: verdict?.detail ?? null,
    flags,
    startedAt: null,
    endedAt: verdict ? now : null,
    ms: 0,
    changed: false,
    frozen: {
      itemHash: item?.hash ?? '',
      deployment: planned.winner?.deployment ?? null,
      enforcement: planned.winner?.enforcement ?? null,
      mode: planned.mode,
      ...(planned.state === undefined ? {} : { state: planned.state }),
      parameters: planned.parameters,
      ...(limits?.idleOutput === undefined && limits?.action === undefined
        ? {}
        : {
            limits: {
              ...(limits.idleOutput === undefined ? {} : { idleOutput: limits.idleOutput }),
              ...(limits.action === undefined ? {} : { action: limits.action }),
            },
          }),
      dependsOn: planned.dependsOn,
      after: planned.after,
      neededBy: planned.neededBy,
    },
    planned,
    properties: [],
    logLines: 0,
    logBytes: 0,
    droppedLines: 0,
    droppedBytes: 0,
  };
}
