import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ConnectionField, Reach } from '../../../shared/api/scopes.ts';
import type { ConnectionForm } from '../../../shared/setup-schema.ts';
import editor from '../../editing/editing.module.css';
import { count } from '../../i18n/format.ts';
import classes from './scopes.module.css';
import { optionWords } from './words.ts';

const LABEL = {
  kind: 'connection.kind',
  host: 'connection.host',
  port: 'connection.port',
  user: 'connection.user',
  credential: 'connection.credential',
  sudo: 'connection.sudo',
  jump: 'connection.jump',
  knownHosts: 'connection.knownHosts',
  persistentShell: 'connection.persistentShell',
} as const satisfies Record<ConnectionField, string>;

interface ReachPaneProps {
  reach: Reach;
  connection: ConnectionForm;
  /** Shows whom it holds. */
  names: boolean;
}

/** Whom a tenant or a group holds, and for whom each of its defaults decides. */
export function ReachPane({ reach, connection, names }: ReachPaneProps) {
  const { t } = useTranslation();
  const { computers, notKnown, problem, fields } = reach;
  return (
    <>
      <p className={editor.counts} role="status" aria-label={t('scopes.reach')}>
        <span>
          <strong>{count(computers)}</strong> {t('scopes.holdsComputers', { count: computers })}
        </span>
        {notKnown > 0 && (
          <span>
            <strong>{count(notKnown)}</strong> {t('scopes.unknownComputers', { count: notKnown })}
          </span>
        )}
      </p>
      {problem !== null && <p className={editor.quiet}>{problem}</p>}
      {fields.length > 0 && (
        <table className={classes.reach} aria-label={t('scopes.defaults')}>
          <tbody>
            {fields.map(({ field, holds, overridden }) => (
              <tr key={field}>
                <th scope="row">{t(LABEL[field])}</th>
                <td>{optionWords(field, connection[field], t)}</td>
                <td>
                  {t('scopes.holdsFor', { count: holds })}
                  {overridden.length > 0 && `, ${t('scopes.override', { count: overridden.reduce((sum, one) => sum + one.count, 0) })}`}
                  {overridden.length > 0 && (
                    <small title={overridden.map((one) => byWhom(one, t)).join('\n')}>{overridden.map((one) => byWhom(one, t)).join(', ')}</small>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {fields.length === 0 && <p className={editor.quiet}>{t('scopes.noDefaults')}</p>}
      {names && reach.names.length > 0 && (
        <ul className={classes.names} aria-label={t('scopes.computers')} tabIndex={0}>
          {reach.names.map((name) => (
            <li key={name}>
              <Link href={`/computers/${encodeURIComponent(name)}`}>{name}</Link>
            </li>
          ))}
          {computers > reach.names.length && <li>{t('scopes.andMore', { count: computers - reach.names.length })}</li>}
        </ul>
      )}
    </>
  );
}

function byWhom({ by, count: n }: Reach['fields'][number]['overridden'][number], t: TFunction<'window'>): string {
  return t('scopes.byWhom', { count: n, by: by ?? t('scopes.ownWords') });
}
