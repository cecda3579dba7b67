import { bulkEdit } from '../setup/bulk-change.ts';
import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

export function bulkHandlers({ engine }: ApiTools): Pick<Handlers, 'computers.change'> {
  return {
    'computers.change': async ({ computers, change }) => {
      const { answer, undoId } = await engine.edit(bulkEdit(await engine.store.readSetUp(), computers, change));
      return { ...answer, undo: undoId };
    },
  };
}
