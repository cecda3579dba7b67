import { RoundsError } from '../../shared/errors.ts';
import type { ComputerId, Deployment, SetUp } from '../../shared/model.ts';
import { checkDeployment } from '../catalogue/deployment-check.ts';

interface Trial {
  item: string;
  parameters: Deployment['parameters'];
  state?: Deployment['state'];
}

/**
 * The set-up in which an item is deployed to these computers by a deployment for the occasion, and by no other.
 * @throws RoundsError `usage/trial` where the item is not there, or cannot do with these parameters
 */
export function withTrial(setUp: SetUp, { item: id, parameters, state }: Trial, computers: readonly ComputerId[]): SetUp {
  const item = setUp.items.find((one) => one.id === id);
  if (!item) throw new RoundsError('usage/trial', `there is no item '${id}' that loads`);
  const trials = computers.map((computer): Deployment => ({
    name: `Trial of ${item.name} on ${computer}`,
    item: id,
    instance: null,
    target: { computer },
    enforcement: 'adhoc',
    origin: 'local',
    mode: item.kind === 'task' && !canTest(item) ? 'monitor' : 'enforce',
    ...(item.kind === 'software' ? { state: state ?? 'any' } : {}),
    parameters,
    enabled: true,
  }));
  const problems = trials[0] ? checkDeployment(item, trials[0], new Set(['parameters'])).filter(({ level }) => level === 'error') : [];
  if (problems.length > 0) throw new RoundsError('usage/trial', problems.map(({ message }) => message).join('\n'));
  return { ...setUp, deployments: [...setUp.deployments.filter((deployment) => deployment.item !== id), ...trials] };
}

const canTest = ({ scripts }: SetUp['items'][number]): boolean => Object.values(scripts).some((named) => named?.test !== undefined);
