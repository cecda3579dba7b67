import { Activity, ChartLine, ChevronLeft, ChevronRight, History, Monitor, Package, Search, Send, Settings, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useCommand } from '../commands/use-command.ts';
import { bytes, count } from '../i18n/format.ts';
import { useTopic } from '../state/use-topic.ts';
import classes from './frame.module.css';
import { Logo } from './logo.tsx';
import { VaultState } from './vault-state.tsx';

interface PlaceProps {
  to: string;
  icon: LucideIcon;
  label: string;
  number?: number | undefined;
}

function Place({ to, icon: Icon, label, number }: PlaceProps) {
  const [at] = useLocation();
  const here = at === to || at.startsWith(`${to}/`) || (to === '/computers' && at === '/') || (to === '/history' && at.startsWith('/sessions/'));
  return (
    <Link href={to} className={classes.place} aria-current={here ? 'page' : undefined}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <span>{label}</span>
      {number !== undefined && number > 0 && (
        <span className={classes.number} aria-hidden>
          {count(number)}
        </span>
      )}
    </Link>
  );
}

/** Seven places on the left, a line above for search, a line below that is always true. */
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const status = useTopic('status', '');
  const run = useCommand();
  return (
    <div className={classes.frame}>
      <a href="#content" className={classes.skip} onClick={(event) => (event.preventDefault(), document.getElementById('content')?.focus())}>
        {t('frame.skip')}
      </a>
      <div className={classes.top} role="region" aria-label="Rounds">
        <span className={classes.name}>
          <Logo /> Rounds
        </span>
        <span className={classes.arrows}>
          <button type="button" aria-label={t('frame.back')} onClick={() => history.back()}>
            <ChevronLeft size={17} strokeWidth={1.75} />
          </button>
          <button type="button" aria-label={t('frame.forward')} onClick={() => history.forward()}>
            <ChevronRight size={17} strokeWidth={1.75} />
          </button>
        </span>
        <button type="button" className={classes.search} onClick={() => run('palette')}>
          <Search size={14} strokeWidth={1.75} aria-hidden />
          <span>{t('frame.search')}</span>
          <kbd>Ctrl K</kbd>
        </button>
        <VaultState />
      </div>
      <nav className={classes.side} aria-label={t('frame.places')}>
        <Place to="/computers" icon={Monitor} label={t('place.computers')} number={status?.computers} />
        <Place to="/deployments" icon={Send} label={t('place.deployments')} number={status?.deployments} />
        <Place to="/catalogue" icon={Package} label={t('place.catalogue')} number={status?.items} />
        <div className={classes.group}>{t('place.maintenance')}</div>
        <Place to="/active" icon={Activity} label={t('place.active')} number={status?.running} />
        <Place to="/history" icon={History} label={t('place.history')} />
        <Place to="/insights" icon={ChartLine} label={t('place.insights')} />
        <div className={classes.gap} />
        <Place to="/settings" icon={Settings} label={t('place.settings')} />
      </nav>
      <div className={classes.main}>{children}</div>
      <footer className={classes.status}>
        {status && (
          <>
            <Link href="/active" className={classes.fact} data-live={status.running > 0 || undefined}>
              {status.running > 0 ? t('frame.running', { count: status.running }) : t('frame.idle')}
            </Link>
            {status.queued > 0 && (
              <Link href="/active" className={classes.fact}>
                {t('frame.queued', { count: status.queued })}
              </Link>
            )}
            {status.problems.map((problem) => (
              <Link key={problem.text} href={problem.to} className={classes.problem}>
                {problem.text}
              </Link>
            ))}
            <Link href="/settings" className={`${classes.fact} ${classes.last}`}>
              {t('frame.store', { size: bytes(status.storeBytes) })}
            </Link>
          </>
        )}
      </footer>
    </div>
  );
}
