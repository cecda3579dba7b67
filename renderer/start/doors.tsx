import { Button } from '@mantine/core';
import { FileDown, FlaskConical, Monitor, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { call, type CallFailed } from '../bridge.ts';
import { Failure } from '../components/failure.tsx';
import { failureOf, useCall } from '../state/use-call.ts';
import classes from './doors.module.css';

/** The first start: three ways to begin, each with what it would add. */
export function Doors() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const lab = useCall('lab.view', {});
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const startLab = async (): Promise<void> => {
    setBusy(true);
    setFailed(null);
    try {
      await call('lab.start', {});
      go('/active');
    } catch (error) {
      setFailed(failureOf(error));
      setBusy(false);
    }
  };
  const view = lab.value;
  return (
    <div className={classes.start}>
      <h2 className={classes.title}>{t('start.title')}</h2>
      <p className={classes.text}>{t('start.text')}</p>
      {failed && <Failure failed={failed} />}
      <div className={classes.doors}>
        <Door
          icon={FlaskConical}
          title={t('start.lab')}
          text={t('start.labText')}
          label={t('start.adds')}
          adds={
            view && (
              <>
                <p>
                  {t('start.labAdds', {
                    computers: view.computers.length,
                    groups: view.groups.length,
                    deployments: view.deployments,
                    items: view.items,
                  })}
                </p>
                <ul className={classes.names} aria-label={t('place.computers')}>
                  {view.computers.map(({ name, tenant }) => (
                    <li key={`${tenant}/${name}`}>
                      {name} <span>{tenant}</span>
                    </li>
                  ))}
                </ul>
              </>
            )
          }
          about={view ? t('start.labWhere', { folder: view.folder }) : ''}
        >
          <Button loading={busy} disabled={!view} onClick={() => void startLab()}>
            {t('start.labGo')}
          </Button>
        </Door>
        <Door
          icon={Monitor}
          title={t('start.add')}
          text={t('start.addText')}
          label={t('start.adds')}
          adds={<p>{t('start.addAdds')}</p>}
          about={t('start.addWhere')}
        >
          <Button variant="filled" disabled={busy} onClick={() => go('/computers/new')}>
            {t('start.addGo')}
          </Button>
        </Door>
        <Door
          icon={FileDown}
          title={t('start.import')}
          text={t('start.importText')}
          label={t('start.takes')}
          adds={
            <ul className={classes.list}>
              {t('start.kinds')
                .split(';')
                .map((kind) => (
                  <li key={kind}>{kind.trim()}</li>
                ))}
            </ul>
          }
          about={t('start.importWhere')}
        >
          <Button disabled={busy} onClick={() => go('/import')}>
            {t('start.importGo')}
          </Button>
        </Door>
      </div>
    </div>
  );
}

interface DoorProps {
  icon: LucideIcon;
  title: string;
  text: string;
  label: string;
  adds: ReactNode;
  about: string;
  children: ReactNode;
}

function Door({ icon: Icon, title, text, label, adds, about, children }: DoorProps) {
  return (
    <section className={classes.door} aria-label={title}>
      <h3>
        <Icon size={18} strokeWidth={1.75} aria-hidden />
        {title}
      </h3>
      <p className={classes.what}>{text}</p>
      <h4>{label}</h4>
      <div className={classes.adds}>{adds}</div>
      <p className={classes.about}>{about}</p>
      <div className={classes.button}>{children}</div>
    </section>
  );
}
