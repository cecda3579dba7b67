import type { SetUp } from '../../shared/model.ts';

/** Every secret that the set-up names: of credentials and of parameters. */
export function secretNames(setUp: SetUp): string[] {
  const ofParameters = setUp.deployments.flatMap(({ parameters }) =>
    Object.values(parameters).flatMap((value) => (typeof value === 'object' && 'secret' in value ? [value.secret] : [])),
  );
  return [...new Set([...setUp.credentials.map(({ name }) => name), ...ofParameters])].sort();
}
