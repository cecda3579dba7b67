import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutputLine } from '../../shared/api/outputs.ts';
import { AnsiText } from '../components/ansi-text.tsx';
import classes from './outputs.module.css';
import { foldEqual } from './fold-equal.ts';

/** So many lines are one block that is laid out only when it is seen. */
const BLOCK = 100;
const SIGNS = { same: '', here: '+', there: '−' } as const;

/** The lines of a group; those that are as in the largest one are folded where it is compared with that. */
export function OutputText({ lines, compared }: { lines: readonly OutputLine[]; compared: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const parts = compared ? foldEqual(lines) : [{ kind: 'lines' as const, from: 0, lines: [...lines] }];
  return (
    <div className={classes.text}>
      {parts.map((part) =>
        part.kind === 'folded' && !open.has(part.from) ? (
          <button key={part.from} type="button" className={classes.fold} onClick={() => setOpen(new Set([...open, part.from]))}>
            {t('outputs.equal', { count: part.lines.length })}
          </button>
        ) : (
          blocks(part.lines).map((block, at) => (
            <div key={`${part.from} ${at}`} className={classes.block}>
              {block.map((line, n) => (
                <Line key={n} line={line} />
              ))}
            </div>
          ))
        ),
      )}
    </div>
  );
}

function Line({ line: { text, stream, mark } }: { line: OutputLine }) {
  const { t } = useTranslation();
  return (
    <div className={classes.line} data-mark={mark} data-stream={stream}>
      <span
        className={classes.sign}
        aria-hidden={mark === 'same'}
        aria-label={mark === 'same' ? undefined : t(`outputs.${mark}`)}
        role={mark === 'same' ? undefined : 'img'}
      >
        {SIGNS[mark]}
      </span>
      <span className={classes.words}>
        <AnsiText text={text} />
      </span>
    </div>
  );
}

function blocks(lines: readonly OutputLine[]): OutputLine[][] {
  const found: OutputLine[][] = [];
  for (let at = 0; at < lines.length; at += BLOCK) found.push(lines.slice(at, at + BLOCK));
  return found;
}
