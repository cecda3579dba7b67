import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Preferences } from '../../shared/api/app.ts';
import { Screen, ScreenHead } from '../components/screen.tsx';
import { usePreferences } from '../state/preferences.ts';
import { useCall } from '../state/use-call.ts';
import { SettingsTabs } from './settings-tabs.tsx';
import classes from './settings.module.css';

const HEIGHTS: Preferences['rowHeight'][] = [24, 30, 36];

export function Settings() {
  const { t } = useTranslation();
  const { value, change } = usePreferences();
  const info = useCall('app.info', {}).value;
  return (
    <Screen>
      <ScreenHead title={t('place.settings')} filters={<SettingsTabs />} />
      <div className={classes.settings}>
        <section>
          <h2>{t('settings.appearance')}</h2>
          <div className={classes.line}>
            <span id="theme">{t('settings.theme')}</span>
            <SegmentedControl
              size="xs"
              aria-labelledby="theme"
              data={(['system', 'light', 'dark'] as const).map((theme) => ({ value: theme, label: t(`settings.${theme}`) }))}
              value={value.theme}
              onChange={(theme) => change({ theme: theme })}
            />
          </div>
          <div className={classes.line}>
            <span id="rows">{t('settings.rows')}</span>
            <SegmentedControl
              size="xs"
              aria-labelledby="rows"
              data={HEIGHTS.map((height) => ({ value: String(height), label: `${height} px` }))}
              value={String(value.rowHeight)}
              onChange={(height) => change({ rowHeight: HEIGHTS.find((one) => String(one) === height) ?? 30 })}
            />
          </div>
        </section>
        {info && (
          <section>
            <h2>{t('settings.about')}</h2>
            <div className={classes.line}>
              <span>{t('settings.version')}</span>
              <span className={classes.value}>
                Rounds {info.version}, Electron {info.electron}
              </span>
            </div>
            <div className={classes.line}>
              <span>{t('settings.data')}</span>
              <span className={classes.value}>{info.dataFolder}</span>
            </div>
          </section>
        )}
      </div>
    </Screen>
  );
}
