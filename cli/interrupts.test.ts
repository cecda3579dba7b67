import { expect, it } from 'vitest';
import { watchInterrupts } from './interrupts.ts';
import { testIo } from './test-io.ts';

it('the first cancels, the second leaves at once with 4', () => {
  const io = testIo();
  const calls: string[] = [];
  const interrupts = watchInterrupts(io, (cancelling) => calls.push(`leaving ${cancelling}`));
  interrupts.onFirst((signal) => calls.push(signal));
  io.send('SIGINT');
  io.clock.now += 100;
  io.send('SIGINT');
  expect([calls, io.exits, interrupts.signal.aborted]).toEqual([['SIGINT'], [], true]);
  io.clock.now += 400;
  io.send('SIGTERM');
  expect([calls, io.exits]).toEqual([['SIGINT', 'leaving true'], [4]]);
});

it('leaves at the first one while nothing runs', () => {
  const io = testIo();
  const interrupts = watchInterrupts(io, () => {});
  const stop = interrupts.onFirst(() => {});
  stop();
  io.send('SIGHUP');
  expect(io.exits).toEqual([4]);
});
