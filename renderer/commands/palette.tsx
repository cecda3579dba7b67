import { Modal } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { COMMANDS, type Command, type CommandName } from '../../shared/commands.ts';
import classes from './commands.module.css';
import { runCommand, useCommands } from './use-command.ts';
import { useFinds, type Entry } from './use-finds.ts';
import { useHandler } from './use-handler.ts';

/** Commands, computers, deployments, items and sessions in one list, found by typing. */
export function Palette() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const finds = useFinds(open ? text : '');
  const handlers = useCommands((state) => state.handlers);
  useHandler('palette', () => {
    setText('');
    setAt(0);
    setOpen(true);
  });
  const words = text.toLowerCase().split(/\s+/);
  const commands = Object.entries<Command>(COMMANDS)
    .filter(
      ([name]) =>
        name !== 'palette' &&
        handlers.has(name as CommandName) &&
        words.every((word) =>
          t(`command.${name as CommandName}`)
            .toLowerCase()
            .includes(word),
        ),
    )
    .map(([name, { key }]): Entry => ({
      id: name,
      label: t(`command.${name as CommandName}`),
      about: '',
      key: key?.replace('Mod', 'Ctrl'),
      run: () => runCommand(name as CommandName),
    }));
  const entries = text === '' ? commands : [...commands, ...finds];
  const choose = (entry: Entry | undefined): void => {
    if (!entry) return;
    setOpen(false);
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, entries.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter') choose(entries[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal
      opened={open}
      onClose={() => setOpen(false)}
      title={t('frame.search')}
      classNames={{ header: 'visually-hidden' }}
      withCloseButton={false}
      padding={0}
      size={560}
      yOffset="12vh"
    >
      <input
        className={classes.input}
        autoFocus
        data-autofocus
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={entries[at] ? `palette-${at}` : undefined}
        aria-label={t('frame.search')}
        placeholder={t('frame.search')}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className={classes.list} id="palette-list" role="listbox" aria-label={t('frame.search')}>
        {entries.map((entry, index) => (
          <div
            key={entry.id}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === at}
            className={classes.entry}
            data-active={index === at || undefined}
            onMouseMove={() => setAt(index)}
            onClick={() => choose(entry)}
          >
            <span>{entry.label}</span>
            {entry.key ? <kbd>{entry.key}</kbd> : <small>{entry.about}</small>}
          </div>
        ))}
        {entries.length === 0 && <p className={classes.nothing}>{t('palette.nothing')}</p>}
      </div>
    </Modal>
  );
}
