import { Button } from '@mantine/core';
import { Play, Terminal } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useHandler } from '../commands/use-handler.ts';
import { Crumb } from '../components/crumb.tsx';
import { Screen, ScreenHead } from '../components/screen.tsx';
import { useSheet } from '../state/sheet.ts';
import { ComputerDetail, type DetailTab } from './computer-detail.tsx';

/** A computer's own page. */
export function ComputerPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const show = useSheet((state) => state.show);
  const run = (kind: 'run-maintenance' | 'run-script') => (): void => show({ kind, computers: [id], targetText: `computer:${id}` });
  const [, go] = useLocation();
  const [tab, setTab] = useState<DetailTab>('effective');
  useHandler('why', () => setTab('effective'));
  useHandler('edit', () => go(`/computers/${encodeURIComponent(id)}/edit`));
  useHandler('run-maintenance', run('run-maintenance'));
  useHandler('run-script', run('run-script'));
  return (
    <Screen>
      <ScreenHead
        title={
          <>
            <Crumb href="/computers" place={t('place.computers')} />
            {id.slice(id.indexOf('/') + 1)}
          </>
        }
        about={id.slice(0, id.indexOf('/'))}
      >
        <Button variant="filled" leftSection={<Play size={14} />} onClick={run('run-maintenance')}>
          {t('action.runMaintenance')}
        </Button>
        <Button leftSection={<Terminal size={14} />} onClick={run('run-script')}>
          {t('action.runScript')}
        </Button>
      </ScreenHead>
      <ComputerDetail id={id} tab={tab} onTab={setTab} />
    </Screen>
  );
}
