import { ansi } from './ansi.ts';
import classes from './ansi-text.module.css';

/** A line that a script wrote, in the colours that it asked for. */
export function AnsiText({ text }: { text: string }) {
  return (
    <>
      {ansi(text).map((part, at) => (
        <span key={at} className={classes.part} data-colour={part.colour} data-bold={part.bold || undefined}>
          {part.text}
        </span>
      ))}
    </>
  );
}
