import { Copy, ScrollText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { OutputGroup } from '../../shared/api/outputs.ts';
import { isLiveStatus } from '../../shared/words.ts';
import { ResultMark, StatusMark } from '../components/marks.tsx';
import { Tool } from '../components/tool.tsx';
import { plain } from '../components/visible.ts';
import { count } from '../i18n/format.ts';
import { OutputText } from './output-text.tsx';
import classes from './outputs.module.css';

/** Names that stand in the head of a column. */
const NAMED = 4;

/** One group: who, how it ended, what was said. */
export function OutputColumn({ group, largest }: { group: OutputGroup; largest: boolean }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [first] = group.computers;
  const names = group.computers.slice(0, NAMED).map(({ name }) => plain(name));
  const more = group.count - names.length;
  const who = more > 0 ? t('outputs.of', { names: names.join(', '), count: more }) : names.join(', ');
  const lines = group.lines;
  const said = lines !== null && lines.length > 0;
  const title = t(said ? (group.cut ? 'outputs.began' : 'outputs.same') : isLiveStatus(group.status) ? 'outputs.waiting' : 'outputs.ended', {
    count: group.count,
    formatParams: { count: {} },
  });
  const text = (lines ?? [])
    .filter(({ mark }) => mark !== 'there')
    .map((line) => line.text)
    .join('\n');
  return (
    <section className={classes.column} aria-label={`${title}: ${who}`}>
      <header className={classes.columnHead}>
        <div className={classes.columnTitle}>
          {group.result === null ? <StatusMark status={group.status} /> : <ResultMark result={group.result} />}
          <strong>{group.count === 1 ? who : title}</strong>
          <span className={classes.tools}>
            {said && (
              <Tool
                label={t('outputs.copy')}
                icon={<Copy size={14} strokeWidth={1.75} aria-hidden />}
                onClick={() => void navigator.clipboard.writeText(`${text}\n`)}
              />
            )}
            {first && (
              <Tool
                label={t('outputs.openLog')}
                icon={<ScrollText size={14} strokeWidth={1.75} aria-hidden />}
                onClick={() => go(`/sessions/${first.session}`)}
              />
            )}
          </span>
        </div>
        <p className={classes.who} title={group.computers.map(({ name, tenant }) => `${plain(tenant)}/${plain(name)}`).join('\n')}>
          {group.count === 1 ? plain(first?.tenant ?? '') : who}
        </p>
        {group.reason !== null && <p className={classes.reason}>{[group.reason, plain(group.detail ?? '')].filter(Boolean).join(' ')}</p>}
        {said && !largest && <p className={classes.muted}>{t(group.compared ? 'outputs.marks' : 'outputs.notCompared')}</p>}
      </header>
      {said && <OutputText lines={lines} compared={group.compared} />}
      {!said && <p className={classes.none}>{quiet()}</p>}
      {group.cut && said && <p className={classes.none}>{t('outputs.cut')}</p>}
      <span className="visually-hidden">{count(group.count)}</span>
    </section>
  );

  function quiet(): string {
    if (isLiveStatus(group.status)) return t('outputs.notOver');
    return lines === null && group.result !== null && group.reason === null ? t('outputs.notShown') : t('outputs.nothing');
  }
}
