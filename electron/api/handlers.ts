import type { Engine } from '../engine.ts';
import type { ConnectionTests } from '../live/connection-tests.ts';
import type { LiveSessions } from '../live/live-sessions.ts';
import { appHandlers, type AppTools } from './app.ts';
import { batchHandlers } from './batches.ts';
import { catalogueHandlers } from './catalogue.ts';
import { compareHandlers } from './compare.ts';
import { computerHandlers } from './computers.ts';
import { connectionTestHandlers } from './connection-tests.ts';
import { deploymentHandlers } from './deployments.ts';
import { editHandlers } from './edit.ts';
import type { Questions } from '../questions/questions.ts';
import type { Safekeeping } from '../safekeeping.ts';
import type { Fleet } from '../views/fleet.ts';
import type { Vault } from '../vault/vault.ts';
import type { Dialogs } from '../window/dialogs.ts';
import type { Handlers } from './gate.ts';
import type { Importer } from '../imports/importer.ts';
import type { OwnLab } from '../live/own-lab.ts';
import type { ImportFiles } from '../window/import-files.ts';
import { importHandlers } from './imports.ts';
import { insightHandlers } from './insights.ts';
import { labHandlers } from './lab.ts';
import { fileHandlers } from './files.ts';
import { scopeHandlers } from './scopes.ts';
import { outputHandlers } from './outputs.ts';
import { questionHandlers } from './questions.ts';
import { runHandlers } from './runs.ts';
import { sessionHandlers } from './sessions.ts';
import { vaultHandlers } from './vault.ts';

/** What the handlers need of the program. */
export interface ApiTools extends AppTools {
  engine: Engine;
  fleet: Fleet;
  live: LiveSessions;
  vault: Vault;
  questions: Questions;
  dialogs: Dialogs;
  safekeeping: Safekeeping;
  /** Ends the engine, does something that nobody else may be in the store for, starts the program anew and says there that it was done. */
  restart: (done: string, between: () => Promise<void>) => void;
  connectionTests: ConnectionTests;
  importer: Importer;
  files: ImportFiles;
  lab: OwnLab;
  /** Runs a command in a terminal of the system. */
  openTerminal: (command: readonly string[]) => Promise<void>;
}

/** The whole contract's other end. */
export function createHandlers(tools: ApiTools): Handlers {
  return {
    ...appHandlers(tools),
    ...computerHandlers(tools),
    ...runHandlers(tools),
    ...sessionHandlers(tools),
    ...insightHandlers(tools),
    ...catalogueHandlers(tools),
    ...editHandlers(tools),
    ...connectionTestHandlers(tools),
    ...deploymentHandlers(tools),
    ...outputHandlers(tools),
    ...batchHandlers(tools),
    ...compareHandlers(tools),
    ...questionHandlers(tools),
    ...vaultHandlers(tools),
    ...importHandlers(tools),
    ...labHandlers(tools),
    ...scopeHandlers(tools),
    ...fileHandlers(tools),
  };
}
