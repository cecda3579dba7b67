import { useEffect, useRef } from 'react';
import classes from './tick.module.css';

/** The box that ticks a row of a table: there are many, so it is the browser's own, in our tones. */
export function Tick({
  label,
  checked,
  some = false,
  tabIndex,
  onChange,
}: {
  label: string;
  checked: boolean;
  /** Not all of what it stands for. */
  some?: boolean;
  tabIndex?: number;
  onChange: (checked: boolean) => void;
}) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = some;
  }, [some]);
  return (
    <input
      ref={box}
      type="checkbox"
      className={classes.tick}
      aria-label={label}
      checked={checked}
      tabIndex={tabIndex}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
