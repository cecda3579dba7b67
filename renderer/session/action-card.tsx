import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../shared/api/sessions.ts';
import type { ActionRecord } from '../../shared/record.ts';
import { isBad } from '../../shared/words.ts';
import { ResultMark } from '../components/marks.tsx';
import { plain } from '../components/visible.ts';
import classes from './session.module.css';

/** What happened, what it means, what to do: above the log of an action that did not simply go well. */
export function ActionCard({ action, view }: { action: ActionRecord; view: SessionView }) {
  const { t } = useTranslation();
  const reason = view.reasons[action.reason ?? ''];
  const bad = isBad(action.result) || action.result === 'unknown' || action.result === 'cancelled';
  if (!bad && action.properties.length === 0) return null;
  return (
    <section className={classes.card} data-bad={bad || undefined} aria-label={action.itemName}>
      {bad && (
        <div className={classes.cardHead}>
          <ResultMark result={action.result} />
          <div>
            <strong>{reason?.sentence ?? t(`result.${action.result}`)}</strong>
            {action.detail !== null && <p className={classes.detail}>{plain(action.detail)}</p>}
            {reason?.advice !== undefined && <p className={classes.muted}>{reason.advice}</p>}
          </div>
        </div>
      )}
      {action.properties.length > 0 && (
        <table className={classes.properties}>
          <tbody>
            {action.properties.map((property) => (
              <tr key={property.key}>
                <th scope="row">{plain(property.key)}</th>
                <td>{property.current === null ? '' : plain(property.current)}</td>
                <td aria-hidden>{property.desired === null ? '' : '→'}</td>
                <td>{property.desired === null ? '' : plain(property.desired)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
