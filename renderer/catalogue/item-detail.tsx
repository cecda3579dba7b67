import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Item } from '../../shared/model.ts';
import { Code } from '../code/code.tsx';
import { plain } from '../components/visible.ts';
import classes from './catalogue.module.css';

/** One item, readable: what it is about, what it takes and needs, and its scripts. */
export function ItemDetail({ item }: { item: Item }) {
  const { t } = useTranslation();
  const scripts = Object.entries(item.scripts).flatMap(([platform, named]) =>
    Object.entries(named ?? {}).map(([name, script]) => ({ key: `${platform}/${name}`, title: `${name} (${platform})`, ...script })),
  );
  const [chosen, setChosen] = useState('');
  const shown = scripts.find(({ key }) => key === chosen) ?? scripts[0];
  const parameters = Object.entries(item.parameters);
  return (
    <div className={classes.detail}>
      <section className={classes.about} aria-label={item.name} tabIndex={0}>
        <h2>{plain(item.name)}</h2>
        {item.description !== undefined && <p>{plain(item.description)}</p>}
        {parameters.length > 0 && (
          <>
            <h3>{t('catalogue.parameters')}</h3>
            <dl>
              {parameters.map(([name, schema]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>
                    {[
                      schema.type,
                      schema.required ? t('catalogue.needed') : '',
                      schema.secret ? t('catalogue.secret') : '',
                      schema.default === undefined ? '' : t('catalogue.defaultIs', { value: plain(String(schema.default)) }),
                      plain(schema.description ?? ''),
                    ]
                      .filter(Boolean)
                      .join(', ')}
                  </dd>
                </div>
              ))}
            </dl>
          </>
        )}
        {item.dependsOn.length > 0 && (
          <>
            <h3>{t('catalogue.dependsOn')}</h3>
            <p>{item.dependsOn.map(({ item: id, soft }) => (soft ? t('catalogue.soft', { item: id }) : id)).join(', ')}</p>
          </>
        )}
        <p className={classes.muted}>{t('catalogue.lies', { folder: plain(item.folder) })}</p>
      </section>
      <section className={classes.scripts} aria-label={t('catalogue.scripts')}>
        <div className={classes.tabs} role="group" aria-label={t('catalogue.scripts')}>
          {scripts.map(({ key, title }) => (
            <button key={key} type="button" aria-pressed={key === shown?.key} onClick={() => setChosen(key)}>
              {title}
            </button>
          ))}
        </div>
        {shown && <Code key={`${item.id} ${shown.key}`} file={shown.file} label={`${item.name}, ${shown.title}`} text={shown.text} />}
      </section>
    </div>
  );
}
