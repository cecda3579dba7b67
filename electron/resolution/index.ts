/** Resolution: pure, imports only `shared`, and is the one place that says which deployment wins. */
export { selectComputers, parseTarget, type Selection } from './cli-targets.ts';
export { explain, explainLoss } from './explain.ts';
export { filterHolds, type Holding } from './filters.ts';
export { findCycle } from './graph.ts';
export { compareKeys, compareNames } from './names.ts';
export { orderItems, type Order, type Orderable } from './order.ts';
export { resolve } from './plan.ts';
export { countHeld, describeTarget, targetComputers, targetHolds, targetProblem, type FactsOf, type TargetComputers } from './targets.ts';
export { computerOf } from './set-up-index.ts';
export { judgeFacts } from './verdict.ts';
