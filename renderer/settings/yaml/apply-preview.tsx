import { Minus, Pencil, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppliedRow, ApplyAnswer } from '../../../shared/api/files.ts';
import { Cut } from '../../components/cut.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import editor from '../../editing/editing.module.css';
import { count } from '../../i18n/format.ts';
import { Problems } from '../problems.tsx';
import classes from './yaml.module.css';

const WHAT = ['added', 'changed', 'removed'] as const;
const MARKS = { added: Plus, changed: Pencil, removed: Minus } as const;
const TONES = { added: 'gains', changed: 'changes', removed: 'loses' } as const;

/** What set-up files would change, or all that is wrong in them. */
export function ApplyPreview({ answer }: { answer: ApplyAnswer }) {
  const { t } = useTranslation();
  const [focused, setFocused] = useState<string | null>(null);
  const idOf = ({ kind, name, what }: AppliedRow): string => `${what} ${kind} ${name}`;
  const { rows, warnings, problems } = answer;
  const columns = useMemo(
    (): Column<AppliedRow>[] => [
      {
        id: 'what',
        label: t('yaml.what'),
        width: '120px',
        cell: ({ what }) => {
          const Mark = MARKS[what];
          return (
            <span className={classes.what}>
              <span className={editor.mark} data-change={TONES[what]}>
                <Mark size={14} strokeWidth={2} aria-hidden />
              </span>
              {t(`yaml.${what}`)}
            </span>
          );
        },
      },
      { id: 'kind', label: t('yaml.kind'), width: '110px', cell: ({ kind }) => <Cut text={t(`yaml.kinds.${kind}`)} muted /> },
      { id: 'name', label: t('yaml.name'), width: 'minmax(180px, 1.5fr)', cell: ({ name }) => <Cut text={name} strong /> },
      { id: 'fields', label: t('yaml.fields'), width: 'minmax(120px, 1fr)', cell: ({ fields }) => <Cut text={fields.join(', ')} muted /> },
    ],
    [t],
  );
  if (problems.length > 0) return <Problems problems={problems} title={t('yaml.problems', { count: problems.length })} />;
  return (
    <>
      <p className={editor.counts} role="status" aria-label={t('yaml.table')}>
        {WHAT.map((what) => (
          <span key={what}>
            <strong>{count(rows.filter((row) => row.what === what).length)}</strong> {t(`yaml.${what}`)}
          </span>
        ))}
      </p>
      {warnings.length > 0 && (
        <details className={classes.warnings} open={warnings.length < 6}>
          <summary>{t('yaml.warnings', { count: warnings.length })}</summary>
          <ul>
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </details>
      )}
      {rows.length === 0 ? (
        <p className={editor.quiet}>{t('yaml.nothing')}</p>
      ) : (
        <DataTable
          label={t('yaml.table')}
          columns={columns}
          total={rows.length}
          rowAt={(index) => rows[index]}
          idOf={idOf}
          focused={focused}
          onFocus={(row) => setFocused(idOf(row))}
        />
      )}
    </>
  );
}
