import { Button } from '@mantine/core';
import { ChevronRight, Play, Terminal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useHandler } from '../commands/use-handler.ts';
import { Screen, ScreenHead } from '../components/screen.tsx';
import { useSheet } from '../state/sheet.ts';
import { ComputerDetail } from './computer-detail.tsx';

/** A computer's own page. */
export function ComputerPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const show = useSheet((state) => state.show);
  const run = (kind: 'run-maintenance' | 'run-script') => (): void => show({ kind, computers: [id], targetText: `computer:${id}` });
  useHandler('run-maintenance', run('run-maintenance'));
  useHandler('run-script', run('run-script'));
  return (
    <Screen>
      <ScreenHead
        title={
          <>
            <Link href="/computers" style={{ color: 'var(--muted)', textDecoration: 'none', fontWeight: 400, fontSize: 13 }}>
              {t('place.computers')}
            </Link>
            <ChevronRight size={14} color="var(--muted)" aria-hidden />
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
      <ComputerDetail id={id} />
    </Screen>
  );
}
