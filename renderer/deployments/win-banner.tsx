import { Trophy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Choices } from '../components/choices.tsx';
import type { ToWin } from './drafts.ts';
import classes from './deployment-editor.module.css';

/** What the form was filled in for, and the other ways to the same: nothing is changed before it is saved. */
export function WinBanner({ toWin, onWay }: { toWin: ToWin; onWay: (way: number) => void }) {
  const { t } = useTranslation();
  const { deployment, computer, item, winner, ways } = toWin;
  const words = ({ kind, of, changed }: ToWin['ways'][number]): string => t(`toWin.${kind}`, { of: of ?? '', computer, count: changed });
  return (
    <div className={classes.win} role="note">
      <Trophy size={15} strokeWidth={1.75} aria-hidden />
      <div>
        <p>{ways.length === 0 ? t('toWin.none', { deployment, computer, item }) : t('toWin.title', { deployment, computer, item, winner })}</p>
        {ways.length === 1 && <p>{ways.map(words)}</p>}
        {ways.length > 1 && (
          <Choices
            label={t('toWin.ways')}
            options={ways.map((way, at) => ({ value: String(at), label: words(way) }))}
            value={String(toWin.way)}
            onChange={(way) => onWay(Number(way))}
          />
        )}
      </div>
    </div>
  );
}
