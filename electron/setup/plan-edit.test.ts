import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { editCalls, type SetUpEditRequest } from '../../shared/api/edit.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { openStore } from '../store/open-store.ts';
import type { SetUpEntry, Store } from '../store/store.ts';
import { SetUpEditor } from './editor.ts';
import { entryHash } from './plan-edit.ts';

const nothing: Catalogue = { items: [], problems: [], recommended: [] };
const edit = (request: SetUpEditRequest) => editCalls['set-up.edit'].request.parse(request);
const tenant: SetUpEntry = { sources: ['file:/a.yaml'], kind: 'tenant', value: { name: 'Acme' } };
const web: SetUpEntry = { sources: ['window'], kind: 'computer', value: { id: 'Acme/web', name: 'web', tenant: 'Acme', tags: [] } };

let folder: string;
let store: Store;
let editor: SetUpEditor;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rounds-edit-'));
  store = await openStore({ folder });
  editor = new SetUpEditor(store, () => Promise.resolve(nothing));
  await store.changeSetUp({ put: [tenant, web], remove: [] });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

describe('an edit of the set-up by hand', () => {
  it('is checked like a set-up file, and each mistake has its place in the form', async () => {
    const { answer } = await editor.plan(
      edit({
        put: {
          computers: [
            { name: 'db', tenant: 'Acme', connection: { kind: 'ssh', host: 'h', port: 99999 } },
            { name: 'x', tenant: 'Beta' },
          ],
        },
      }),
    );
    expect(answer.problems.map(({ section, index, where }) => [section, index, ...where])).toEqual([
      ['computers', 0, 'connection', 'port'],
      ['computers', 1, 'tenant'],
    ]);
    expect(answer.problems[1]?.message).toContain("there is no tenant 'Beta'");
  });

  it('changes nothing while anything is wrong with it', async () => {
    const before = await store.readSetUp();
    const done = await editor.edit(edit({ put: { tenants: [{ name: 'Beta' }], computers: [{ name: '' }] } }));
    expect(done.undoId).toBeNull();
    expect(await store.readSetUp()).toEqual(before);
  });

  it('belongs to the window besides the files that name it, and names these', async () => {
    const done = await editor.edit(edit({ put: { tenants: [{ name: 'Acme', connection: { user: 'ops' } }] } }));
    expect(done.answer).toMatchObject({ added: 0, changed: 1, removed: 0, files: ['/a.yaml'] });
    expect((await store.readSetUp()).find(({ kind }) => kind === 'tenant')?.sources).toEqual(['file:/a.yaml', 'window']);
  });

  it('leaves alone what is as it was', async () => {
    const version = await store.setUpVersion();
    expect((await editor.edit(edit({ put: { tenants: [{ name: 'Acme' }] } }))).undoId).toBeNull();
    expect(await store.setUpVersion()).toBe(version);
  });

  it('refuses to change what is to be new, and what was changed by somebody else since it was looked at', async () => {
    const taken = await editor.plan(edit({ put: { tenants: [{ name: 'Acme' }] }, fresh: [{ kind: 'tenant', id: 'Acme' }] }));
    expect(taken.answer.problems).toHaveLength(1);
    const hash = entryHash(web);
    await store.changeSetUp({ put: [{ ...web, value: { ...web.value, tags: ['new'] } }], remove: [] });
    const late = await editor.edit(
      edit({ put: { computers: [{ name: 'web', tenant: 'Acme' }] }, seen: [{ kind: 'computer', id: 'Acme/web', hash }] }),
    );
    expect(late.answer.refusals).toEqual(['computer Acme/web was changed meanwhile; open it again to see how it is now']);
    expect(late.undoId).toBeNull();
  });

  it('refuses to remove what others still name', async () => {
    const { answer } = await editor.plan(edit({ remove: [{ kind: 'tenant', id: 'Acme' }] }));
    expect(answer.refusals).toEqual(['tenant Acme would be removed, but computer Acme/web still names it']);
  });

  it('can be taken back, but not over what was changed since', async () => {
    const before = await store.readSetUp();
    const { undoId } = await editor.edit(edit({ remove: [{ kind: 'computer', id: 'Acme/web' }], put: { tenants: [{ name: 'Beta' }] } }));
    await editor.undo(undoId ?? '');
    expect(await store.readSetUp()).toEqual(before);

    const second = await editor.edit(edit({ put: { tenants: [{ name: 'Beta' }] } }));
    await editor.edit(edit({ put: { tenants: [{ name: 'Gamma' }] } }));
    await expect(editor.undo(second.undoId ?? '')).rejects.toMatchObject({ kind: 'store/set-up-changed' });
    await expect(editor.undo('edit-99')).rejects.toMatchObject({ kind: 'usage/undo' });
  });

  it('sets all limits at once; an empty form sets none', async () => {
    await editor.edit(edit({ put: { limits: [{ connect: '5s', concurrency: 10 }] } }));
    expect((await store.readSetUp()).find(({ kind }) => kind === 'limits')?.value).toEqual({
      id: 'limits',
      limits: { connect: 5000, concurrency: 10 },
    });
    await editor.edit(edit({ put: { limits: [{}] } }));
    expect((await store.readSetUp()).some(({ kind }) => kind === 'limits')).toBe(false);
  });

  it('made at the same time by two: both are there', async () => {
    const other = new SetUpEditor(store, () => Promise.resolve(nothing));
    await Promise.all([editor.edit(edit({ put: { tenants: [{ name: 'B' }] } })), other.edit(edit({ put: { tenants: [{ name: 'C' }] } }))]);
    expect((await store.readSetUp()).filter(({ kind }) => kind === 'tenant').map(({ value }) => Reflect.get(value, 'name') as string)).toEqual([
      'Acme',
      'B',
      'C',
    ]);
  });
});
