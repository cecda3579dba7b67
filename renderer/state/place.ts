import { create } from 'zustand';
import type { ComputerColumn } from '../../shared/api/computers.ts';
import type { Grouping } from '../active-sessions/rows.ts';
import type { Range } from '../history/range.ts';
import { NO_FILTER, type DeploymentFilter } from '../deployments/sort-deployments.ts';
import type { Period } from '../../shared/api/insights.ts';
import type { Verdict } from '../../shared/insights.ts';
import type { ListName } from '../insights/bottom-lists.tsx';
import type { ReasonCode } from '../../shared/reasons.ts';
import type { SessionStatus } from '../../shared/words.ts';

/** What each screen shows: it survives going away and coming back. */
interface Places {
  computers: {
    filter: { text: string; tenants: string[]; groups: string[]; tags: string[] };
    sort: { by: ComputerColumn; descending: boolean };
    focused: string | null;
  };
  active: { focused: string | null; closed: string[]; by: Grouping };
  history: {
    focused: string | null;
    statuses: SessionStatus[];
    computer: string;
    tenant: string;
    item: string;
    text: string;
    /** Only what ended so; in words, for the chip. */
    cause: { reason: ReasonCode; item: string | null; words: string } | null;
    range: Range;
    from: string;
    until: string;
  };
  /** `item` and `of` (a tenant) narrow the lists below the pictures. */
  insights: {
    days: Period;
    tenant: string;
    group: string;
    asTable: boolean;
    list: ListName;
    item: string;
    of: string;
    verdicts: readonly Verdict[];
    focused: string | null;
  };
  deployments: { focused: string | null; ticked: readonly string[]; sort: { by: string; descending: boolean }; filter: DeploymentFilter };
  catalogue: { focused: string | null; text: string };
  credentials: { focused: string | null };
  scopes: { focused: string | null; text: string };
  folders: { focused: string | null };
}

interface PlaceState extends Places {
  change: <K extends keyof Places>(place: K, change: Partial<Places[K]>) => void;
}

/** The history of the last week, whatever it holds. */
export const NO_HISTORY_FILTER = {
  statuses: [],
  computer: '',
  tenant: '',
  item: '',
  text: '',
  cause: null,
  range: 'week',
  from: '',
  until: '',
} satisfies Partial<Places['history']>;

export const usePlace = create<PlaceState>((set) => ({
  computers: { filter: { text: '', tenants: [], groups: [], tags: [] }, sort: { by: 'name', descending: false }, focused: null },
  active: { focused: null, closed: [], by: 'batch' },
  history: { focused: null, ...NO_HISTORY_FILTER },
  insights: { days: 30, tenant: '', group: '', asTable: false, list: 'comebacks', item: '', of: '', verdicts: [], focused: null },
  deployments: { focused: null, ticked: [], sort: { by: 'name', descending: false }, filter: NO_FILTER },
  catalogue: { focused: null, text: '' },
  credentials: { focused: null },
  scopes: { focused: null, text: '' },
  folders: { focused: null },
  change: (place, change) => set((state) => ({ ...state, [place]: { ...state[place], ...change } })),
}));
