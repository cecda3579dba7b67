import { expect, it } from 'vitest';
import { describeWindow, withWindow } from '../harness.ts';
import { SCREENS, throughScreens } from '../screens.ts';

describeWindow('No screen breaks the content security policy', () => {
  it('goes through all of them without a violation, an error or an exception', () =>
    withWindow({}, async ({ page, problems }) => {
      const seen: Record<string, string[]> = {};
      await throughScreens(page, async (name) => {
        if (problems.length > 0) seen[name] = problems.splice(0);
      });
      expect(seen).toEqual({});
      expect(SCREENS.length).toBeGreaterThan(0);
    }));
});
