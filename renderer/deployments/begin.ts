/** How the editor of a deployment begins. */
import type { DeploymentForm } from '../../shared/setup-schema.ts';
import { call } from '../bridge.ts';
import type { Draft } from '../editing/drafts.ts';
import { without } from '../editing/without.ts';
import type { DraftForm, Start, ToWin } from './drafts.ts';

/** A deployment that is there; nothing; a copy of one; or the way to let one win an item on a computer. */
export type Beginning = { edit: string } | { new: true } | { copy: string } | { win: string; computer: string; item: string };

type Begun = Draft<Start, DraftForm>;

export async function begin(beginning: Beginning): Promise<Begun> {
  if ('new' in beginning) return begun({ form: { enforcement: 'required' }, name: null, hash: null, files: [] });
  if ('edit' in beginning) return begun(await there(beginning.edit));
  if ('copy' in beginning) {
    const { form } = await there(beginning.copy);
    return begun({ form: { ...without(form, 'origin', 'enabled'), name: `${beginning.copy} copy` }, name: null, hash: null, files: [] });
  }
  const { win: deployment, computer, item } = beginning;
  const { ways, winner } = await call('deployments.waysToWin', { deployment, computer, item });
  const toWin = { deployment, computer, item, winner: winner ?? '', ways, way: 0 };
  // Nothing to propose: it is shown as it is, with the sentence that says so.
  return ways.length === 0 ? begun({ ...(await there(deployment)), toWin }) : takeWay(toWin, 0);
}

/** The draft of one of the ways. */
export async function takeWay(toWin: ToWin, way: number): Promise<Begun> {
  const chosen = toWin.ways[way];
  if (!chosen) throw new Error(`There is no way ${way}`);
  const form = chosen.form as DraftForm;
  const start = chosen.of === null ? { form, name: null, hash: null, files: [] } : await there(chosen.of);
  return { start: { ...start, toWin: { ...toWin, way } }, form };
}

async function there(name: string): Promise<Start> {
  const { form, hash, files } = await call('set-up.form', { kind: 'deployment', id: name });
  return { form: form as DeploymentForm, name, hash, files };
}

const begun = (start: Start): Begun => ({ start, form: start.form });
