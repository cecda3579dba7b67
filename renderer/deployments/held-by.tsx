import { ChevronDown, ChevronRight, CircleHelp } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeldView } from '../../shared/api/deployments.ts';
import { count } from '../i18n/format.ts';
import classes from './deployment-editor.module.css';

/** Whom a target holds, live: how many, and their names when asked for. */
export function HeldBy({ held }: { held: HeldView }) {
  const { t } = useTranslation();
  if (held.problem !== null) return <p className={classes.holdsNobody}>{held.problem}</p>;
  return (
    <div className={classes.held}>
      {held.count === 0 ? (
        <p className={classes.holdsNobody}>{t('editor.holdsNobody')}</p>
      ) : (
        <Names label={t('editor.computers', { count: held.count })} names={held.names} total={held.count} />
      )}
      {held.notKnown > 0 && (
        <span className={classes.notKnown}>
          <CircleHelp size={13} strokeWidth={1.75} aria-hidden />
          <Names label={t('target.notKnown', { count: held.notKnown })} names={held.notKnownNames} total={held.notKnown} />
        </span>
      )}
    </div>
  );
}

/** A count that opens to names. */
export function Names({ label, names, total }: { label: string; names: readonly string[]; total: number }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const Sign = open ? ChevronDown : ChevronRight;
  return (
    <div className={classes.names}>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Sign size={13} strokeWidth={1.75} aria-hidden />
        <span>{label}</span>
        {!open && <span className={classes.first}>{names.slice(0, 4).map(short).join(', ')}</span>}
      </button>
      {open && (
        <ul className={classes.all}>
          {names.map((name) => (
            <li key={name}>{name}</li>
          ))}
          {total > names.length && <li>{t('change.more', { count: total - names.length, n: count(total - names.length) })}</li>}
        </ul>
      )}
    </div>
  );
}

const short = (id: string): string => id.slice(id.indexOf('/') + 1);
