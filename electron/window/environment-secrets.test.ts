import { expect, it } from 'vitest';
import { environmentSecrets } from './environment-secrets.ts';

it('takes secrets out of the environment and gives them by name', () => {
  const env: NodeJS.ProcessEnv = { ROUNDS_SECRET_LAB_TOKEN: 'planted', rounds_secret_other: 'too', ROUNDS_SECRET_EMPTY: '', PATH: '/bin' };
  const secrets = environmentSecrets(env);
  expect(env).toEqual({ PATH: '/bin' });
  expect([secrets('lab-token'), secrets('lab.token'), secrets('Other'), secrets('empty'), secrets('none')]).toEqual([
    'planted',
    'planted',
    'too',
    null,
    null,
  ]);
});
