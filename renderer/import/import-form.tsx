import { Autocomplete, Button, SegmentedControl, Select, TagsInput } from '@mantine/core';
import { FileText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IMPORT_KINDS, type CsvLook, type ImportSource } from '../../shared/api/imports.ts';
import { Cut } from '../components/cut.tsx';
import classes from '../editing/editing.module.css';
import { Field } from '../editing/field.tsx';
import { CsvColumns } from './csv-columns.tsx';
import { useImport } from './import-state.ts';
import own from './import.module.css';

interface ImportFormProps {
  source: ImportSource;
  encoding: string;
  csv: CsvLook | null;
  tenants: readonly string[];
  tags: readonly string[];
}

/** How the file is read, and what all of its computers are given. */
export function ImportForm({ source, encoding, csv, tenants, tags }: ImportFormProps) {
  const { t } = useTranslation();
  const { options, change, begin } = useImport();
  return (
    <div className={classes.form}>
      <Field label={t('import.from')} about={encoding === '' ? undefined : t('import.encoding', { encoding })}>
        <div className={classes.line}>
          <span className={own.file}>
            <FileText size={15} strokeWidth={1.75} aria-hidden />
            <Cut text={source.name ?? t('import.pasted')} strong />
          </span>
          <Button onClick={() => begin(null)}>{t('import.another')}</Button>
        </div>
      </Field>
      <Field label={t('import.kind')}>
        <Select
          aria-label={t('import.kind')}
          allowDeselect={false}
          data={IMPORT_KINDS.map((kind) => ({ value: kind, label: t(`import.kinds.${kind}`) }))}
          value={options.kind}
          onChange={(kind) => kind !== null && change({ kind: kind, without: [], csv: {} })}
        />
      </Field>
      {options.kind !== 'set-up' && (
        <>
          <Field label={t('import.tenant')} about={t('import.tenantAbout')}>
            <Autocomplete
              size="xs"
              aria-label={t('import.tenant')}
              data={[...tenants]}
              value={options.tenant}
              onChange={(tenant) => change({ tenant })}
            />
          </Field>
          <Field label={t('import.tags')}>
            <TagsInput size="xs" aria-label={t('import.tags')} data={[...tags]} value={options.tags} onChange={(given) => change({ tags: given })} />
          </Field>
          <Field label={t('import.existing')}>
            <SegmentedControl
              size="xs"
              transitionDuration={0}
              aria-label={t('import.existing')}
              data={[
                { value: 'change', label: t('import.change') },
                { value: 'leave', label: t('import.leave') },
              ]}
              value={options.existing}
              onChange={(existing) => change({ existing: existing })}
            />
          </Field>
        </>
      )}
      {options.kind === 'csv' && csv && <CsvColumns look={csv} />}
    </div>
  );
}
