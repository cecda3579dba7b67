import { useTranslation } from 'react-i18next';
import type { PlacedProblem } from '../../shared/api/files.ts';
import type { CallFailed } from '../bridge.ts';
import classes from './problems.module.css';

/** So many are shown: the first ones are the useful ones. */
const SHOWN = 100;

interface ProblemsProps {
  problems: readonly (PlacedProblem & { level?: 'error' | 'warning' })[];
  title?: string;
}

/** What is wrong in files, each with file and line. */
export function Problems({ problems, title }: ProblemsProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.problems} role={title === undefined ? undefined : 'alert'}>
      {title !== undefined && <strong>{title}</strong>}
      <ul>
        {problems.slice(0, SHOWN).map(({ place, message, level }, index) => (
          <li key={`${place} ${index}`} data-level={level ?? 'error'}>
            <code>{place}</code>
            <span>{message}</span>
          </li>
        ))}
        {problems.length > SHOWN && <li>{t('yaml.more', { count: problems.length - SHOWN })}</li>}
      </ul>
    </div>
  );
}

/** The problems with places that an error carries. */
export function problemsOf(failed: CallFailed): PlacedProblem[] {
  const { problems } = failed.error.details;
  return Array.isArray(problems) ? (problems as PlacedProblem[]) : [];
}
