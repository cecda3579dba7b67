import { Checkbox, Popover } from '@mantine/core';
import { Columns3 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../state/preferences.ts';
import classes from './column-choice.module.css';
import type { Column } from './data-table.tsx';

/** The columns of a table that are not left out, and the button that chooses them. The first one always stays; the choice is kept. */
export function useColumns<Row>(table: string, columns: readonly Column<Row>[]): { shown: Column<Row>[]; choice: React.ReactNode } {
  const { t } = useTranslation();
  const { value: preferences, change } = usePreferences();
  const [open, setOpen] = useState(false);
  const hidden = useMemo(() => new Set(preferences.hiddenColumns[table]), [preferences, table]);
  const shown = useMemo(() => columns.filter(({ id }, at) => at === 0 || !hidden.has(id)), [columns, hidden]);
  const toggle = (id: string): void => {
    const left = hidden.has(id) ? [...hidden].filter((one) => one !== id) : [...hidden, id];
    change({ hiddenColumns: { ...preferences.hiddenColumns, [table]: left } });
  };
  const choice = (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-end"
      shadow="md"
      transitionProps={{ duration: 0 }}
      trapFocus
      returnFocus
      withRoles={false}
    >
      <Popover.Target>
        <button
          type="button"
          className={classes.button}
          aria-haspopup="dialog"
          aria-expanded={open}
          aria-label={t('deploymentList.columns')}
          title={t('deploymentList.columns')}
          onClick={() => setOpen(!open)}
        >
          <Columns3 size={14} strokeWidth={1.75} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.list} role="dialog" aria-label={t('deploymentList.columns')}>
        {columns.slice(1).map(({ id, label }) => (
          <Checkbox key={id} label={label} checked={!hidden.has(id)} onChange={() => toggle(id)} />
        ))}
      </Popover.Dropdown>
    </Popover>
  );
  return { shown, choice };
}
