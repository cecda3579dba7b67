/** One call of the command in a test, with an engine and a process of its own. */
import { main } from './program.ts';
import { testEngine, type TestEngine } from './test-engine.ts';
import { testIo, type TestIo } from './test-io.ts';

export const env = () => ({ HOME: '/home/tech', LANG: 'C.UTF-8' }) as NodeJS.ProcessEnv;
export const call = (argv: string[], engine: TestEngine = testEngine(), io: TestIo = testIo(), environment = env()) =>
  main(argv, environment, io, { openEngine: (options) => engine.open(options) }).then((status) => ({
    status,
    io,
    engine,
    objects: () => io.lines().map((line) => JSON.parse(line) as Record<string, unknown>),
  }));
