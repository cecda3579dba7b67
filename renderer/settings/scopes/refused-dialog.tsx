import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../components/dialog.tsx';
import classes from './scopes.module.css';

const SHOWN = 12;

/** Why something cannot be removed: all that still names it. */
export function RefusedDialog({ name, refusals, onClose }: { name: string; refusals: string[]; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('scopes.cannotRemove', { name })} onClose={onClose} size={560}>
      <p>{t('scopes.cannotRemoveText')}</p>
      <ul className={classes.refusals}>
        {refusals.slice(0, SHOWN).map((refusal) => (
          <li key={refusal}>{refusal}</li>
        ))}
        {refusals.length > SHOWN && <li>{t('scopes.andMore', { count: refusals.length - SHOWN })}</li>}
      </ul>
      <div className={classes.buttons}>
        <Button data-autofocus onClick={onClose}>
          {t('action.close')}
        </Button>
      </div>
    </Dialog>
  );
}
