import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { durationText } from '../../../shared/duration.ts';
import { DEFAULT_LIMITS, LIMIT_KEYS, type Limits } from '../../../shared/limits.ts';
import type { LimitsForm } from '../../../shared/setup-schema.ts';
import classes from './limits.module.css';

type Key = keyof Limits;

/** A limit as a set-up file writes it. */
export const limitText = (key: Key, value: number): string => (key === 'concurrency' ? String(value) : durationText(value));

interface LimitFieldsProps {
  /** A limit that is absent has what `otherwise` says. */
  value: LimitsForm;
  otherwise: (key: Key) => string;
  /** Of each limit, what is wrong with it. */
  problems: (key: Key) => string[];
  /** There is little room: in a form beside something else. */
  narrow?: boolean;
  onChange: (value: LimitsForm) => void;
}

/** All limits: what each means, what it is, what is wrong with it. */
export function LimitFields({ value, otherwise, problems, narrow = false, onChange }: LimitFieldsProps) {
  const { t } = useTranslation();
  const set = (key: Key, text: string): void => {
    const wanted = text.trim();
    const rest = Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
    // A number where it is one: what else is typed is told by the set-up's own check.
    const given = key === 'concurrency' && /^\d+$/.test(wanted) ? Number(wanted) : wanted;
    onChange(wanted === '' ? rest : { ...rest, [key]: given });
  };
  return (
    <div className={classes.limits} data-narrow={narrow || undefined}>
      {LIMIT_KEYS.map((key) => {
        const wrong = problems(key);
        const given = value[key];
        return (
          <div key={key} className={classes.limit} data-set={(given !== undefined && wrong.length === 0) || undefined}>
            <div>
              <label htmlFor={`limit-${key}`}>{t(`limits.name.${key}`)}</label>
              <p id={`about-${key}`} className={classes.about}>
                {t(`limits.about.${key}`)}
              </p>
            </div>
            <TextInput
              id={`limit-${key}`}
              aria-describedby={`about-${key}`}
              value={given === undefined ? '' : String(given)}
              placeholder={otherwise(key)}
              error={wrong.length > 0 ? wrong.join('. ') : undefined}
              spellCheck={false}
              classNames={{ input: classes.input }}
              onChange={(event) => set(key, event.currentTarget.value)}
            />
            {!narrow && <span className={classes.default}>{t('limits.default', { value: limitText(key, DEFAULT_LIMITS[key]) })}</span>}
          </div>
        );
      })}
    </div>
  );
}
