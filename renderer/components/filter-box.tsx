import { Checkbox, Popover } from '@mantine/core';
import { Plus, Search, X } from 'lucide-react';
import { useEffect, useState, type Ref } from 'react';
import classes from './filter-box.module.css';

/** How long typing may pause before the list is asked for, milliseconds. */
const PAUSE_MS = 40;

interface FilterBoxProps {
  text: string;
  hint: string;
  onChange: (text: string) => void;
  ref?: Ref<HTMLInputElement>;
}

/** The box that `/` leads to. */
export function FilterBox({ text, hint, onChange, ref }: FilterBoxProps) {
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => onChange(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <label className={classes.box}>
      <Search size={13} strokeWidth={1.75} aria-hidden />
      <input
        ref={ref}
        value={typed}
        placeholder={`/ ${hint}`}
        aria-label={hint}
        size={Math.max(9, typed.length + 1)}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          if (typed === '') event.currentTarget.blur();
          setTyped('');
          event.stopPropagation();
        }}
      />
    </label>
  );
}

interface ChoiceProps {
  label: string;
  options: readonly string[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** A chip: what a list is filtered by, and what there is to choose from. Not there where there is nothing to choose. */
function Choice({ label, options, chosen, onChange }: ChoiceProps) {
  const [open, setOpen] = useState(false);
  if (options.length === 0 && chosen.length === 0) return null;
  const toggle = (option: string): void => onChange(chosen.includes(option) ? chosen.filter((one) => one !== option) : [...chosen, option]);
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-start"
      shadow="md"
      transitionProps={{ duration: 0 }}
      trapFocus
      returnFocus
      withRoles={false}
    >
      <Popover.Target>
        <span className={chosen.length > 0 ? classes.chip : classes.add}>
          <button type="button" aria-haspopup="dialog" aria-expanded={open} onClick={() => setOpen(!open)}>
            {chosen.length === 0 && <Plus size={13} strokeWidth={1.75} aria-hidden />}
            {label}
            {chosen.length > 0 && <strong>{chosen.join(', ')}</strong>}
          </button>
          {chosen.length > 0 && (
            <button type="button" aria-label={`${label}: ×`} onClick={() => onChange([])}>
              <X size={13} strokeWidth={2} />
            </button>
          )}
        </span>
      </Popover.Target>
      <Popover.Dropdown className={classes.list} role="dialog" aria-label={label}>
        {options.map((option) => (
          <Checkbox key={option} label={option} checked={chosen.includes(option)} onChange={() => toggle(option)} />
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}

FilterBox.Choice = Choice;
