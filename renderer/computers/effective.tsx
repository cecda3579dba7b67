import { TriangleAlert, Trophy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ComputerView } from '../../shared/api/computers.ts';
import { itemKey, type PlannedItem } from '../../shared/plan.ts';
import classes from './computer-detail.module.css';
import { stateWords } from './state-words.ts';

/** Why this one? The winner of each item, under it each loser in rank order with the rule that beat it. */
export function Effective({ view }: { view: ComputerView }) {
  const { t } = useTranslation();
  const items = view.plan.items.filter(({ winner }) => winner !== null);
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = items.find((item) => itemKey(item.item, item.instance) === chosen) ?? items[0];
  if (!shown) return <p className={classes.muted}>{t('computer.noDeployments')}</p>;
  return (
    <div className={classes.plan}>
      <ul className={classes.items} aria-label={t('computer.effective')}>
        {items.map((item) => {
          const key = itemKey(item.item, item.instance);
          return (
            <li key={key}>
              <button type="button" aria-pressed={item === shown} onClick={() => setChosen(key)}>
                <span>{key}</span>
                {(item.conflict || item.shadowsRequired) && <TriangleAlert size={13} strokeWidth={1.75} color="var(--amber)" aria-hidden />}
                <small>{stateWords(item)}</small>
              </button>
            </li>
          );
        })}
      </ul>
      <Ladder item={shown} view={view} />
    </div>
  );
}

function Ladder({ item, view }: { item: PlannedItem; view: ComputerView }) {
  const { t } = useTranslation();
  const key = itemKey(item.item, item.instance);
  const { winner, losers } = item;
  const losses = new Map(view.explained[key]?.losers.map(({ deployment, sentence }) => [deployment, sentence]));
  if (!winner) return null;
  const hidden = losers.filter(({ enforcement }) => enforcement === 'required').map(({ deployment }) => deployment);
  return (
    <section aria-label={t('computer.why')}>
      <p className={classes.sentence}>{view.explained[key]?.summary}</p>
      <table className={classes.ladder} aria-label={t('computer.why')}>
        <tbody>
          <tr>
            <td>
              <Trophy size={15} strokeWidth={1.75} aria-hidden />
            </td>
            <td>
              <DeploymentLink name={winner.deployment} />
            </td>
            <td>{t(`origin.${winner.origin}`)}</td>
            <td>{t(`enforcement.${winner.enforcement}`)}</td>
            <td>{view.targets[winner.deployment]}</td>
          </tr>
          {losers.map((loser, at) => (
            <tr key={loser.deployment}>
              <td className="number">{at + 2}</td>
              <td>
                <DeploymentLink name={loser.deployment} />
              </td>
              <td>
                <span className={loser.rule === 'origin' ? classes.lost : undefined}>{t(`origin.${loser.origin}`)}</span>
              </td>
              <td>
                <span className={loser.rule === 'enforcement' ? classes.lost : undefined}>{t(`enforcement.${loser.enforcement}`)}</span>
              </td>
              <td>
                <span className={loser.rule === 'target' ? classes.lost : classes.muted}>{view.targets[loser.deployment]}</span>{' '}
                {losses.get(loser.deployment)}
                <Link className={classes.win} href={`/deployments/win/${[loser.deployment, view.row.id, key].map(encodeURIComponent).join('/')}`}>
                  {t('editor.makeItWin')}
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {item.shadowsRequired && (
        <p className={classes.notice}>
          <TriangleAlert size={16} strokeWidth={1.75} aria-hidden /> {t('computer.shadows', { names: hidden.join(', ') })}
        </p>
      )}
      {item.conflict && (
        <p className={classes.notice}>
          <TriangleAlert size={16} strokeWidth={1.75} aria-hidden /> {t('computer.conflict')}
        </p>
      )}
    </section>
  );
}

function DeploymentLink({ name }: { name: string }) {
  return (
    <Link className={classes.deployment} href={`/deployments/edit/${encodeURIComponent(name)}`}>
      {name}
    </Link>
  );
}
