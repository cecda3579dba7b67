import type { TFunction } from 'i18next';
import { Button } from '@mantine/core';
import { CircleX, Unlink, Unplug } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { FailureGroup, HistoryFilter } from '../../shared/api/sessions.ts';
import { call, type CallFailed } from '../bridge.ts';
import { Cut } from '../components/cut.tsx';
import { Failure } from '../components/failure.tsx';
import { count } from '../i18n/format.ts';
import { usePlace } from '../state/place.ts';
import { failureOf, useCall } from '../state/use-call.ts';
import classes from './history.module.css';

/** So long computers that are off are waited for, minutes. */
const WAIT_MINUTES = 8 * 60;

/** Failures by cause, each with the one button that helps. */
export function Failures({ filter, version }: { filter: HistoryFilter; version: unknown }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const [busy, setBusy] = useState(false);
  const change = usePlace((state) => state.change);
  const asked = useCall('sessions.failures', { filter }, version);
  const groups = asked.value?.groups ?? [];
  const retry = async (group: FailureGroup, waitMinutes?: number): Promise<void> => {
    setBusy(true);
    setFailed(null);
    try {
      await call('runs.retrySessions', {
        sessions: group.sessions,
        ...(group.item && group.reason
          ? { cause: group.reason, items: [group.item.key] }
          : group.reason && group.cause !== 'interrupted'
            ? { cause: group.reason }
            : {}),
        ...(waitMinutes === undefined ? {} : { waitMinutes }),
      });
      go('/active');
    } catch (error) {
      setFailed(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  if (asked.failed) return <Failure failed={asked.failed} />;
  if (groups.length === 0) return null;
  return (
    <section className={classes.failures} aria-label={t('failures.title')}>
      {failed && <Failure failed={failed} />}
      <table>
        <colgroup>
          <col className={classes.mark} />
          <col />
          <col className={classes.number} />
          <col className={classes.who} />
          <col className={classes.what} />
        </colgroup>
        <thead>
          <tr>
            <th colSpan={2} scope="col">
              {t('failures.title')}
              {asked.value?.whole === false && <small> {t('failures.newest', { count: asked.value.looked })}</small>}
            </th>
            <th scope="col" className={classes.number}>
              {t('failures.computers')}
            </th>
            <th scope="col" colSpan={2}>
              {t('failures.which')}
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.key}>
              <td className={classes.mark} data-cause={group.cause}>
                {group.cause === 'offline' ? (
                  <Unplug size={15} aria-hidden />
                ) : group.cause === 'dependency' ? (
                  <Unlink size={15} aria-hidden />
                ) : (
                  <CircleX size={15} aria-hidden />
                )}
              </td>
              <td title={group.advice ?? undefined}>
                {group.reason === null ? (
                  <Cut text={sentence(group, t)} strong />
                ) : (
                  <button
                    type="button"
                    className={classes.only}
                    title={t('failures.only')}
                    onClick={() =>
                      group.reason !== null &&
                      change('history', { cause: { reason: group.reason, item: group.item?.key.split(':')[0] ?? null, words: sentence(group, t) } })
                    }
                  >
                    <Cut text={sentence(group, t)} strong />
                  </button>
                )}
              </td>
              <td className={classes.number}>{count(group.count)}</td>
              <td>
                <Cut text={who(group, t)} muted />
              </td>
              <td className={classes.what}>
                <Remedy group={group} busy={busy} retry={retry} open={() => go('/settings/credentials')} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RemedyProps {
  group: FailureGroup;
  busy: boolean;
  retry: (group: FailureGroup, waitMinutes?: number) => Promise<void>;
  open: () => void;
}

function Remedy({ group, busy, retry, open }: RemedyProps) {
  const { t } = useTranslation();
  switch (group.cause) {
    case 'dependency':
      return <span>{t('failures.withCause')}</span>;
    case 'credential':
      return <Button onClick={open}>{t('failures.credentials')}</Button>;
    case 'offline':
      return (
        <Button disabled={busy} onClick={() => void retry(group, WAIT_MINUTES)}>
          {t('failures.retryWhen')}
        </Button>
      );
    default:
      return (
        <Button disabled={busy} onClick={() => void retry(group)}>
          {t('action.retry')}
        </Button>
      );
  }
}

type T = TFunction<'window'>;

function sentence({ sentence: said, item, result }: FailureGroup, t: T): string {
  const text = said ?? (result === null ? '' : t(`result.${result}`));
  return item ? t('failures.ofItem', { item: item.name, sentence: text }) : text;
}

function who({ names, count: all }: FailureGroup, t: T): string {
  const shown = names.join(', ');
  return all > names.length ? t('failures.more', { names: shown, count: all - names.length }) : shown;
}
