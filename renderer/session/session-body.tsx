import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../shared/api/sessions.ts';
import type { ActionRecord } from '../../shared/record.ts';
import { isBad, isFinal } from '../../shared/words.ts';
import { Cut } from '../components/cut.tsx';
import { DataTable } from '../components/data-table.tsx';
import { Pane, PaneBar, Panes } from '../components/panes.tsx';
import { ResultMark } from '../components/marks.tsx';
import { Empty } from '../components/screen.tsx';
import { plain } from '../components/visible.ts';
import { duration } from '../i18n/format.ts';
import { ActionCard } from './action-card.tsx';
import { LogView } from './log-view.tsx';
import { endedShort } from './ended-short.ts';
import classes from './session.module.css';

interface SessionBodyProps {
  view: SessionView;
  /** Number of the action that is shown first. */
  first: number | null;
  /** Numbers of actions that are to be retried. */
  ticked: ReadonlySet<number>;
  /** Absent while nothing of it can be retried. */
  onTick: ((numbers: number[], on: boolean) => void) | undefined;
}

/** Left the actions, right what the chosen one did. Without a choice: what runs, else the first that went wrong, else the first. */
export function SessionBody({ view, first, ticked, onTick }: SessionBodyProps) {
  const { t } = useTranslation();
  const { actions, now, session } = view;
  const [chosen, setChosen] = useState<number | null>(first);
  const shown =
    actions.find(({ n }) => n === chosen) ?? actions.find(({ n }) => n === now?.n) ?? actions.find(({ result }) => isBad(result)) ?? actions[0];
  if (!shown) return session.endedAt === null ? null : <Empty title={t('session.noActions')} />;
  return (
    <Panes across>
      <Pane min={220} size="36%">
        <DataTable<ActionRecord>
          label={t('session.actions')}
          header={false}
          columns={[
            {
              id: 'action',
              label: '',
              width: 'minmax(0, 1fr)',
              cell: (action) => (
                <span className={classes.action} data-bad={isBad(action.result) || undefined}>
                  <ResultMark result={action.result} />
                  <Cut text={action.instance === null ? action.itemName : `${action.itemName}: ${action.instance}`} strong={isBad(action.result)} />
                  <small title={action.detail === null ? undefined : plain(action.detail)}>{plain(view.words[action.n] ?? '')}</small>
                </span>
              ),
            },
            {
              id: 'ms',
              label: '',
              width: '84px',
              align: 'end',
              cell: (action) => <span className={`${classes.muted} number`}>{action.ms > 0 ? duration(action.ms) : ''}</span>,
            },
          ]}
          total={actions.length}
          rowAt={(index) => actions[index]}
          idOf={(action) => String(action.n)}
          {...(onTick
            ? {
                ticked: new Set([...ticked].map(String)),
                onTick: (ids: string[], on: boolean) => onTick(ids.map(Number), on),
                tickable: endedShort,
                tickLabel: (action: ActionRecord) => t('computers.select', { name: action.itemName }),
              }
            : {})}
          focused={String(shown.n)}
          onFocus={(action) => setChosen(action.n)}
        />
      </Pane>
      <PaneBar />
      <Pane min={300}>
        <ActionCard action={shown} view={view} />
        <LogView key={`${session.id}/${shown.n}`} session={session.id} n={shown.n} live={!isFinal(shown.result)} dropped={shown.droppedLines} />
      </Pane>
    </Panes>
  );
}
