import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { RoundsError } from '../../shared/errors.ts';
import type { SessionSummary } from '../../shared/events.ts';
import { compareWithExpected, readExpected, type LabPass } from './expected.ts';
import { writeWhole } from './keys.ts';
import { ABSENT_COMPUTER, LAB_HOST, LAB_RESOURCES, LAB_USER, labPaths, UNPLUGGABLE_COMPUTER } from './layout.ts';
import { forkLab, type LabProcess, type LaunchLab } from './lab-process.ts';
import { lockLab } from './lock.ts';
import type { ServeReply, ServeRequest } from './messages.ts';
import { claimFolder, homeOf, hostKeyFileOf, prepareLab, type LabFiles, type LabOptions } from './prepare.ts';
import { itemFolders, setUpText } from './set-up-file.ts';
import { writeState } from './state.ts';

/** How long the server process may take to listen everywhere, milliseconds. */
const START_LIMIT_MS = 30_000;

export interface LabComputer {
  /** `TENANT/NAME`. */
  id: string;
  host: string;
  port: number;
  user: string;
  /** Its folder. */
  home: string;
}

/** A lab that runs. Its owner closes it; when the owner dies in any way, it ends by itself. */
export interface Lab {
  folder: string;
  setUpFile: string;
  dataFolder: string;
  keyFile: string;
  knownHosts: string;
  /** By name, as the set-up calls them. */
  secrets: Record<string, string>;
  computers: LabComputer[];
  /** What is to be expected of a run now. */
  pass: LabPass;
  /** Compares a whole run of required deployments with what is expected, and remembers that it came to its end. Sentences; none when all is as expected. */
  check(sessions: SessionSummary[]): Promise<string[]>;
  close(): Promise<void>;
}

const kindOf = (id: string) => (id === ABSENT_COMPUTER ? 'absent' : id === UNPLUGGABLE_COMPUTER ? 'unpluggable' : 'ordinary');

function requestFor(files: LabFiles): ServeRequest {
  const { paths, state } = files;
  return {
    labId: randomUUID(),
    authorizedKey: files.publicKey,
    computers: Object.keys(files.hostKeys).map((id) => ({
      id,
      home: homeOf(paths, id),
      hostKeyFile: hostKeyFileOf(paths, id),
      port: state.ports[id] ?? 0,
      kind: kindOf(id),
    })),
  };
}

/** Starts the server process and waits until every computer listens. */
async function startServer(request: ServeRequest, launch: LaunchLab): Promise<{ child: LabProcess; ports: Record<string, number> }> {
  const child = launch(fileURLToPath(new URL('./server.ts', import.meta.url)));
  const reply = await new Promise<ServeReply>((resolve) => {
    const timer = setTimeout(() => resolve({ type: 'failed', message: `it did not listen within ${START_LIMIT_MS / 1000} s` }), START_LIMIT_MS);
    const settle = (answer: ServeReply): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    child.onExit((complaint) => settle({ type: 'failed', message: complaint || 'its process ended' }));
    child.onReply(settle);
    child.send(request);
  });
  if (reply.type === 'failed') {
    await child.end();
    throw new RoundsError('internal/lab', `The lab did not start: ${reply.message}`);
  }
  return { child, ports: reply.ports };
}

/** Writes what depends on ports: known_hosts and the set-up. */
async function writePorts(files: LabFiles, ports: Record<string, number>): Promise<void> {
  const { paths, template, extra, hostKeys } = files;
  const lines = Object.entries(hostKeys).map(([id, key]) => `[${LAB_HOST}]:${ports[id] ?? 0} ${key}\n`);
  await writeWhole(paths.knownHosts, lines.join(''));
  const items = await itemFolders(paths.items);
  await writeWhole(paths.setUpFile, setUpText(template, { ports, extra, items, knownHosts: paths.knownHosts }));
}

/**
 * Starts the lab of a folder, which is made when it is not there.
 * @throws RoundsError `usage/lab-running`, `usage/lab-folder`, `setup/lab-platform`, `internal/lab`.
 */
export async function startLab(folder: string, options: LabOptions & { launch?: LaunchLab } = {}): Promise<Lab> {
  if (process.platform === 'win32') throw new RoundsError('setup/lab-platform', 'The lab needs sh, which Windows does not have');
  const paths = labPaths(folder);
  await claimFolder(paths);
  const unlock = await lockLab(paths.lock);
  let child: LabProcess | undefined;
  const close = async () => {
    await child?.end();
    await unlock();
  };
  try {
    const files = await prepareLab(folder, options);
    const { state } = files;
    const expected = await readExpected(options.resources ?? LAB_RESOURCES);
    const started = await startServer(requestFor(files), options.launch ?? forkLab);
    const { ports } = started;
    child = started.child;
    await writePorts(files, ports);
    await writeState(paths.state, { runs: state.runs === 'fresh' ? 'begun' : state.runs, ports });
    child.unref();
    const pass: LabPass = state.runs === 'fresh' ? 'first' : state.runs === 'complete' ? 'again' : 'either';
    return {
      folder: paths.folder,
      setUpFile: paths.setUpFile,
      dataFolder: paths.dataFolder,
      keyFile: paths.keyFile,
      knownHosts: paths.knownHosts,
      secrets: files.secrets,
      computers: Object.keys(files.hostKeys).map((id) => ({ id, host: LAB_HOST, port: ports[id] ?? 0, user: LAB_USER, home: homeOf(paths, id) })),
      pass,
      check: async (sessions) => {
        const differences = compareWithExpected(expected, sessions, pass);
        if (differences.length === 0) await writeState(paths.state, { runs: 'complete', ports });
        return differences;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
