import type { TFunction } from 'i18next';
import { Pencil, TriangleAlert } from 'lucide-react';
import { Cut } from '../components/cut.tsx';
import type { Column } from '../components/data-table.tsx';
import { stateWords } from '../computers/state-words.ts';
import { count } from '../i18n/format.ts';
import classes from './deployments.module.css';
import { enabledKind, problemsOf, type ListedDeployment } from './sort-deployments.ts';

type T = TFunction<'window'>;

export function deploymentColumns(t: T): Column<ListedDeployment>[] {
  const column = (id: string, label: string, width: string, cell: Column<ListedDeployment>['cell'], end = false): Column<ListedDeployment> => ({
    id,
    label,
    width,
    cell,
    sortable: true,
    ...(end ? { align: 'end' as const } : {}),
  });
  return [
    column('name', t('deployments.name'), 'minmax(150px, 1.5fr)', ({ deployment }) => (
      <Cut text={deployment.name} strong muted={!deployment.enabled} />
    )),
    column('item', t('deployments.item'), 'minmax(120px, 1.1fr)', ({ deployment, itemName }) => (
      <Cut text={deployment.instance ? `${itemName}: ${deployment.instance}` : itemName} muted={!deployment.enabled} />
    )),
    column('state', t('deployments.state'), 'minmax(84px, 0.7fr)', ({ deployment }) => <Cut text={stateWords(deployment)} muted />),
    column('target', t('deployments.target'), 'minmax(140px, 1.4fr)', ({ target }) => <Cut text={target} muted />),
    column('enforcement', t('deployments.enforcement'), '94px', ({ deployment }) => <Cut text={t(`enforcement.${deployment.enforcement}`)} muted />),
    column('origin', t('deployments.origin'), '114px', ({ deployment }) => <Cut text={t(`origin.${deployment.origin}`)} muted />),
    column('holds', t('deployments.holds'), '88px', (row) => <span className={classes.number}>{computers(row, t)}</span>, true),
    column('notes', t('deploymentList.notes'), 'minmax(120px, 1.1fr)', (row) => <Notes row={row} t={t} />),
  ];
}

/** How many it holds, and on how many of these it wins where that are not all. */
function computers({ holds, standing, deployment }: ListedDeployment, t: T): string {
  if (holds === null) return '';
  if (standing === null || !deployment.enabled || deployment.enforcement === 'onboarding' || standing.wins === holds) return count(holds);
  return t('deploymentList.winsOn', { wins: count(standing.wins), holds: count(holds) });
}

/** What is to be said of it: first what one may want to mend. */
function Notes({ row, t }: { row: ListedDeployment; t: T }) {
  const { standing, problem } = row;
  const problems = problemsOf(row);
  const doubtful = problems.flatMap((kind) => {
    if (kind === 'nobody') return problem ?? t('deploymentList.note.nobody');
    if (kind === 'conflicts') return t('deploymentList.note.conflicts', { count: standing?.conflicts ?? 0 });
    return kind === 'hidden' ? t('deploymentList.note.hidden', { count: standing?.hidden ?? 0 }) : [];
  });
  const enabled = enabledKind(row);
  const said = [
    ...(problems.includes('edited') ? [t('deploymentList.note.edited')] : []),
    ...doubtful,
    ...(enabled === 'enabled' ? [] : [t(`deploymentList.note.${enabled}`)]),
    ...(problems.includes('nowhere') && doubtful.length === 0 ? [t('deploymentList.note.nowhere')] : []),
  ];
  return (
    <>
      {problems.includes('edited') && <Pencil size={13} strokeWidth={1.75} color="var(--accent)" className={classes.sign} aria-hidden />}
      {doubtful.length > 0 && <TriangleAlert size={13} strokeWidth={1.75} color="var(--amber)" className={classes.sign} aria-hidden />}
      <Cut text={said.join(', ')} muted={doubtful.length === 0} />
    </>
  );
}
