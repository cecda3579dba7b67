import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Empty } from '../components/screen.tsx';
import { when } from '../i18n/format.ts';
import { useCall } from '../state/use-call.ts';

interface NothingProps {
  /** By more than the time. */
  narrowed: boolean;
  ranged: boolean;
  now: number;
  clear: () => void;
  allTime: () => void;
}

/** Why the list is empty: there never was a session, none in this time, or none that fits. */
export function Nothing({ narrowed, ranged, now, clear, allTime }: NothingProps) {
  const { t } = useTranslation();
  const newest = useCall('sessions.page', { limit: 1 }).value?.rows[0];
  if (narrowed) {
    return (
      <Empty title={t('history.noMatch')}>
        <Button onClick={clear}>{t('computers.clear')}</Button>
      </Empty>
    );
  }
  if (ranged && newest) {
    return (
      <Empty title={t('history.noneInRange')} text={t('history.newestIs', { when: when(newest.createdAt, now) })}>
        <Button onClick={allTime}>{t('history.allTime')}</Button>
      </Empty>
    );
  }
  return <Empty title={t('history.none')} text={t('history.noneText')} />;
}
