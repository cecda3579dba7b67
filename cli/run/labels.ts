/** What computers are called in a batch's output: their name alone, or with the tenant where a name comes twice. */

export interface Labels {
  of(session: string): string;
  /** More than one tenant is in it. */
  readonly manyTenants: boolean;
}

export function labelsOf(sessions: readonly { id: string; computer: string; tenant: string }[]): Labels {
  const count = new Map<string, number>();
  for (const { computer } of sessions) count.set(computer, (count.get(computer) ?? 0) + 1);
  const labels = new Map(sessions.map(({ id, computer, tenant }) => [id, (count.get(computer) ?? 0) > 1 ? `${tenant}/${computer}` : computer]));
  return { of: (session) => labels.get(session) ?? session, manyTenants: new Set(sessions.map((session) => session.tenant)).size > 1 };
}
