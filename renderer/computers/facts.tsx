import { useTranslation } from 'react-i18next';
import { plain } from '../components/visible.ts';
import classes from './computer-detail.module.css';

export function Facts({ facts }: { facts: Record<string, string> }) {
  const { t } = useTranslation();
  const known = Object.entries(facts).sort(([a], [b]) => a.localeCompare(b));
  if (known.length === 0) return <p className={classes.muted}>{t('computer.noFacts')}</p>;
  return (
    <dl className={classes.facts}>
      {known.map(([key, value]) => (
        <div key={key}>
          <dt>{plain(key)}</dt>
          <dd>{plain(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
