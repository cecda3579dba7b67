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
    await call('set-up.plan', { remove: [{ kind: 'tenant', id: 'Acme' }] }), await call('item-folders.list', {}), await call('data-folder.view', {}),
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
