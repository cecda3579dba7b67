import { Checkbox, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CsvField, CsvLook } from '../../shared/api/imports.ts';
import { Cut } from '../components/cut.tsx';
import classes from '../editing/editing.module.css';
import { Field } from '../editing/field.tsx';
import { useImport } from './import-state.ts';
import own from './import.module.css';

const FIELDS = ['name', 'host', 'tenant', 'tags', 'groups', 'user', 'port', 'kind', 'credential', 'jump'] as const satisfies readonly CsvField[];
const DELIMITERS = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const;

/** How the table is cut up, and what each of its columns means. */
export function CsvColumns({ look }: { look: CsvLook }) {
  const { t } = useTranslation();
  const { options, change } = useImport();
  const { csv } = options;
  const known = look.delimiter in DELIMITERS;
  const map = (at: number, field: CsvField | null): void => {
    const columns = look.columns.map((column, index) => (index === at ? field : column.field === field ? null : column.field));
    change({ csv: { ...csv, columns }, without: [] });
  };
  return (
    <>
      <Field label={t('import.table')}>
        <div className={classes.stack}>
          <Select
            aria-label={t('import.delimiter')}
            allowDeselect={false}
            data={[
              ...Object.entries(DELIMITERS).map(([value, name]) => ({ value, label: t(`import.delimiters.${name}`) })),
              ...(known ? [] : [{ value: look.delimiter, label: look.delimiter }]),
            ]}
            value={look.delimiter}
            onChange={(delimiter) => delimiter !== null && change({ csv: { header: look.header, delimiter }, without: [] })}
          />
          <Checkbox
            label={t('import.header')}
            checked={look.header}
            onChange={(event) => change({ csv: { delimiter: look.delimiter, header: event.currentTarget.checked }, without: [] })}
          />
        </div>
      </Field>
      <Field label={t('import.columns')}>
        <ul className={own.columns}>
          {look.columns.map((column, at) => {
            const label = column.name ?? t('import.column', { n: at + 1 });
            return (
              <li key={`${at} ${label}`}>
                <div>
                  <span translate={column.name === null ? undefined : 'no'}>
                    <Cut text={label} />
                  </span>
                  {column.secret && <Cut text={t('import.secret')} muted />}
                  {!column.secret && (
                    <span translate="no">
                      <Cut text={column.samples.join(', ')} muted />
                    </span>
                  )}
                </div>
                <Select
                  w={128}
                  aria-label={t('import.columnIs', { name: label })}
                  placeholder={t('import.ignored')}
                  clearable
                  disabled={column.secret}
                  data={FIELDS.map((field) => ({ value: field, label: t(`import.field.${field}`) }))}
                  value={column.field}
                  onChange={(field) => map(at, field)}
                />
              </li>
            );
          })}
        </ul>
      </Field>
    </>
  );
}
