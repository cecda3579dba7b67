import type { TFunction } from 'i18next';
import { Button, Select } from '@mantine/core';
import { ChevronDown, ChevronRight, Square } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { BatchLine, SessionLine } from '../../shared/api/sessions.ts';
import { isLiveStatus } from '../../shared/words.ts';
import { call } from '../bridge.ts';
import { Cut } from '../components/cut.tsx';
import { DataTable } from '../components/data-table.tsx';
import { Pane, PaneBar, Panes } from '../components/panes.tsx';
import { StatusMark } from '../components/marks.tsx';
import { Empty, Screen, ScreenHead } from '../components/screen.tsx';
import { plain } from '../components/visible.ts';
import { Segments } from '../components/segments.tsx';
import { clock, duration, elapsed } from '../i18n/format.ts';
import { SessionLog } from '../session/session-log.tsx';
import { usePlace } from '../state/place.ts';
import { useNow } from '../state/use-now.ts';
import { useTopic } from '../state/use-topic.ts';
import classes from './active-sessions.module.css';
import { CancelDialog } from './cancel-dialog.tsx';
import { activeRows, GROUPINGS, type GroupOf, type Row } from './rows.ts';

const isLive = (line: SessionLine): boolean => isLiveStatus(line.status);

/** What runs just now, live: batches that open to their sessions. */
export function ActiveSessions() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const now = useNow(1000);
  const view = useTopic('live', '');
  const { active, change } = usePlace();
  const rows = useMemo(() => (view ? activeRows(view, active.by, active.closed) : []), [view, active.by, active.closed]);
  const focused = rows.find((row) => row.id === active.focused) ?? null;
  const running = view?.sessions.filter((line) => line.status === 'running').length ?? 0;
  const queued = view?.sessions.filter((line) => isLive(line) && line.status !== 'running').length ?? 0;
  const ended = (view?.sessions.length ?? 0) - running - queued;
  const [asking, setAsking] = useState<BatchLine[] | null>(null);
  const unfinished = (view?.batches ?? []).filter(({ over, total }) => over < total);
  const open = (row: Row): void => {
    if (row.kind === 'session') go(`/sessions/${row.id}`);
    else change('active', { closed: row.closed ? active.closed.filter((id) => id !== row.id) : [...active.closed, row.id] });
  };
  return (
    <Screen>
      <ScreenHead title={t('place.active')} about={view && rows.length > 0 ? t('active.summary', { running, queued, ended }) : undefined}>
        <Select
          w={150}
          aria-label={t('active.groupBy')}
          data={GROUPINGS.map((value) => ({ value, label: t(`active.by.${value}`) }))}
          value={active.by}
          allowDeselect={false}
          onChange={(value) => change('active', { by: GROUPINGS.find((one) => one === value) ?? 'batch' })}
        />
        <Button leftSection={<Square size={13} />} disabled={running + queued === 0} onClick={() => setAsking(unfinished)}>
          {t('active.cancelAll')}
        </Button>
      </ScreenHead>
      {asking && <CancelDialog batches={asking} onClose={() => setAsking(null)} />}
      {view && rows.length === 0 && (
        <Empty title={t('active.none')} text={t('active.noneText')}>
          <Button onClick={() => go('/computers')}>{t('active.start')}</Button>
        </Empty>
      )}
      {rows.length > 0 && (
        <Panes>
          <Pane min={120}>
            <DataTable
              label={t('active.table')}
              columns={[
                {
                  id: 'computer',
                  label: t('active.computer'),
                  width: 'minmax(210px, 1.3fr)',
                  cell: (row) => <First row={row} toggle={() => open(row)} />,
                },
                { id: 'phase', label: t('active.phase'), width: '132px', cell: (row) => <Cut text={phaseWords(row, t)} muted /> },
                { id: 'actions', label: t('active.actions'), width: 'minmax(140px, 1.4fr)', cell: (row) => <Bar row={row} /> },
                { id: 'now', label: t('active.now'), width: 'minmax(160px, 2fr)', cell: (row) => <Now row={row} /> },
                {
                  id: 'since',
                  label: t('active.since'),
                  width: '92px',
                  align: 'end',
                  cell: (row) => (
                    <span className={`${classes.muted} number`}>
                      {row.kind === 'batch' ? clock(row.batch.createdAt) : row.kind === 'session' ? since(row.line, now) : ''}
                    </span>
                  ),
                },
                { id: 'cancel', label: '', width: '72px', align: 'end', cell: (row) => <Cancel row={row} ask={(batch) => setAsking([batch])} /> },
              ]}
              total={rows.length}
              rowAt={(index) => rows[index]}
              idOf={(row) => row.id}
              focused={active.focused}
              onFocus={(row) => change('active', { focused: row.id })}
              onOpen={open}
              rowClass={(row) => (row.kind === 'session' ? undefined : classes.batch)}
            />
          </Pane>
          {focused?.kind === 'session' && (
            <>
              <PaneBar />
              <Pane min={100} size="38%">
                <SessionLog id={focused.id} computer={focused.line.computer} />
              </Pane>
            </>
          )}
        </Panes>
      )}
    </Screen>
  );
}

function First({ row, toggle }: { row: Row; toggle: () => void }) {
  const { t } = useTranslation();
  if (row.kind === 'session') {
    const { line } = row;
    return (
      <span className={classes.first}>
        <StatusMark status={line.status} quiet={!line.results.includes('success')} />
        <Cut text={line.computer} strong />
      </span>
    );
  }
  const { closed } = row;
  const title = row.kind === 'batch' ? row.batch.title : groupWords(row.of, t);
  const words =
    row.kind === 'batch'
      ? t('active.batch', { count: row.batch.total, kind: t(`kind.${row.batch.kind}`) })
      : t('history.sessions', { count: row.total });
  return (
    <button type="button" tabIndex={-1} className={classes.toggle} aria-expanded={!closed} onClick={toggle}>
      {closed ? <ChevronRight size={15} strokeWidth={1.75} /> : <ChevronDown size={15} strokeWidth={1.75} />}
      <span title={`${title}: ${words}`}>
        <strong>{title}</strong> <span className={classes.muted}>{words}</span>
      </span>
    </button>
  );
}

function groupWords(of: GroupOf, t: TFunction<'window'>): string {
  if ('tenant' in of) return plain(of.tenant);
  return 'phase' in of ? t(`phase.${of.phase}`) : t(`status.${of.status}`);
}

function phaseWords(row: Row, t: TFunction<'window'>): string {
  if (row.kind !== 'session') return '';
  const { status, phase } = row.line;
  return status === 'running' && phase !== null ? t(`phase.${phase}`) : t(`status.${status}`);
}

function Bar({ row }: { row: Row }) {
  const { t } = useTranslation();
  if (row.kind === 'session') return <Segments results={row.line.results} />;
  if (row.kind === 'group') return null;
  const { over, total, bad } = row.batch;
  return (
    <span className={classes.progress}>
      <span
        className={classes.track}
        role="progressbar"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={over}
        aria-label={t('active.of', { over, total })}
      >
        <span className={classes.good} style={{ width: `${((over - bad) / Math.max(1, total)) * 100}%` }} />
        <span className={classes.bad} style={{ width: `${(bad / Math.max(1, total)) * 100}%` }} />
      </span>
      <span className={`${classes.muted} number`}>{t('active.of', { over, total })}</span>
    </span>
  );
}

function Now({ row }: { row: Row }) {
  const { t } = useTranslation();
  if (row.kind === 'batch') {
    const stop = (event: React.MouseEvent): void => event.stopPropagation();
    return (
      <>
        <Link href={`/timeline/${row.id}`} className={classes.link} onClick={stop}>
          {t('timeline.show')}
        </Link>
        {row.batch.kind === 'exec' && (
          <Link href={`/outputs/${row.id}`} className={classes.link} onClick={stop}>
            {t('outputs.show')}
          </Link>
        )}
      </>
    );
  }
  if (row.kind === 'group') return null;
  const { line } = row;
  if (line.now) {
    return (
      <span className={classes.now}>
        {line.now.item}: {t(`step.${line.now.step}`)} <code title={plain(line.now.line)}>{plain(line.now.line)}</code>
      </span>
    );
  }
  if (line.status === 'queued') return <Cut text={line.elsewhere ? t('active.elsewhere') : t('active.waits')} muted />;
  return <Cut text={line.reason ?? (isLive(line) ? '' : t(`status.${line.status}`))} muted={isLive(line)} />;
}

function since(line: SessionLine, now: number): string {
  if (line.endedAt !== null) return line.startedAt === null ? '' : duration(line.endedAt - line.startedAt);
  const from = line.now?.since ?? line.startedAt ?? line.createdAt;
  return elapsed(now - from);
}

function Cancel({ row, ask }: { row: Row; ask: (batch: BatchLine) => void }) {
  const { t } = useTranslation();
  if (row.kind === 'group') return null;
  const over = row.kind === 'batch' ? row.batch.over === row.batch.total : !isLive(row.line);
  if (over) return null;
  return (
    <button
      type="button"
      className={classes.cancel}
      onClick={(event) => {
        event.stopPropagation();
        if (row.kind === 'batch' && row.batch.total - row.batch.over > 1) ask(row.batch);
        else void call('runs.cancel', { id: row.id }).catch(() => undefined);
      }}
    >
      {t('action.cancel')}
    </button>
  );
}
