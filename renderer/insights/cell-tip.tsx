import { useTranslation } from 'react-i18next';
import type { Verdict } from '../../shared/insights.ts';
import { useSettled } from '../editing/use-settled.ts';
import { when } from '../i18n/format.ts';
import { useCall } from '../state/use-call.ts';
import classes from './heat-map.module.css';
import { ROW_HEIGHT } from './heat-map-paint.ts';
import { VerdictMark, verdictWord } from './verdicts.tsx';

/** Pixels. */
const WIDTH = 320;
const HEIGHT = 96;

/** The cell under the pointer or the cursor; where it is, in the window's pixels. */
export interface PointedCell {
  row: number;
  column: number;
  item: { key: string; name: string };
  computer: { id: string; name: string; tenant: string };
  verdict: Verdict | null;
  x: number;
  y: number;
}

/** What a cell says: item, computer, verdict; after a moment why and since when. */
export function CellTip({ pointed, cell }: { pointed: PointedCell; cell: number }) {
  const { t } = useTranslation();
  const { item, computer, verdict, x, y } = pointed;
  const key = JSON.stringify([computer.id, item.key]);
  const settled = useSettled(key);
  const asked = useCall('insights.cell', settled === key && verdict !== null ? { computer: computer.id, item: item.key } : null);
  const found = settled === key && !asked.busy ? asked.value?.found : null;
  const below = y + ROW_HEIGHT + HEIGHT < window.innerHeight;
  return (
    <>
      <span className={classes.cursor} style={{ left: x - 1.5, top: y, width: cell + 2, height: ROW_HEIGHT }} aria-hidden />
      <div
        className={classes.tip}
        role="status"
        style={{
          width: WIDTH,
          left: Math.min(x + cell + 6, window.innerWidth - WIDTH - 8),
          ...(below ? { top: y + ROW_HEIGHT + 4 } : { bottom: window.innerHeight - y + 4 }),
        }}
      >
        <strong>{t('insights.itemOn', { item: item.name, computer: computer.name })}</strong> <span>{computer.tenant}</span>
        <p>
          {verdict === null ? (
            t('insights.neverCame')
          ) : (
            <>
              <VerdictMark verdict={verdict} /> {verdictWord(verdict, t)}
              {found && <time>{when(found.at, Date.now())}</time>}
            </>
          )}
        </p>
        {found?.sentence && <p>{found.sentence}</p>}
      </div>
    </>
  );
}
