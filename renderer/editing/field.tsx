import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './editing.module.css';

interface FieldProps {
  label: string;
  about?: ReactNode;
  problems?: readonly string[];
  /** It is not there yet, and nothing can be saved without it: no mistake, so it is not said like one. */
  needed?: boolean;
  children: ReactNode;
}

/** A part of the form: its name, what it holds, and under it what is wrong with it. */
export function Field({ label, about, problems, needed = false, children }: FieldProps) {
  const { t } = useTranslation();
  return (
    <section className={classes.field} aria-label={label}>
      <h2>
        {label}
        {needed && <em className={classes.needed}>{t('editor.needed')}</em>}
      </h2>
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
