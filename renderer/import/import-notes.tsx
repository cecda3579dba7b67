import { Button } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportPreview } from '../../shared/api/imports.ts';
import classes from '../editing/editing.module.css';
import own from './import.module.css';

/** So many are shown before one asks for all. */
const FEW = 2;

/** What else is new, what stands in the way, and what of the file is not taken. */
export function ImportNotes({ preview }: { preview: ImportPreview }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const { notes, warnings, refusals } = preview;
  const said = [...notes, ...warnings.map((message) => ({ line: null, message }))];
  const along = [
    ...(preview.tenants.length > 0 ? [t('import.newTenants', { count: preview.tenants.length, names: some(preview.tenants) })] : []),
    ...(preview.groups.length > 0 ? [t('import.newGroups', { count: preview.groups.length, names: some(preview.groups) })] : []),
    ...(preview.credentials.length > 0 ? [t('import.newCredentials', { count: preview.credentials.length, names: some(preview.credentials) })] : []),
  ];
  return (
    <>
      {along.length > 0 && (
        <p className={own.along}>
          {t('import.along')} {along.join('; ')}
        </p>
      )}
      {refusals.length > 0 && (
        <div className={own.refusals} role="alert" translate="no">
          <ul>
            {refusals.map((refusal) => (
              <li key={refusal}>{refusal}</li>
            ))}
          </ul>
        </div>
      )}
      {said.length > 0 && (
        <section className={`${classes.notice} ${own.notes}`} aria-label={t('import.notes', { count: said.length })}>
          <TriangleAlert size={16} strokeWidth={1.75} aria-hidden />
          <ul>
            {(all ? said : said.slice(0, FEW)).map(({ line, message }) => (
              <li key={`${line ?? ''} ${message}`}>
                {line !== null && <span className={own.at}>{t('import.line', { n: line })}</span>} <span translate="no">{message}</span>
              </li>
            ))}
          </ul>
          {said.length > FEW && (
            <Button onClick={() => setAll(!all)}>{all ? t('import.hideNotes') : `${t('import.showNotes')} ${said.length - FEW}`}</Button>
          )}
        </section>
      )}
    </>
  );
}

const some = (names: readonly string[]): string => (names.length > 4 ? `${names.slice(0, 4).join(', ')} +${names.length - 4}` : names.join(', '));
