/**
 * Every call and every topic between the screen and the engine: one table, typed both ways. What a subject's calls take and
 * give stands in `api/`. The main process decodes every request with the schema that stands here, and answers nobody else.
 */
import type { z } from 'zod';
import type { ErrorDetails, ErrorKind } from './errors.ts';
import { appCalls, type StatusLine } from './api/app.ts';
import { batchCalls } from './api/batches.ts';
import { catalogueCalls } from './api/catalogue.ts';
import { compareCalls } from './api/compare.ts';
import { connectionTestCalls, type ConnectionTestView } from './api/connection-test.ts';
import { computerCalls } from './api/computers.ts';
import { deploymentCalls } from './api/deployments.ts';
import { editCalls } from './api/edit.ts';
import { importCalls } from './api/imports.ts';
import { insightCalls } from './api/insights.ts';
import { labCalls } from './api/lab.ts';
import { fileCalls } from './api/files.ts';
import { outputCalls } from './api/outputs.ts';
import { questionCalls, type QuestionsView } from './api/questions.ts';
import { runCalls } from './api/runs.ts';
import { scopeCalls } from './api/scopes.ts';
import { sessionCalls, type LiveView, type SessionView } from './api/sessions.ts';
import { vaultCalls, type VaultView } from './api/vault.ts';

export const CALLS = {
  ...appCalls,
  ...computerCalls,
  ...runCalls,
  ...sessionCalls,
  ...insightCalls,
  ...catalogueCalls,
  ...editCalls,
  ...deploymentCalls,
  ...connectionTestCalls,
  ...outputCalls,
  ...batchCalls,
  ...compareCalls,
  ...questionCalls,
  ...vaultCalls,
  ...importCalls,
  ...labCalls,
  ...scopeCalls,
  ...fileCalls,
};

export type CallName = keyof typeof CALLS;
/** What a call takes, before its schema filled in the defaults. */
export type RequestOf<K extends CallName> = z.input<(typeof CALLS)[K]['request']>;
/** What a handler is given. */
export type DecodedOf<K extends CallName> = z.output<(typeof CALLS)[K]['request']>;
export type ResponseOf<K extends CallName> = NonNullable<(typeof CALLS)[K]['response']>;

/** What the screen may watch: a topic, of which thing, and what it is sent: a whole snapshot each time, at most ten a second. */
export interface Topics {
  /** The line at the bottom; key `''`. */
  status: StatusLine;
  /** Batches and sessions that are not over, and those that ended since the window was opened; key `''`. */
  live: LiveView;
  /** One session with its actions; key: its id. */
  session: SessionView;
  /** Lines in an action's log by now; key `SESSION/N`. */
  log: { total: number };
  /** The set-up or what is known of its computers changed: pages are to be asked for again; key `''`. */
  'set-up': { version: number };
  /** What the program must be told before it can go on; key `''`. */
  questions: QuestionsView;
  /** A connection that is tested; key: its id. */
  'connection-test': ConnectionTestView;
  /** Whether secrets are kept, and whether they can be used; key `''`. */
  vault: VaultView;
}
export type Topic = keyof Topics;
export const TOPICS = ['status', 'live', 'session', 'log', 'set-up', 'questions', 'vault', 'connection-test'] as const satisfies readonly Topic[];

/** An error as it crosses to the screen. */
export interface ApiError {
  kind: ErrorKind;
  message: string;
  details: ErrorDetails;
}
export type ApiAnswer<T> = { ok: true; value: T } | { ok: false; error: ApiError };

/** What the preload puts into the page as `window.rounds`. */
export interface Bridge {
  call<K extends CallName>(name: K, request: RequestOf<K>): Promise<ApiAnswer<ResponseOf<K>>>;
  /** Watches a topic until the function that it gives is called. The first snapshot comes at once. */
  watch<T extends Topic>(topic: T, key: string, listener: (value: Topics[T]) => void): () => void;
  /** What the menu and the tray ask the page to do: the name of a command. */
  onCommand(listener: (command: string) => void): () => void;
}
