import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes minutes begins first, or it would be waited for alone at the end. */
const LONG = /\/(machine|backup|session|account)\.test\.ts$/;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{shared,electron,cli,renderer,tests}/**/*.test.{ts,tsx}'],
          exclude: ['tests/window/**'],
          sequence: { groupOrder: 0 },
        },
      },
      // `npm run screenshots`; no test.
      ...(process.env['ROUNDS_PICTURES']
        ? [
            {
              extends: true as const,
              test: {
                name: 'pictures',
                include: ['tests/window/pictures/*.pictures.ts'],
                globalSetup: ['tests/window/set-up.ts'],
                testTimeout: 300_000,
                sequence: { groupOrder: 2 },
              },
            },
          ]
        : []),
      {
        // The real program, one window after the other, when nothing else wants the processor.
        extends: true,
        test: {
          name: 'window',
          include: ['tests/window/**/*.test.ts'],
          globalSetup: ['tests/window/set-up.ts'],
          testTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
