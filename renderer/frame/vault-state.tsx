import { LockKeyhole, LockKeyholeOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useTopic } from '../state/use-topic.ts';
import classes from './frame.module.css';

/** Top right: whether the vault can be used. Not there where there is none. */
export function VaultState() {
  const { t } = useTranslation();
  const vault = useTopic('vault', '');
  if (!vault || (vault.kind === 'none' && vault.problem === null)) return null;
  const Icon = vault.locked ? LockKeyhole : LockKeyholeOpen;
  const word = vault.problem ? t('vault.unreadable') : vault.locked ? t('vault.locked') : t('vault.unlocked');
  return (
    <Link href="/settings/credentials" className={classes.vault} data-locked={vault.locked || undefined}>
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      {word}
    </Link>
  );
}
