import { Button, TextInput } from '@mantine/core';
import { FileCode2, FileText, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemProblem } from '../../shared/api/catalogue.ts';
import type { ItemText } from './item-draft.ts';
import classes from './item-editor.module.css';
import { placeOf } from './item-problems.tsx';

interface ItemFilesProps {
  files: readonly ItemText[];
  others: readonly string[];
  problems: readonly ItemProblem[];
  shown: string;
  onShow: (name: string) => void;
  onChange: (files: ItemText[]) => void;
}

/** The files of an item: which one is shown, new ones, and those that go. */
export function ItemFiles({ files, others, problems, shown, onShow, onChange }: ItemFilesProps) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const add = (): void => {
    const fresh = name.trim();
    if (fresh === '') return;
    if (!files.some((file) => file.name === fresh)) onChange([...files, { name: fresh, text: '' }]);
    onShow(fresh);
    setName('');
  };
  return (
    <nav className={classes.files} aria-label={t('item.files')}>
      <ul>
        {files.map((file) => {
          const Icon = /\.(sh|ps1)$/.test(file.name) ? FileCode2 : FileText;
          const wrong = problems.some((problem) => problem.level === 'error' && placeOf(problem).file === file.name);
          return (
            <li key={file.name}>
              <button
                type="button"
                aria-current={file.name === shown ? 'true' : undefined}
                data-wrong={wrong || undefined}
                onClick={() => onShow(file.name)}
              >
                <Icon size={14} strokeWidth={1.75} aria-hidden />
                <span translate="no">{file.name}</span>
              </button>
              {file.name !== 'item.yaml' && (
                <button
                  type="button"
                  className={classes.removeFile}
                  aria-label={t('item.removeFile', { name: file.name })}
                  title={t('item.removeFile', { name: file.name })}
                  onClick={() => onChange(files.filter((one) => one !== file))}
                >
                  <X size={13} strokeWidth={1.75} aria-hidden />
                </button>
              )}
            </li>
          );
        })}
      </ul>
      <form
        className={classes.addFile}
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextInput
          aria-label={t('item.addFile')}
          placeholder={t('item.addFileHint')}
          value={name}
          spellCheck={false}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" disabled={name.trim() === ''}>
          {t('item.add')}
        </Button>
      </form>
      {others.length > 0 && <p className={classes.muted}>{t('item.others', { names: others.join(', ') })}</p>}
      <p className={classes.muted}>{t('item.leaveHint')}</p>
    </nav>
  );
}
