/** Whether a deployment asks for something that its item can do. */
import { assertNever } from '../../shared/assert-never.ts';
import type { Deployment, Item, ScriptName } from '../../shared/model.ts';
import { checkParameters } from './parameters.ts';

export interface DeploymentProblem {
  /** Path inside the deployment, such as `parameters`, `text`. */
  where: string[];
  message: string;
  level: 'error' | 'warning';
}

/** @param given the keys that stand in the file, where defaults are not yet told apart from wishes. */
export function checkDeployment(item: Item, deployment: Deployment, given: ReadonlySet<string>): DeploymentProblem[] {
  if (deployment.state === 'ignore') {
    const unused = ['mode', 'parameters'].filter((key) => given.has(key));
    return unused.map((key) => ({ where: [key], message: `${key} has no effect on a deployment that ignores`, level: 'warning' }));
  }
  const problems: DeploymentProblem[] = [];
  if (item.kind === 'task' && deployment.state !== undefined) {
    problems.push({ where: ['state'], message: `${item.id} is a task, and a state is for software; allowed: ignore, or a mode`, level: 'error' });
  }
  if (item.kind === 'software' && given.has('mode')) {
    problems.push({ where: ['mode'], message: `${item.id} is software, and a mode is for tasks; allowed: a state`, level: 'error' });
  }
  for (const { parameter, message } of checkParameters(item, deployment.parameters)) {
    problems.push({ where: ['parameters', parameter], message, level: 'error' });
  }
  if (problems.length === 0) problems.push(...checkScripts(item, deployment));
  return problems;
}

/** What it needs, each with the scripts of which one is enough. */
function neededScripts(item: Item, deployment: Deployment): ScriptName[][] {
  if (item.kind === 'task') {
    switch (deployment.mode) {
      case 'enforce':
      case 'audit':
        return [['test']];
      case 'monitor':
        return [['get']];
      default:
        return assertNever(deployment.mode, 'mode');
    }
  }
  switch (deployment.state) {
    case 'latest':
      return [['available'], ['install']];
    case 'updateIfFound':
      return [['available'], ['upgrade', 'install']];
    case 'absent':
      return [['uninstall']];
    default:
      return [['install']];
  }
}

function wishText(item: Item, { mode, state }: Deployment): string {
  if (item.kind === 'task') return `mode ${mode}`;
  return `state ${
    typeof state === 'object'
      ? Object.entries(state)
          .map(([key, value]) => `${key} ${String(value)}`)
          .join()
      : (state ?? 'any')
  }`;
}

function checkScripts(item: Item, deployment: Deployment): DeploymentProblem[] {
  const where = [item.kind === 'task' ? 'mode' : 'state'];
  const problems: DeploymentProblem[] = [];
  for (const names of neededScripts(item, deployment)) {
    const without = item.platforms.filter((platform) => !names.some((name) => item.scripts[platform]?.[name]));
    if (without.length === 0) continue;
    const none = without.length === item.platforms.length;
    const message = `${item.id} has no ${names.join(' or ')}${none ? '' : ` for ${without.join(', ')}`}, which ${wishText(item, deployment)} needs`;
    problems.push({ where, message: none ? `${message}; allowed: ${possible(item)}` : message, level: none ? 'error' : 'warning' });
  }
  const setless = item.kind === 'task' && deployment.mode === 'enforce' && !item.platforms.some((platform) => item.scripts[platform]?.set);
  if (setless && problems.length === 0) {
    problems.push({
      where,
      message: `${item.id} has no set, so what is not compliant ends in an error; mode audit says the same without one`,
      level: 'warning',
    });
  }
  return problems;
}

/** What the scripts that are there allow. */
function possible(item: Item): string {
  const has = (name: ScriptName): boolean => item.platforms.some((platform) => item.scripts[platform]?.[name]);
  const wishes =
    item.kind === 'task'
      ? [has('test') && 'mode enforce, audit', has('get') && 'mode monitor']
      : [
          has('install') && 'state any, atLeast, exactly, atMost',
          has('install') && has('available') && 'state latest',
          has('available') && (has('upgrade') || has('install')) && 'state updateIfFound',
          has('uninstall') && 'state absent',
        ];
  return [...wishes.filter((wish) => wish !== false), 'state ignore'].join('; ');
}
