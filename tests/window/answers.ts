import type { ElectronApplication } from 'playwright';

/** Everything that the engine tells the page about what it holds, as one JSON text: run inside the page. */
export const ANSWERS = `(async () => {
  const call = async (name, request) => (await window.rounds.call(name, request)).value;
  const watch = (topic, key) => new Promise((resolve) => { const stop = window.rounds.watch(topic, key, (value) => { resolve(value); setTimeout(() => stop()); }); });
  const computers = await call('computers.page', {});
  const ids = computers.rows.map((row) => row.id);
  const sessions = await call('sessions.page', {});
  const views = await Promise.all(sessions.rows.map((row) => watch('session', row.id)));
  return JSON.stringify([
    computers, sessions, views, await call('computers.facets', {}), await call('deployments.list', {}), await call('catalogue.list', {}), await call('set-up.choices', {}),
    await call('app.info', {}), await call('runs.preview', { computers: ids, include: ['required'] }), await watch('live', ''), await watch('vault', ''),
    await call('set-up.plan', { remove: [{ kind: 'tenant', id: 'Acme' }] }), await call('item-folders.list', {}), await call('data-folder.view', {}), await call('insights.view', {}), await call('insights.cells', {}),
    ...(await Promise.all(ids.map((id) => call('computers.get', { id })))),
  ]);
})()`;

/** Every line of every log that the page can ask for, as one JSON text. */
export const LOGS = `(async () => {
  const call = async (name, request) => (await window.rounds.call(name, request)).value;
  const { rows } = await call('sessions.page', {});
  const logs = rows.flatMap((row) => row.results.map((_, n) => call('sessions.log', { session: row.id, n, first: 0, limit: 2000 })));
  return JSON.stringify(await Promise.all(logs));
})()`;

/**
 * Keeps what every call of the page is answered from now on; the function that it returns gives that as JSON texts. There is no
 * door for this in the program: the handlers that Electron holds are wrapped in the running one.
 */
export async function keepAnswers(app: ElectronApplication): Promise<() => Promise<string[]>> {
  await app.evaluate(({ ipcMain }) => {
    const handlers = Reflect.get(ipcMain, '_invokeHandlers') as Map<string, (...request: unknown[]) => unknown>;
    const kept: string[] = [];
    Reflect.set(globalThis, 'keptAnswers', kept);
    for (const [channel, handle] of handlers)
      handlers.set(channel, async (...request) => {
        const answer = await handle(...request);
        kept.push(JSON.stringify(answer));
        return answer;
      });
  });
  return () => app.evaluate(() => Reflect.get(globalThis, 'keptAnswers') as string[]);
}
