import { plain } from './visible.ts';
import classes from './cut.module.css';

/** A text on one line, cut where there is no room, whole on hover. It may come from a computer, so nothing in it stays hidden. */
export function Cut({ text: given, strong = false, muted = false }: { text: string; strong?: boolean; muted?: boolean }) {
  const text = plain(given);
  return (
    <span className={classes.cut} title={text} data-strong={strong || undefined} data-muted={muted || undefined}>
      {text}
    </span>
  );
}
