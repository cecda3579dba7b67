import classes from './cut.module.css';

/** A text on one line, cut where there is no room, whole on hover. */
export function Cut({ text, strong = false, muted = false }: { text: string; strong?: boolean; muted?: boolean }) {
  return (
    <span className={classes.cut} title={text} data-strong={strong || undefined} data-muted={muted || undefined}>
      {text}
    </span>
  );
}
