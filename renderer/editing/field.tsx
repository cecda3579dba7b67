import type { ReactNode } from 'react';
import classes from './editing.module.css';

/** A part of the form: its name, what it holds, and under it what is wrong with it. */
export function Field({ label, about, problems, children }: { label: string; about?: ReactNode; problems?: readonly string[]; children: ReactNode }) {
  return (
    <section className={classes.field} aria-label={label}>
      <h2>{label}</h2>
      {children}
      {about !== undefined && <p className={classes.about}>{about}</p>}
      {problems?.map((problem) => (
        <p key={problem} className={classes.problem} role="alert">
          {problem}
        </p>
      ))}
    </section>
  );
}
