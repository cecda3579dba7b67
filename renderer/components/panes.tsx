/** Panes side by side or one above the other, with a bar between that is moved with the mouse or the arrow keys. */
import type { ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import classes from './panes.module.css';

export function Panes({ across = false, busy = false, children }: { across?: boolean; busy?: boolean; children: ReactNode }) {
  return (
    <Group orientation={across ? 'horizontal' : 'vertical'} className={classes.panes} data-busy={busy || undefined}>
      {children}
    </Group>
  );
}

/** What is in it fills it, and scrolls for itself. @param min pixels @param size of all, at first, such as `42%` */
export function Pane({ min, size, children }: { min: number; size?: string; children: ReactNode }) {
  return (
    <Panel className={classes.pane} style={{ overflow: 'hidden' }} minSize={min} {...(size === undefined ? {} : { defaultSize: size })}>
      {children}
    </Panel>
  );
}

export function PaneBar() {
  return <Separator className={classes.bar} />;
}
