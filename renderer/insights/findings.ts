import type { TFunction } from 'i18next';
import type { DaysFinding, InsightsView, MapFinding } from '../../shared/api/insights.ts';
import { complianceOf } from '../../shared/insights.ts';
import { count, day } from '../i18n/format.ts';
import { percent } from './verdicts.tsx';

type T = TFunction<'window'>;

/** The heat map's title. */
export function mapTitle(finding: MapFinding, t: T): string {
  switch (finding.kind) {
    case 'nothing-judged':
      return t('insights.map.nothing');
    case 'nothing-fails':
      return t('insights.map.noneFails', { count: finding.computers });
    case 'one-computer':
      return t('insights.map.one', { item: finding.item, computer: finding.computer, count: finding.days });
    case 'computers': {
      const { item, computers, tenant, since } = finding;
      const words = { item, count: computers, day: day(since) };
      return tenant === null ? t('insights.map.many', words) : t('insights.map.ofTenant', { ...words, tenant });
    }
  }
}

/** A mean as people say it: whole where it is large. */
const about = (n: number): string => (n < 10 ? String(Math.round(n * 10) / 10) : count(Math.round(n)));

/** The title of the results over time. */
export function daysTitle(finding: DaysFinding, t: T): string {
  switch (finding.kind) {
    case 'nothing-done':
      return t('insights.time.nothing');
    case 'no-failures':
      return t('insights.time.noFailures');
    case 'about':
      return t('insights.time.about', { n: about(finding.perDay) });
    case 'rose':
    case 'fell':
      return t(`insights.time.${finding.kind}`, { before: about(finding.before), after: about(finding.after), day: day(finding.since) });
  }
}

/** The title of the compliance by tenant: the one that is least compliant. */
export function tenantsTitle(tenants: InsightsView['tenants'], t: T): string {
  const judged = tenants.flatMap(({ name, counts }) => {
    const share = complianceOf(counts);
    return share === null ? [] : [{ name, share }];
  });
  const [worst, next] = judged.sort((a, b) => a.share - b.share);
  if (!worst) return t('insights.tenants.nothing');
  if (worst.share === 1) return t('insights.tenants.all');
  return t(next ? 'insights.tenants.worst' : 'insights.tenants.one', { tenant: worst.name, share: percent(worst.share) });
}
