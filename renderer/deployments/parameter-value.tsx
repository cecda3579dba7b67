import { Autocomplete, Checkbox, MultiSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ParameterSchema, ParameterValue } from '../../shared/model.ts';
import { Choices } from '../components/choices.tsx';

const WIDTH = 190;

interface ParameterValueProps {
  name: string;
  schema: ParameterSchema;
  value: ParameterValue | undefined;
  secrets: readonly string[];
  onChange: (value: ParameterValue | undefined) => void;
}

export const isSecret = (value: ParameterValue | undefined): value is { secret: string } => typeof value === 'object' && !Array.isArray(value);

/** The field of one parameter, by its type. Empty: the default of the item. */
export function ParameterField({ name, schema, value, secrets, onChange }: ParameterValueProps): ReactNode {
  const { t } = useTranslation();
  const { default: usual } = schema;
  const hint = usual === undefined ? '' : t('editor.default', { value: Array.isArray(usual) ? usual.join(', ') : String(usual) });
  const common = { w: WIDTH, 'aria-label': name };
  if (schema.secret === true || isSecret(value)) {
    return (
      <Autocomplete
        {...common}
        size="xs"
        placeholder={t('editor.secretHint')}
        data={[...secrets]}
        value={isSecret(value) ? value.secret : ''}
        onChange={(secret) => onChange(secret === '' && schema.secret === true ? undefined : { secret })}
      />
    );
  }
  if (schema.enum && schema.type === 'list') {
    return (
      <MultiSelect
        {...common}
        size="xs"
        placeholder={value === undefined ? hint : ''}
        data={schema.enum.map(String)}
        value={Array.isArray(value) ? value : []}
        onChange={(list) => onChange(list.length === 0 ? undefined : list)}
      />
    );
  }
  if (schema.enum) {
    return (
      <Select
        {...common}
        placeholder={hint}
        data={schema.enum.map(String)}
        value={value === undefined ? null : String(value)}
        clearable
        onChange={(text) => onChange(text === null ? undefined : schema.enum?.find((one) => String(one) === text))}
      />
    );
  }
  switch (schema.type) {
    case 'boolean':
      // Where there is no default, no is another answer than none.
      return usual === undefined ? (
        <Choices
          label={name}
          options={[
            { value: 'yes', label: t('deploymentEdit.yes') },
            { value: 'no', label: t('deploymentEdit.no') },
          ]}
          value={value === true ? 'yes' : value === false ? 'no' : null}
          onChange={(word) => onChange(word === 'yes')}
        />
      ) : (
        <Checkbox
          aria-label={name}
          checked={(value ?? usual) === true}
          onChange={(event) => onChange(event.currentTarget.checked === usual ? undefined : event.currentTarget.checked)}
        />
      );
    case 'integer':
    case 'number':
      return (
        <NumberInput
          {...common}
          placeholder={hint}
          allowDecimal={schema.type === 'number'}
          value={typeof value === 'number' ? value : ''}
          onChange={(number) => onChange(number === '' || !Number.isFinite(Number(number)) ? undefined : Number(number))}
        />
      );
    case 'list':
      return (
        <Textarea
          {...common}
          autosize
          minRows={1}
          maxRows={6}
          placeholder={hint === '' ? t('editor.listHint') : hint}
          value={Array.isArray(value) ? value.join('\n') : ''}
          onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value.split('\n'))}
        />
      );
    default:
      return (
        <TextInput
          {...common}
          placeholder={hint}
          spellCheck={false}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
        />
      );
  }
}
