// @ts-check
import tseslint from 'typescript-eslint';
import { layers } from './.ci/layer-rule.js';

/** Missing in Electron 25 (Node 18.15, V8 11.4), where the engine must run too. */
const missing = [
  ['Promise', 'withResolvers'],
  ['Object', 'groupBy'],
  ['Map', 'groupBy'],
  ['Array', 'fromAsync'],
  ['AbortSignal', 'any'],
  ['URL', 'canParse'],
  ['Promise', 'try'],
];

export default tseslint.config(
  { ignores: ['node_modules', 'dist', '.cache', 'coverage'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { rounds: { rules: { layers } } },
    rules: {
      'rounds/layers': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/require-await': 'off',
      'no-restricted-properties': ['error', ...missing.map(([object, property]) => ({ object, property, message: 'Not in Electron 25.' }))],
      eqeqeq: ['error', 'always'],
      'no-control-regex': 'off',
    },
  },
  // expect.any() and its kin are typed any by vitest.
  { files: ['**/*.test.ts'], rules: { '@typescript-eslint/no-unsafe-assignment': 'off' } },
);
