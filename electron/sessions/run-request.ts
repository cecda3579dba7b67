import type { ComputerId, Deployment, DesiredState } from '../../shared/model.ts';
import type { RunEvent, SessionSummary } from '../../shared/events.ts';
import type { ReasonCode, RetryCause } from '../../shared/reasons.ts';
import type { BatchOptions } from '../../shared/record.ts';
import type { Shell } from '../../shared/words.ts';

/** A run by hand over exactly these computers; targets were resolved and shown before. */
export interface RunRequest extends BatchOptions {
  /** Not empty, without repetition. */
  computers: ComputerId[];
  /** As the user wrote it, for the record. */
  targetText: string;
  /** For kind `exec`: the script, and the name under which it is recorded. */
  script?: { text: string; shell: Shell; name: string };
  /** An item that is tried out: on these computers it alone is deployed of its kind, with these parameters, for this run. */
  trial?: Trial;
}

export interface Trial {
  item: string;
  parameters: Deployment['parameters'];
  state?: DesiredState;
}

/** Which failed actions of a session or a batch a retry takes; all of them when nothing is chosen. */
export interface RetryRequest {
  /** Session or batch id; or several sessions of one batch. */
  of: string | readonly string[];
  /** `item` or `item:instance`. */
  items?: string[];
  cause?: RetryCause | ReasonCode;
  concurrency?: number;
  /** What to do with computers that are off; else as it was. */
  offline?: BatchOptions['offline'];
}

/** A batch under way in this process. */
export interface RunningBatch {
  readonly id: string;
  /** Events from now on, in order; returns the way to stop listening. Subscribe in the same tick to miss none. */
  subscribe(listener: (event: RunEvent) => void): () => void;
  /** Ends the batch, one of its sessions, or one action of a session: `batch`, `session`, `session/n`. At once here; remote processes are ended. */
  cancel(what?: { session?: string; n?: number }): void;
  /** Every computer's session, when all are over and recorded. Rejects only when the record itself cannot be kept. */
  readonly finished: Promise<SessionSummary[]>;
}
