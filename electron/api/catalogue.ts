import { RoundsError } from '../../shared/errors.ts';
import { shownPath } from '../catalogue/yaml-file.ts';
import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

type CatalogueCalls = Extract<keyof Handlers, `catalogue.${string}`>;

export function catalogueHandlers({ engine, live }: ApiTools): Pick<Handlers, CatalogueCalls> {
  return {
    'catalogue.list': async () => {
      const [{ setUp, warnings }, folders] = await Promise.all([engine.setUp(), engine.itemFolders()]);
      const uses: Record<string, number> = {};
      for (const { item } of setUp.deployments) uses[item] = (uses[item] ?? 0) + 1;
      const broken = folders.flatMap(({ path: folder, item, problems }) => (item ? [] : [{ folder, shown: shownPath(folder), problems }]));
      return { items: setUp.items, warnings, broken, uses };
    },
    'catalogue.open': ({ folder }) => engine.items.open(folder),
    'catalogue.check': ({ where, files }) => engine.items.check(where, files),
    'catalogue.save': async ({ where, files, stamp = null }) => {
      const saved = await engine.items.save(where, files, stamp);
      return { folder: saved.folder, stamp: saved.stamp, id: saved.item.id, undo: saved.undoId };
    },
    'catalogue.try': async ({ item, computer, enforce, parameters }) => {
      const running = await engine.run({
        kind: enforce ? 'maintenance' : 'check',
        computers: [computer],
        include: [],
        chosen: [item],
        offline: { rule: 'skip' },
        targetText: `trial of ${item}`,
        trial: { item, parameters },
      });
      await live.follow(running);
      // A run that loses its record ends its sessions; who looks at them is told there.
      running.finished.catch(() => undefined);
      const [session] = await engine.store.sessions({ batch: running.id, limit: 1 });
      if (!session) throw new RoundsError('store/missing', 'The session of this trial is not in the record');
      return { batch: running.id, session: session.id };
    },
  };
}
