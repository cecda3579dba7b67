/**
 * An action's log: pages of it as they come into view, a million lines without a stutter. Follows the end until one scrolls
 * up. What computers wrote is hostile: it is shown as text and nothing else.
 */
import { Button } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, Clock, Copy, Search, WrapText } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutputRecord } from '../../shared/record.ts';
import { useHandler } from '../commands/use-handler.ts';
import { count, exact, stamp } from '../i18n/format.ts';
import { SmallSelect } from '../components/small-select.tsx';
import { Tool } from '../components/tool.tsx';
import { AnsiText } from '../components/ansi-text.tsx';
import { useRows } from '../state/row-book.ts';
import { usePages } from '../state/use-pages.ts';
import { useTopic } from '../state/use-topic.ts';
import classes from './log.module.css';
import { findInLog } from './find-in-log.ts';
import { SHOWN, useLogRows, type Shown } from './use-log-rows.ts';

const LINE = 19;
/** So near the end counts as at the end, pixels. */
const NEAR = 30;
const COPY_LIMIT = 20_000;

interface LogViewProps {
  session: string;
  n: number;
  live: boolean;
  dropped: number;
}

export function LogView({ session, n, live, dropped }: LogViewProps) {
  const { t } = useTranslation();
  const lines = useTopic('log', `${session}/${n}`)?.total ?? 0;
  const [shown, setShown] = useState<Shown>('all');
  const rows = useLogRows(session, n, lines, shown);
  const { total } = rows;
  const [wrap, setWrap] = useState(false);
  const [stamps, setStamps] = useState(true);
  const [find, setFind] = useState<string | null>(null);
  const [hits, setHits] = useState<{ rows: number[]; at: number }>({ rows: [], at: 0 });
  const [following, setFollowing] = useState(live);
  const [seen, setSeen] = useState(total);
  const scroll = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLInputElement>(null);
  const pages = usePages<OutputRecord, { rows: OutputRecord[]; total: number }>(rows.key, total, rows.fetch);
  const virtual = useVirtualizer({ count: total, getScrollElement: () => scroll.current, estimateSize: () => LINE, overscan: 30 });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useRows(pages.book);
  const { onRange } = pages;
  useEffect(() => onRange(first, last), [first, last, onRange]);
  useEffect(() => {
    if (following && total > 0) virtual.scrollToIndex(total - 1, { align: 'end' });
  }, [following, total, virtual]);
  useEffect(() => {
    if (following) setSeen(total);
  }, [following, total]);

  const onScroll = (): void => {
    const place = scroll.current;
    if (place && live) setFollowing(place.scrollHeight - place.scrollTop - place.clientHeight < NEAR);
  };
  const search = async (text: string): Promise<void> => {
    setFind(text);
    const hitRows = text === '' ? [] : (await findInLog(session, n, lines, text)).flatMap((line) => rows.rowOf(line) ?? []);
    setHits({ rows: hitRows, at: 0 });
    if (hitRows[0] !== undefined) virtual.scrollToIndex(hitRows[0], { align: 'center' });
  };
  const step = (by: number): void => {
    if (hits.rows.length === 0) return;
    const at = (hits.at + by + hits.rows.length) % hits.rows.length;
    setHits({ ...hits, at });
    setFollowing(false);
    virtual.scrollToIndex(hits.rows[at] ?? 0, { align: 'center' });
  };
  const openFind = (): void => {
    setFind(find ?? '');
    setTimeout(() => box.current?.focus());
  };
  const copy = async (): Promise<void> => {
    const records: OutputRecord[] = [];
    while (records.length < Math.min(total, COPY_LIMIT)) {
      const page = await rows.fetch(records.length, 1000);
      if (page.rows.length === 0) break;
      records.push(...page.rows);
    }
    await navigator.clipboard.writeText(records.map((record) => `${stamp(record.at)} ${record.text}`).join('\n'));
  };
  useHandler('find-in-log', openFind);
  useHandler('log', () => scroll.current?.focus());
  useHandler('follow', () => {
    if (live) setFollowing(true);
    else if (total > 0) virtual.scrollToIndex(total - 1, { align: 'end' });
  });

  const current = hits.rows[hits.at];
  return (
    <div className={classes.log}>
      <div className={classes.tools} role="toolbar" aria-label={t('session.find')}>
        {find !== null && (
          <span className={classes.find}>
            <input
              ref={box}
              value={find}
              aria-label={t('session.find')}
              placeholder={t('session.find')}
              onChange={(event) => void search(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
                if (event.key === 'Escape') {
                  setFind(null);
                  setHits({ rows: [], at: 0 });
                  event.stopPropagation();
                }
              }}
            />
            <span className="number" role="status">
              {find === ''
                ? ''
                : hits.rows.length === 0
                  ? t('session.noMatches')
                  : t('session.matches', { at: hits.at + 1, count: hits.rows.length })}
            </span>
          </span>
        )}
        <SmallSelect
          label={t('session.streams')}
          width={132}
          options={SHOWN.map((value) => ({ value, label: t(`session.shown.${value}`) }))}
          value={shown}
          onChange={(value) => {
            setShown(value);
            setHits({ rows: [], at: 0 });
            setFind(null);
          }}
        />
        <Tool label={t('session.find')} icon={<Search size={14} strokeWidth={1.75} />} onClick={openFind} />
        <Tool label={t('session.wrap')} pressed={wrap} icon={<WrapText size={14} strokeWidth={1.75} />} onClick={() => setWrap(!wrap)} />
        <Tool label={t('session.stamps')} pressed={stamps} icon={<Clock size={14} strokeWidth={1.75} />} onClick={() => setStamps(!stamps)} />
        <Tool label={t('action.copy')} icon={<Copy size={14} strokeWidth={1.75} />} onClick={() => void copy()} />
        <span className={`${classes.count} number`}>{t('session.lines', { count: total, formatParams: { count: {} } })}</span>
      </div>
      <div
        ref={scroll}
        className={classes.scroll}
        onScroll={onScroll}
        tabIndex={0}
        role="log"
        aria-label={t('session.lines', { count: total })}
        data-wrap={wrap || undefined}
      >
        {lines === 0 && !live && <p className={classes.none}>{t('session.noLog')}</p>}
        {lines > 0 && total === 0 && shown !== 'all' && rows.whole && <p className={classes.none}>{t(`session.none.${shown}`)}</p>}
        <div className={classes.space} style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start, key }) => {
            const record = pages.rowAt(index);
            return (
              <div
                key={key}
                ref={wrap ? virtual.measureElement : undefined}
                data-index={index}
                className={classes.line}
                data-stream={record?.stream}
                data-hit={index === current || undefined}
                style={{ transform: `translateY(${start}px)` }}
              >
                {stamps && (
                  <time className={classes.stamp} title={record ? exact(record.at) : undefined}>
                    {record ? stamp(record.at) : ''}
                  </time>
                )}
                <span className={classes.text}>{record && <AnsiText text={record.text} />}</span>
              </div>
            );
          })}
        </div>
      </div>
      {dropped > 0 && <p className={classes.dropped}>{t('session.dropped', { count: dropped })}</p>}
      {live && !following && total > seen && (
        <Button className={classes.jump} leftSection={<ArrowDown size={14} />} onClick={() => setFollowing(true)}>
          {t('session.follow', { count: total - seen })}
        </Button>
      )}
      <span className="visually-hidden">{count(total)}</span>
    </div>
  );
}
