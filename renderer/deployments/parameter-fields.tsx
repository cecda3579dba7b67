import { KeyRound, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Item, ParameterSchema, ParameterValue } from '../../shared/model.ts';
import editing from '../editing/editing.module.css';
import classes from './deployment-editor.module.css';
import { isSecret, ParameterField } from './parameter-value.tsx';
import type { SortedProblems } from './sort-problems.ts';

interface ParameterFieldsProps {
  item: Item;
  values: Readonly<Record<string, ParameterValue>>;
  secrets: readonly string[];
  problems: SortedProblems;
  onChange: (values: Record<string, ParameterValue>) => void;
}

/** A form made from the item's schema. What is left empty has the item's default. */
export function ParameterFields({ item, values, secrets, problems, onChange }: ParameterFieldsProps) {
  const { t } = useTranslation();
  const entries = Object.entries(item.parameters);
  const unknown = Object.keys(values).filter((name) => !Object.hasOwn(item.parameters, name));
  if (entries.length + unknown.length === 0) return <p className={editing.about}>{t('editor.noParameters')}</p>;
  const set = (name: string, value: ParameterValue | undefined): void => {
    const others = Object.fromEntries(Object.entries(values).filter(([other]) => other !== name));
    onChange(value === undefined ? others : { ...others, [name]: value });
  };
  return (
    <div className={editing.stack}>
      {entries.map(([name, schema]) => (
        <div key={name}>
          <div className={editing.line}>
            <span>
              {name}
              {schema.required === true && schema.default === undefined && <em className={editing.needed}>{t('editor.needed')}</em>}
            </span>
            <span className={classes.value}>
              {schema.type === 'string' && schema.secret !== true && (
                <button
                  type="button"
                  className={classes.icon}
                  aria-label={t('deploymentEdit.asSecret', { name })}
                  title={t('deploymentEdit.asSecret', { name })}
                  aria-pressed={isSecret(values[name])}
                  onClick={() => set(name, isSecret(values[name]) ? undefined : { secret: '' })}
                >
                  <KeyRound size={13} strokeWidth={1.75} />
                </button>
              )}
              <ParameterField name={name} schema={schema} value={values[name]} secrets={secrets} onChange={(value) => set(name, value)} />
            </span>
          </div>
          <Help schema={schema} />
          <Problems messages={problems.of('parameters', name)} />
        </div>
      ))}
      {unknown.map((name) => (
        <div key={name}>
          <div className={editing.line}>
            <span>
              {name}
              <em className={editing.needed}>{t('deploymentEdit.unknownParameter')}</em>
            </span>
            <button
              type="button"
              className={classes.icon}
              aria-label={t('deploymentEdit.removeParameter', { name })}
              title={t('deploymentEdit.removeParameter', { name })}
              onClick={() => set(name, undefined)}
            >
              <X size={14} strokeWidth={1.75} />
            </button>
          </div>
          <Problems messages={problems.of('parameters', name)} />
        </div>
      ))}
    </div>
  );
}

/** What the item says of it, and what it takes. */
function Help({ schema }: { schema: ParameterSchema }) {
  const { t } = useTranslation();
  const { minimum: from, maximum: to } = schema;
  const range =
    from !== undefined && to !== undefined
      ? t('deploymentEdit.between', { from, to })
      : from !== undefined
        ? t('deploymentEdit.from', { from })
        : to !== undefined
          ? t('deploymentEdit.upTo', { to })
          : '';
  const parts = [schema.description ?? '', schema.patternText ?? '', range].filter((part) => part !== '');
  return parts.length > 0 && <p className={editing.about}>{parts.join(' · ')}</p>;
}

function Problems({ messages }: { messages: readonly string[] }) {
  return messages.map((message) => (
    <p key={message} className={editing.problem} role="alert">
      {message}
    </p>
  ));
}
