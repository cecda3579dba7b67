import { Info, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Consequences } from '../../shared/api/deployments.ts';
import classes from '../editing/editing.module.css';

/** What one may not have thought of: first what is most likely not meant, then what is good to know. */
export function Notices({ found, warnings }: { found: Consequences; warnings: readonly string[] }) {
  const { t } = useTranslation();
  const { hidden, conflicts, notApplicable, unknownFacts, onboarding } = found;
  const doubtful = [
    hidden > 0 ? t('change.hidden', { count: hidden }) : '',
    conflicts.arise > 0 ? t('change.arise', { count: conflicts.arise }) : '',
    conflicts.stay > 0 ? t('change.stay', { count: conflicts.stay }) : '',
    ...warnings,
  ];
  const known = [
    conflicts.vanish > 0 ? t('change.vanish', { count: conflicts.vanish }) : '',
    notApplicable > 0 ? t('change.notApplicable', { count: notApplicable }) : '',
    unknownFacts > 0 ? t('change.unknown', { count: unknownFacts }) : '',
    onboarding ? t('change.onboarding') : '',
  ];
  return (
    <>
      {doubtful
        .filter((notice) => notice !== '')
        .map((notice) => (
          <p key={notice} className={classes.notice}>
            <TriangleAlert size={15} strokeWidth={1.75} aria-hidden /> {notice}
          </p>
        ))}
      {known
        .filter((notice) => notice !== '')
        .map((notice) => (
          <p key={notice} className={classes.known}>
            <Info size={14} strokeWidth={1.75} aria-hidden /> {notice}
          </p>
        ))}
    </>
  );
}
