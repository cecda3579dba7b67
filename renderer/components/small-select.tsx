import { Select } from '@mantine/core';
import classes from './small-select.module.css';

interface SmallSelectProps<T extends string> {
  label: string;
  /** Pixels. */
  width: number;
  options: readonly { value: T; label: string }[];
  value: T;
  onChange: (value: T) => void;
}

/** One of a few values, in a row of filters. */
export function SmallSelect<T extends string>({ label, width, options, value, onChange }: SmallSelectProps<T>) {
  return (
    <Select
      w={width}
      classNames={{ input: classes.input }}
      aria-label={label}
      data={options}
      value={value}
      allowDeselect={false}
      onChange={(chosen) => chosen !== null && onChange(chosen)}
    />
  );
}
