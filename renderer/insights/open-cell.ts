import { call } from '../bridge.ts';

/** Goes to the action that judged an item on a computer, where one did. */
export async function openCell(computer: string, item: string, go: (address: string) => void): Promise<void> {
  const { found } = await call('insights.cell', { computer, item });
  if (found) go(`/sessions/${found.session}/${found.n}`);
}
