import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, inject, it } from 'vitest';
import { describeWindow, environment, withWindow } from '../harness.ts';

describeWindow('One window a data folder', () => {
  it('a second start ends at once and brings the first to the front', () =>
    withWindow({}, async ({ app, data }) => {
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
      const focused = app.evaluate(
        ({ app: electron, BrowserWindow }) =>
          new Promise<string>((resolve) =>
            // After the program's own listener.
            electron.on('second-instance', () => setImmediate(() => resolve(`minimized: ${BrowserWindow.getAllWindows()[0]?.isMinimized()}`))),
          ),
      );
      const prepared = inject('prepared').window;
      if (!prepared) throw new Error('The window was not prepared');
      const second = spawn(prepared.program, [...prepared.args, '--data', data], { env: environment(prepared.env), stdio: 'ignore' });
      const [status] = (await once(second, 'exit')) as [number];
      expect(status).toBe(0);
      expect(await focused).toBe('minimized: false');
      expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    }));
});
