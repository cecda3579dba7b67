import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ItemProblem } from '../../shared/api/catalogue.ts';
import classes from './item-editor.module.css';

/** `test.sh:3` as a file and a line; without a line, its first. */
export function placeOf({ place }: ItemProblem): { file: string; line: number } {
  const found = /^(.*?)(?::(\d+))?(?::\d+)?(?:\s.*)?$/.exec(place);
  return { file: found?.[1] ?? place, line: Number(found?.[2] ?? 1) };
}

/** What is wrong, each a way to its line. */
export function ItemProblems({
  problems,
  busy,
  onGo,
}: {
  problems: readonly ItemProblem[];
  busy: boolean;
  onGo: (file: string, line: number) => void;
}) {
  const { t } = useTranslation();
  return (
    <section className={classes.problems} aria-label={t('item.problems')} aria-busy={busy}>
      {problems.length === 0 && (
        <p className={classes.fine}>
          {!busy && <CircleCheck size={14} strokeWidth={1.75} color="var(--green)" aria-hidden />}
          {t(busy ? 'item.checking' : 'item.fine')}
        </p>
      )}
      <ul>
        {problems.map((problem, at) => {
          const { file, line } = placeOf(problem);
          const Icon = problem.level === 'error' ? CircleX : TriangleAlert;
          return (
            <li key={`${problem.place} ${at}`}>
              <button type="button" onClick={() => onGo(file, line)}>
                <Icon size={14} strokeWidth={1.75} color={problem.level === 'error' ? 'var(--red)' : 'var(--amber)'} aria-hidden />
                <code>{problem.place}</code>
                <span>{problem.message}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
