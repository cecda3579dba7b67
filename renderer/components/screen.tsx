import type { ReactNode } from 'react';
import classes from './screen.module.css';

/** The head of every screen: title, what it is about, and its buttons; below it an optional line of filters. */
export function ScreenHead({ title, about, children, filters }: { title: ReactNode; about?: ReactNode; children?: ReactNode; filters?: ReactNode }) {
  return (
    <header className={classes.head}>
      <div className={classes.line}>
        <h1 className={classes.title}>{title}</h1>
        {about !== undefined && <span className={classes.about}>{about}</span>}
        <div className={classes.buttons}>{children}</div>
      </div>
      {filters !== undefined && <div className={classes.filters}>{filters}</div>}
    </header>
  );
}

/** What stands where there is nothing: what goes here, and the one button. */
export function Empty({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <h2 className={classes.emptyTitle}>{title}</h2>
      {text !== undefined && <p className={classes.emptyText}>{text}</p>}
      {children}
    </div>
  );
}

export function Screen({ children }: { children: ReactNode }) {
  return (
    <main id="content" className={classes.screen} tabIndex={-1}>
      {children}
    </main>
  );
}
