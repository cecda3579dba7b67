import { Ban, CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { NeedView } from '../../shared/api/deployments.ts';
import editing from '../editing/editing.module.css';
import { Names } from './held-by.tsx';
import classes from './deployment-editor.module.css';

/** What the item needs, whether that is deployed where this wins, and what happens where it is not. */
export function DependsOn({ needs, receives }: { needs: readonly NeedView[]; receives: number }) {
  const { t } = useTranslation();
  return needs.map((need) => {
    const missing = receives - need.deployed - need.ignored;
    const Mark = !need.there ? TriangleAlert : need.ignored > 0 ? Ban : missing > 0 ? CircleDashed : CircleCheck;
    return (
      <div key={need.item} className={classes.need}>
        <p className={editing.line}>
          <span className={editing.depends} data-whole={(need.there && missing === 0 && need.ignored === 0) || undefined}>
            <Mark size={14} strokeWidth={1.75} aria-hidden /> {need.name}
            {need.soft && <em className={editing.needed}>{t('needs.soft')}</em>}
          </span>
          <span className={editing.muted}>{need.there ? t('editor.onOf', { n: need.deployed, of: receives }) : t('editor.noItem')}</span>
        </p>
        {need.ignored > 0 && <p className={editing.about}>{t('needs.ignored', { count: need.ignored })}</p>}
        {missing > 0 && <Names label={t(`needs.${need.otherwise}`, { count: missing })} names={need.missing} total={missing} />}
      </div>
    );
  });
}
