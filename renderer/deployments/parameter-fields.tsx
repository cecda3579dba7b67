import { Autocomplete, Checkbox, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Item, ParameterSchema, ParameterValue } from '../../shared/model.ts';
import classes from '../editing/editing.module.css';

interface ParameterFieldsProps {
  item: Item;
  values: Readonly<Record<string, ParameterValue>>;
  secrets: readonly string[];
  problemsOf: (parameter: string) => readonly string[];
  onChange: (values: Record<string, ParameterValue>) => void;
}

/** A form made from the item's schema. What is left empty has the item's default. */
export function ParameterFields({ item, values, secrets, problemsOf, onChange }: ParameterFieldsProps) {
  const { t } = useTranslation();
  const entries = Object.entries(item.parameters);
  if (entries.length === 0) return <p className={classes.about}>{t('editor.noParameters')}</p>;
  const set = (name: string, value: ParameterValue | undefined): void => {
    const others = Object.fromEntries(Object.entries(values).filter(([other]) => other !== name));
    onChange(value === undefined ? others : { ...others, [name]: value });
  };
  return (
    <div className={classes.stack}>
      {entries.map(([name, schema]) => (
        <div key={name}>
          <div className={classes.line}>
            <span>
              {name}
              {schema.required === true && schema.default === undefined && <em className={classes.needed}>{t('editor.needed')}</em>}
            </span>
            <Value name={name} schema={schema} value={values[name]} secrets={secrets} onChange={(value) => set(name, value)} />
          </div>
          {schema.description !== undefined && <p className={classes.about}>{schema.description}</p>}
          {problemsOf(name).map((problem) => (
            <p key={problem} className={classes.problem} role="alert">
              {problem}
            </p>
          ))}
        </div>
      ))}
    </div>
  );
}

interface ValueProps {
  name: string;
  schema: ParameterSchema;
  value: ParameterValue | undefined;
  secrets: readonly string[];
  onChange: (value: ParameterValue | undefined) => void;
}

function Value({ name, schema, value, secrets, onChange }: ValueProps): ReactNode {
  const { t } = useTranslation();
  const hint =
    schema.default === undefined
      ? ''
      : t('editor.default', { value: Array.isArray(schema.default) ? schema.default.join(', ') : String(schema.default) });
  if (schema.secret === true || (typeof value === 'object' && !Array.isArray(value))) {
    const secret = typeof value === 'object' && !Array.isArray(value) ? value.secret : '';
    return (
      <Autocomplete
        size="xs"
        w={190}
        aria-label={name}
        placeholder={t('editor.secretHint')}
        data={[...secrets]}
        value={secret}
        onChange={(text) => onChange(text === '' ? undefined : { secret: text })}
      />
    );
  }
  if (schema.enum) {
    const options = schema.enum.map(String);
    return (
      <Select
        w={190}
        aria-label={name}
        placeholder={hint}
        data={options}
        value={value === undefined ? null : String(value)}
        clearable
        onChange={(text) => onChange(text === null ? undefined : schema.enum?.find((one) => String(one) === text))}
      />
    );
  }
  switch (schema.type) {
    case 'boolean':
      return (
        <Checkbox
          aria-label={name}
          checked={(value ?? schema.default) === true}
          onChange={(event) => onChange(event.currentTarget.checked === (schema.default === true) ? undefined : event.currentTarget.checked)}
        />
      );
    case 'integer':
    case 'number':
      return (
        <NumberInput
          w={190}
          aria-label={name}
          placeholder={hint}
          allowDecimal={schema.type === 'number'}
          value={typeof value === 'number' ? value : ''}
          onChange={(number) => onChange(number === '' || !Number.isFinite(Number(number)) ? undefined : Number(number))}
        />
      );
    case 'list':
      return (
        <Textarea
          w={190}
          autosize
          minRows={1}
          maxRows={6}
          aria-label={name}
          placeholder={hint === '' ? t('editor.listHint') : hint}
          value={Array.isArray(value) ? value.join('\n') : ''}
          onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value.split('\n'))}
        />
      );
    default:
      return (
        <TextInput
          w={190}
          aria-label={name}
          placeholder={hint}
          spellCheck={false}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
        />
      );
  }
}
