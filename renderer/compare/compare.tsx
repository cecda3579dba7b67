import { Button, Checkbox } from '@mantine/core';
import { ArrowLeftRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { ComparedHead } from '../../shared/api/compare.ts';
import { Crumb } from '../components/crumb.tsx';
import { Failure } from '../components/failure.tsx';
import { StatusMark } from '../components/marks.tsx';
import { Screen, ScreenHead } from '../components/screen.tsx';
import { plain } from '../components/visible.ts';
import { exact, when } from '../i18n/format.ts';
import { useCall } from '../state/use-call.ts';
import classes from './compare.module.css';
import { Side } from './side.tsx';

/** Two sessions, or two computers as they are, beside each other. */
export function Compare({ what, a, b }: { what: 'sessions' | 'computers'; a: string; b: string }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [only, setOnly] = useState(true);
  const { value: view, failed } = useCall(`compare.${what}`, { a, b });
  const place = what === 'sessions' ? { href: '/history', name: t('place.history') } : { href: '/computers', name: t('place.computers') };
  const different = view?.items.filter(({ differs }) => differs.length > 0) ?? [];
  const items = only ? different : (view?.items ?? []);
  const facts = (view?.facts ?? []).filter((fact) => !only || fact.a !== fact.b);
  return (
    <Screen>
      <ScreenHead
        title={
          <>
            <Crumb href={place.href} place={place.name} />
            {t('compare.title')}
          </>
        }
        about={view && t('compare.summary', { count: different.length })}
        filters={<Checkbox label={t('compare.only')} checked={only} onChange={(event) => setOnly(event.currentTarget.checked)} />}
      >
        <Button
          leftSection={<ArrowLeftRight size={14} />}
          onClick={() => go(`/compare/${what}/${encodeURIComponent(b)}/${encodeURIComponent(a)}`, { replace: true })}
        >
          {t('compare.swap')}
        </Button>
      </ScreenHead>
      {failed && <Failure failed={failed} />}
      {view && (
        <div className={classes.scroll} tabIndex={0} role="group" aria-label={t('compare.title')}>
          <table className={classes.table} aria-label={t('compare.items')}>
            <colgroup>
              <col className={classes.name} />
              <col />
              <col />
            </colgroup>
            <thead>
              <tr>
                <th scope="col">{t('compare.item')}</th>
                <Head head={view.a} />
                <Head head={view.b} />
              </tr>
            </thead>
            <tbody>
              {items.map(({ key, name, a: one, b: other, differs }) => (
                <tr key={key}>
                  <th scope="row">
                    {plain(name)}
                    {differs.includes('definition') && <small>{t('compare.definition')}</small>}
                  </th>
                  <td>
                    <Side side={one} differs={differs} />
                  </td>
                  <td>
                    <Side side={other} differs={differs} />
                  </td>
                </tr>
              ))}
              {items.length === 0 && (
                <tr>
                  <td colSpan={3} className={classes.absent}>
                    {t('compare.same')}
                  </td>
                </tr>
              )}
            </tbody>
          </table>
          {facts.length > 0 && (
            <table className={classes.table} aria-label={t('compare.facts')}>
              <colgroup>
                <col className={classes.name} />
                <col />
                <col />
              </colgroup>
              <thead>
                <tr>
                  <th scope="col">{t('compare.fact')}</th>
                  <th scope="col">{plain(view.a.computer)}</th>
                  <th scope="col">{plain(view.b.computer)}</th>
                </tr>
              </thead>
              <tbody>
                {facts.map((fact) => (
                  <tr key={fact.name}>
                    <th scope="row">{plain(fact.name)}</th>
                    {[fact.a, fact.b].map((value, at) => (
                      <td key={at} data-differs={fact.a !== fact.b || undefined}>
                        {value === null ? <span className={classes.absent}>{t('compare.notThere')}</span> : plain(value)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
      )}
    </Screen>
  );
}

function Head({ head }: { head: ComparedHead }) {
  const { t } = useTranslation();
  return (
    <th scope="col">
      <Link href={head.session === null ? `/computers/${encodeURIComponent(head.computerId)}` : `/sessions/${head.session}`}>
        {head.status && <StatusMark status={head.status} />}
        <strong>{plain(head.computer)}</strong>
        <span className={classes.muted}>{plain(head.tenant)}</span>
        <span className={classes.muted} title={head.at === null ? undefined : exact(head.at)}>
          {head.at === null ? t('compare.noSession') : when(head.at, Date.now())}
        </span>
      </Link>
    </th>
  );
}
