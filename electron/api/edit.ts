import { formOf } from '../setup/to-form.ts';
import { entryHash, type EditPlan } from '../setup/plan-edit.ts';
import { keyOf } from '../setup/entries.ts';
import { filesNaming } from '../setup/sources.ts';
import { RoundsError } from '../../shared/errors.ts';
import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

type EditCalls = 'set-up.plan' | 'set-up.edit' | 'set-up.undo' | 'set-up.form';

export function editHandlers({ engine }: ApiTools): Pick<Handlers, EditCalls> {
  return {
    'set-up.plan': async (edit) => (await engine.planEdit(edit)).answer,
    'set-up.edit': async (edit) => {
      const plan: EditPlan & { undoId: string | null } = await engine.edit(edit);
      return { ...plan.answer, undo: plan.undoId };
    },
    'set-up.undo': async ({ undo }) => {
      await engine.undoEdit(undo);
      return {};
    },
    'set-up.form': async ({ kind, id }) => {
      const entry = (await engine.setUpEntries()).find((one) => keyOf(one) === `${kind} ${id}`);
      if (entry && entry.kind !== 'item-folder') return { form: formOf(entry), hash: entryHash(entry), files: filesNaming(entry) };
      const waiting = kind === 'deployment' ? (await engine.setUp()).setUp.deployments.find(({ name }) => name === id) : undefined;
      if (!waiting) throw new RoundsError('usage/set-up', `There is no ${kind} '${id}' any more`);
      return { form: formOf({ kind: 'deployment', sources: [], value: waiting }), hash: null, files: [] };
    },
  };
}
