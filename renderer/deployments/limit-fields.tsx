import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DeploymentForm } from '../../shared/setup-schema.ts';
import classes from '../editing/editing.module.css';
import type { SortedProblems } from './sort-problems.ts';

const LIMITS = ['action', 'idleOutput'] as const;
type Limits = NonNullable<DeploymentForm['limits']>;

/** How long it may take; what is left empty is as the item, the computer or the settings say. */
export function LimitFields({ limits, problems, onChange }: { limits: Limits; problems: SortedProblems; onChange: (limits: Limits) => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.stack}>
      {LIMITS.map((limit) => (
        <div key={limit}>
          <div className={classes.line}>
            <span>{t(`deploymentLimit.${limit}`)}</span>
            <TextInput
              w={190}
              aria-label={t(`deploymentLimit.${limit}`)}
              placeholder={t('deploymentLimit.asUsual')}
              value={limits[limit] ?? ''}
              onChange={(event) => onChange({ ...limits, [limit]: event.currentTarget.value })}
            />
          </div>
          {problems.of('limits', limit).map((problem) => (
            <p key={problem} className={classes.problem} role="alert">
              {problem}
            </p>
          ))}
        </div>
      ))}
    </div>
  );
}
