import { Maximize2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { isBad, isFinal } from '../../shared/words.ts';
import { useTopic } from '../state/use-topic.ts';
import { LogView } from './log-view.tsx';
import classes from './session.module.css';

/** The log of what a session does just now, below the list of active ones. */
export function SessionLog({ id, computer }: { id: string; computer: string }) {
  const { t } = useTranslation();
  const view = useTopic('session', id);
  const action =
    view?.actions.find(({ n }) => n === view.now?.n) ??
    view?.actions.find(({ result }) => result === 'running') ??
    view?.actions.find(({ result }) => isBad(result)) ??
    view?.actions.findLast(({ logLines }) => logLines > 0);
  return (
    <div className={classes.under}>
      <div className={classes.underHead}>
        <strong>{computer}</strong>
        {action && (
          <span className={classes.underAction}>
            {action.itemName}
            {view?.now?.n === action.n ? `: ${t(`step.${view.now.step}`)}` : ''}
          </span>
        )}
        <Link href={`/sessions/${id}`} aria-label={t('action.open')} title={t('action.open')} className={classes.icon}>
          <Maximize2 size={15} strokeWidth={1.75} />
        </Link>
      </div>
      {action && <LogView key={`${id}/${action.n}`} session={id} n={action.n} live={!isFinal(action.result)} dropped={action.droppedLines} />}
    </div>
  );
}
