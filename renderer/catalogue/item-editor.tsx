import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { call, type CallFailed } from '../bridge.ts';
import { Code } from '../code/code.tsx';
import { useHandler } from '../commands/use-handler.ts';
import { Crumb } from '../components/crumb.tsx';
import { Failure } from '../components/failure.tsx';
import { Pane, PaneBar, Panes } from '../components/panes.tsx';
import { Screen, ScreenHead } from '../components/screen.tsx';
import { plain } from '../components/visible.ts';
import editing from '../editing/editing.module.css';
import { tellSaved } from '../editing/saved.tsx';
import { useDraft } from '../editing/use-draft.ts';
import { useSettled } from '../editing/use-settled.ts';
import { usePlace } from '../state/place.ts';
import { failureOf, useCall } from '../state/use-call.ts';
import { beginItem, fieldOf, isItemEdited, type ItemBeginning, type ItemDraft, type ItemStart, type ItemText } from './item-draft.ts';
import classes from './item-editor.module.css';
import { ItemFiles } from './item-files.tsx';
import { ItemProblems, placeOf } from './item-problems.tsx';
import { Trial } from './trial.tsx';

/** An item as texts: files left, the text, what is wrong with it below; right it is tried out. */
export function ItemEditor({ beginning, address }: { beginning: ItemBeginning; address: string }) {
  const { draft, failed, change, begin, rebase, drop } = useDraft<ItemStart, ItemText[]>(address, () => beginItem(beginning));
  if (!draft) return <Screen>{failed && <Failure failed={failed} />}</Screen>;
  return <Editor draft={draft} onChange={change} onBegin={begin} onSaved={rebase} onDrop={drop} />;
}

interface EditorProps {
  draft: ItemDraft;
  onChange: (files: ItemText[]) => void;
  onBegin: (draft: ItemDraft) => void;
  onSaved: (start: ItemStart) => void;
  onDrop: () => void;
}

function Editor({ draft, onChange, onBegin, onSaved, onDrop }: EditorProps) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { start, form: files } = draft;
  const { where } = start;
  const folder = 'folder' in where ? where.folder : null;
  const changePlace = usePlace((state) => state.change);
  const [shown, setShown] = useState('item.yaml');
  const [goTo, setGoTo] = useState<{ line: number } | null>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const settled = useSettled(files);
  const asked = useCall('catalogue.check', { where, files: settled });
  const problems = asked.value?.problems ?? [];
  const errors = problems.filter(({ level }) => level === 'error').length;
  const current = files.find(({ name }) => name === shown) ?? files[0];
  const marks = useMemo(
    () =>
      problems.flatMap((problem) => {
        const { file, line } = placeOf(problem);
        return file === current?.name ? [{ line, message: problem.message, level: problem.level }] : [];
      }),
    [problems, current?.name],
  );
  const edited = isItemEdited(draft);
  const looking = asked.busy || settled !== files;
  // While it is looked at it may be saved all the same: the engine looks too, and writes nothing that is wrong.
  const maySave = edited && (looking || errors === 0) && asked.value !== null && !busy;
  const reason = !edited ? t('item.notEdited') : errors > 0 ? t('item.wrong', { count: errors }) : '';
  const name = fieldOf(files, 'name');
  const leave = (): void => {
    onDrop();
    go('/catalogue');
  };
  const save = async (over = false): Promise<boolean> => {
    setBusy(true);
    setFailed(null);
    try {
      const stamp = over ? null : start.stamp;
      const saved = await call('catalogue.save', { where, files, ...(stamp === null ? {} : { stamp }) });
      changePlace('catalogue', { focused: saved.id });
      if (folder === null) {
        tellSaved(t('item.madeIn', { name, folder: saved.folder }), saved.undo);
        onDrop();
        go(`/catalogue/edit/${encodeURIComponent(saved.folder)}`, { replace: true });
      } else {
        tellSaved(t('item.saved', { name }), null);
        onSaved({ ...start, where: { folder: saved.folder }, stamp: saved.stamp, files });
      }
      return true;
    } catch (error) {
      setFailed(failureOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const theirs = async (): Promise<void> => {
    setFailed(null);
    if (folder !== null) onBegin(await beginItem({ edit: folder }));
  };
  useHandler('save', () => maySave && void save());
  const title =
    folder === null
      ? 'from' in where && where.from !== undefined
        ? t('item.copyOf', { name: where.from.split(/[\\/]/).at(-1) ?? '' })
        : t('item.new')
      : name;
  return (
    <Screen>
      <ScreenHead
        title={
          <>
            <Crumb href="/catalogue" place={t('place.catalogue')} />
            <span className={editing.name}>{plain(title)}</span>
          </>
        }
        about={[start.shown ?? '', reason].filter(Boolean).join(', ')}
      >
        {edited && <Button onClick={leave}>{t('item.discard')}</Button>}
        <Button variant="filled" loading={busy} disabled={!maySave} title={reason || undefined} onClick={() => void save()}>
          {t('item.save')}
        </Button>
      </ScreenHead>
      {failed && <Failure failed={failed} />}
      {failed?.error.kind === 'input/item-changed' && (
        <div className={classes.changed}>
          <Button onClick={() => void theirs()}>{t('item.theirs')}</Button>
          <Button onClick={() => void save(true)}>{t('item.overwrite')}</Button>
        </div>
      )}
      <Panes across>
        <Pane min={420}>
          <div className={classes.texts}>
            <ItemFiles files={files} others={start.others} problems={problems} shown={current?.name ?? ''} onShow={setShown} onChange={onChange} />
            {current && (
              <Code
                file={current.name}
                label={t('item.file', { name: current.name })}
                text={current.text}
                marks={marks}
                goTo={goTo}
                onChange={(text) => onChange(files.map((file) => (file.name === current.name ? { name: file.name, text } : file)))}
              />
            )}
          </div>
          <ItemProblems
            problems={problems}
            busy={looking && problems.length === 0}
            onGo={(file, line) => {
              if (files.some((one) => one.name === file)) setShown(file);
              setGoTo({ line });
            }}
          />
        </Pane>
        <PaneBar />
        <Pane min={300} size="34%">
          <Trial item={asked.value?.item ?? null} save={edited ? () => save() : null} ready={errors === 0 && !looking && !busy} />
        </Pane>
      </Panes>
    </Screen>
  );
}
