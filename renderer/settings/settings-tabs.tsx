import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import classes from './settings.module.css';

/** The parts of Settings. */
export function SettingsTabs() {
  const { t } = useTranslation();
  const [at] = useLocation();
  const parts = [
    ['/settings', t('settings.general')],
    ['/settings/scopes', t('settingsPart.scopes')],
    ['/settings/credentials', t('settings.credentials')],
    ['/settings/limits', t('settingsPart.limits')],
    ['/settings/folders', t('settingsPart.folders')],
    ['/settings/yaml', t('settingsPart.yaml')],
    ['/settings/data', t('settingsPart.data')],
  ] as const;
  return (
    <nav className={classes.tabs} aria-label={t('place.settings')}>
      {parts.map(([to, label]) => (
        <Link key={to} href={to} aria-current={at === to ? 'page' : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
