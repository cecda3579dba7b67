import { useMemo, useState } from 'react';
import type { CallFailed } from '../bridge.ts';
import { useDrafts, type Draft } from '../editing/drafts.ts';
import { useCall } from '../state/use-call.ts';
import { useTopic } from '../state/use-topic.ts';
import { isEdited, type DraftForm, type Start } from './drafts.ts';
import type { ListedDeployment } from './sort-deployments.ts';

/** All deployments; where each stands comes when it is worked out. */
export function useDeployments(): { all: ListedDeployment[] | null; failed: CallFailed | null; again: () => void } {
  const version = useTopic('set-up', '')?.version ?? 0;
  const [tries, setTries] = useState(0);
  const list = useCall('deployments.list', {}, `${version} ${tries}`);
  const standings = useCall('deployments.standings', {}, version).value?.standings ?? null;
  const drafts = useDrafts((state) => state.drafts);
  const all = useMemo(() => {
    if (!list.value) return null;
    const edited = new Set(
      Object.entries(drafts).flatMap(([address, held]) => {
        if (!/^(?:edit|win) /.test(address)) return [];
        const draft = held as Draft<Start, DraftForm>;
        return draft.start.name !== null && isEdited(draft) ? [draft.start.name] : [];
      }),
    );
    return list.value.rows.map((row): ListedDeployment => ({
      ...row,
      standing: standings?.[row.deployment.name] ?? null,
      edited: edited.has(row.deployment.name),
    }));
  }, [list.value, standings, drafts]);
  return { all, failed: list.failed, again: () => setTries((n) => n + 1) };
}
