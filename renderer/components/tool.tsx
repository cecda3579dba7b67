import type { ReactNode } from 'react';
import classes from './tool.module.css';

/** A small button with a picture; its name is heard, and seen on hover. */
export function Tool({ label, icon, onClick, pressed }: { label: string; icon: ReactNode; onClick: () => void; pressed?: boolean }) {
  return (
    <button type="button" className={classes.tool} aria-label={label} title={label} aria-pressed={pressed} onClick={onClick}>
      {icon}
    </button>
  );
}
