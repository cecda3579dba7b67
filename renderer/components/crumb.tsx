import { ChevronRight } from 'lucide-react';
import { Link } from 'wouter';
import classes from './crumb.module.css';

/** The place that a page belongs to, before its own title. */
export function Crumb({ href, place }: { href: string; place: string }) {
  return (
    <>
      <Link href={href} className={classes.crumb}>
        {place}
      </Link>
      <ChevronRight size={14} color="var(--muted)" aria-hidden />
    </>
  );
}
