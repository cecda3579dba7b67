import { useTranslation } from 'react-i18next';
import { Empty, Screen, ScreenHead } from '../components/screen.tsx';

export function Insights() {
  const { t } = useTranslation();
  return (
    <Screen>
      <ScreenHead title={t('place.insights')} />
      <Empty title={t('later.title')} text={t('later.insights')} />
    </Screen>
  );
}
