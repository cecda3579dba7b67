import { Tabs } from '@mantine/core';
import { Maximize2, Monitor, SquareTerminal, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, type CallFailed } from '../bridge.ts';
import { failureOf, useCall } from '../state/use-call.ts';
import { useTopic } from '../state/use-topic.ts';
import { Failure } from '../components/failure.tsx';
import classes from './computer-detail.module.css';
import { Effective } from './effective.tsx';
import { Facts } from './facts.tsx';
import { SessionsOf } from './sessions-of.tsx';

export type DetailTab = 'effective' | 'sessions' | 'facts';

interface ComputerDetailProps {
  id: string;
  tab: DetailTab;
  onTab: (tab: DetailTab) => void;
  onClose?: () => void;
  onOpen?: () => void;
}

/** What is known of one computer: which deployments win and why, facts, sessions. */
export function ComputerDetail({ id, tab, onTab, onClose, onOpen }: ComputerDetailProps) {
  const { t } = useTranslation();
  const version = useTopic('set-up', '')?.version ?? 0;
  const { value: view, failed } = useCall('computers.get', { id }, version);
  const [refused, setRefused] = useState<CallFailed | null>(null);
  const outside = async (name: 'computers.terminal' | 'computers.remoteDesktop'): Promise<void> => {
    setRefused(null);
    await call(name, { id }).catch((error: unknown) => setRefused(failureOf(error)));
  };
  return (
    <Tabs value={tab} onChange={(value) => onTab(value as DetailTab)} className={classes.detail} keepMounted={false}>
      <div className={classes.bar}>
        {onClose && (
          <strong className={classes.name} title={id}>
            {view?.row.id === id ? view.row.name : id.slice(id.indexOf('/') + 1)}
          </strong>
        )}
        <Tabs.List className={classes.tabs}>
          <Tabs.Tab value="effective">{t('computer.effective')}</Tabs.Tab>
          <Tabs.Tab value="sessions">{t('computer.sessions')}</Tabs.Tab>
          <Tabs.Tab value="facts">{t('computer.facts')}</Tabs.Tab>
        </Tabs.List>
        <span className={classes.buttons}>
          {view?.row.connection === 'ssh' && (
            <button
              type="button"
              aria-label={t('computer.terminal')}
              title={t('computer.terminal')}
              onClick={() => void outside('computers.terminal')}
            >
              <SquareTerminal size={15} strokeWidth={1.75} />
            </button>
          )}
          {view && (view.row.connection !== 'ssh' || view.facts['platform'] === 'windows') && view.row.connection !== 'local' && (
            <button
              type="button"
              aria-label={t('computer.remoteDesktop')}
              title={t('computer.remoteDesktop')}
              onClick={() => void outside('computers.remoteDesktop')}
            >
              <Monitor size={15} strokeWidth={1.75} />
            </button>
          )}
          {onOpen && (
            <button type="button" aria-label={t('action.open')} title={t('action.open')} onClick={onOpen}>
              <Maximize2 size={15} strokeWidth={1.75} />
            </button>
          )}
          {onClose && (
            <button type="button" aria-label={t('action.close')} title={t('action.close')} onClick={onClose}>
              <X size={16} strokeWidth={1.75} />
            </button>
          )}
        </span>
      </div>
      {failed && <Failure failed={failed} />}
      {refused && <Failure failed={refused} />}
      {view !== null && view.row.id === id && (
        <div className={classes.panel}>
          <Tabs.Panel value="effective">
            <Effective view={view} />
          </Tabs.Panel>
          <Tabs.Panel value="sessions">
            <SessionsOf view={view} />
          </Tabs.Panel>
          <Tabs.Panel value="facts">
            <Facts facts={view.facts} />
          </Tabs.Panel>
        </div>
      )}
    </Tabs>
  );
}
