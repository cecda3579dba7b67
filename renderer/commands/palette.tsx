import { Modal } from '@mantine/core';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { COMMANDS, type Command, type CommandName } from '../../shared/commands.ts';
import { call } from '../bridge.ts';
import classes from './commands.module.css';
import { runCommand, useCommands } from './use-command.ts';
import { useHandler } from './use-handler.ts';

interface Entry {
  id: string;
  label: string;
  about: string;
  run: () => void;
}

/** Commands and computers in one list, found by typing. */
export function Palette() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [computers, setComputers] = useState<Entry[]>([]);
  const handlers = useCommands((state) => state.handlers);
  useHandler('palette', () => {
    setText('');
    setAt(0);
    setOpen(true);
  });
  useEffect(() => {
    if (!open) return;
    let current = true;
    void call('computers.page', { filter: { text }, limit: 8 })
      .then(({ rows }) => {
        if (!current) return;
        setComputers(
          rows.map((row) => ({ id: `c ${row.id}`, label: row.name, about: row.tenant, run: () => go(`/computers/${encodeURIComponent(row.id)}`) })),
        );
      })
      .catch(() => undefined);
    return () => {
      current = false;
    };
  }, [open, text, go]);
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
      about: key?.replace('Mod', 'Ctrl') ?? '',
      run: () => runCommand(name as CommandName),
    }));
  const entries = text === '' ? commands : [...computers, ...commands];
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
            <small>{entry.about}</small>
          </div>
        ))}
      </div>
    </Modal>
  );
}
