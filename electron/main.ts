/** The program with a window: start, window, menu, end. Owns the engine and everything that watches it. */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, powerMonitor, protocol, screen, session } from 'electron';
import { messageOf } from '../shared/errors.ts';
import { openGate } from './api/gate.ts';
import { createHandlers } from './api/handlers.ts';
import { Watches } from './api/watch.ts';
import type { Engine } from './engine.ts';
import { dataFolder } from './files/data-folder.ts';
import { Fleet } from './views/fleet.ts';
import { Importer } from './imports/importer.ts';
import { openEngine } from './open-engine.ts';
import { Safekeeping } from './safekeeping.ts';
import { ConnectionTests } from './live/connection-tests.ts';
import { LiveSessions } from './live/live-sessions.ts';
import { OwnLab } from './live/own-lab.ts';
import { topicSources } from './live/topics.ts';
import { vaultTopics } from './live/vault-topics.ts';
import { Announcements } from './window/announcements.ts';
import { windowArguments } from './window/arguments.ts';
import { dialogsOf } from './window/dialogs.ts';
import { environmentSecrets } from './window/environment-secrets.ts';
import { importFiles } from './window/import-files.ts';
import { launchLab } from './window/lab-process.ts';
import { denyPermissions, lockContents } from './window/lock-down.ts';
import { applicationMenu } from './window/menu.ts';
import { takeNotice, withNotice } from './window/notice.ts';
import { ORIGIN, servePage } from './window/protocol.ts';
import { PreferencesFile } from './window/preferences.ts';
import { mayQuit } from './window/quit.ts';
import { takePassphrase, windowSecrets } from './window/secrets.ts';
import { openTerminal } from './window/terminal.ts';
import { trustedSender } from './window/trusted-sender.ts';
import { keepWindowState, readWindowState } from './window/window-state.ts';

/** How often other processes' changes are looked for, milliseconds. */
const LOOK_MS = 300;
/** Least size at which every screen is usable, pixels. */
const LEAST = { width: 960, height: 600 };
const BACKGROUND = { light: '#ffffff', dark: '#15181d' };

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

function fail(title: string, error: unknown): void {
  dialog.showErrorBox(title, messageOf(error));
  app.exit(1);
}

/** In a clone what follows is Electron's business; the package says what it is itself, so that nobody can talk it out of that. */
const clone = (JSON.parse(readFileSync(here('../package.json'), 'utf8')) as { clone?: boolean }).clone === true;

// Root has no sandbox to run in; that is for a clone alone, and said in the README.
if (!(clone && app.commandLine.hasSwitch('no-sandbox'))) app.enableSandbox();
// Before the program is ready.
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
lockContents(app);
let folder: string;
let language: string | undefined;
/** The program ends: nobody is asked any more. */
let closing = false;
/** Whether the program may end now. */
let allowed = (): Promise<boolean> => Promise.resolve(true);
/** What is to be done before the program ends. */
let ending = async (): Promise<void> => undefined;
const secrets = environmentSecrets(process.env);
const passphrase = takePassphrase(process.env);
try {
  const { data, ...more } = windowArguments(process.argv.slice(1), !clone, process.cwd());
  language = more.language;
  folder = dataFolder(data, process.env, process.platform);
  mkdirSync(path.join(folder, 'window'), { recursive: true, mode: 0o700 });
  // One window a data folder: the lock is Electron's, and lies with what Chromium keeps.
  app.setPath('userData', path.join(folder, 'window'));
  app.setPath('sessionData', path.join(folder, 'window'));
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  app.exit(64);
  throw error;
}

if (!app.requestSingleInstanceLock()) app.exit(0);
else {
  const started = start(folder).catch((error: unknown) => fail('Rounds could not start', error));
  let asked = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (asked) return;
    asked = true;
    // An Electron that is told to exit while its window opens never does: who is asked that early opens first, then ends.
    void started
      .then(() => allowed())
      .then(async (may) => {
        if (!may) {
          asked = false;
          return;
        }
        closing = true;
        await ending();
        app.exit(0);
      })
      .catch((error: unknown) => {
        process.stderr.write(`${messageOf(error)}\n`);
        app.exit(0);
      });
  });
}

async function start(data: string): Promise<void> {
  await app.whenReady();
  // Whoever ends the process is not there to be asked: the system that shuts down, a service manager, Ctrl-C. After Chromium has its own handlers.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      allowed = () => Promise.resolve(true);
      app.quit();
    });
  }
  denyPermissions(session.defaultSession);
  let answered = (): void => undefined;
  servePage(session.defaultSession, here('../renderer'), new Promise<void>((resolve) => (answered = resolve)));
  const preferences = new PreferencesFile(path.join(data, 'preferences.json'));
  nativeTheme.themeSource = preferences.read().theme;

  app.on('window-all-closed', () => app.quit());
  const stateFile = path.join(data, 'window', 'window-state.json');
  const state = readWindowState(
    stateFile,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow({
    ...state,
    minWidth: LEAST.width,
    minHeight: LEAST.height,
    title: 'Rounds',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload: here('./preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  if (state.maximized) window.maximize();
  keepWindowState(window, stateFile);
  window.once('ready-to-show', () => window.show());
  // The page comes up while the record is opened. A load that another one took the place of (the page was loaded anew) is none that failed.
  const loaded = window.loadURL(language === undefined ? `${ORIGIN}/` : `${ORIGIN}/?language=${language}`).catch((error: { code?: string }) => {
    if (error.code !== 'ERR_ABORTED') throw error;
  });
  // It is waited for at the end, and may fail before.
  void loaded.catch(() => undefined);

  const nativeBinding = clone ? process.env['ROUNDS_SQLITE'] : undefined;
  const lockMinutes = (): number | null => preferences.read().vaultLockMinutes;
  let lab: OwnLab | null = null;
  let vaultChanged: (topic: 'vault' | 'questions') => void = () => undefined;
  const room = windowSecrets({
    dataFolder: data,
    nativeBinding,
    given: (name) => secrets(name) ?? lab?.secret(name) ?? null,
    lockMinutes,
    changed: (topic) => vaultChanged(topic),
  });
  let engine: Engine;
  try {
    engine = await openEngine({ dataFolder: data, secrets: room.secrets, trust: room.trust, ...(nativeBinding ? { nativeBinding } : {}) });
    // What is wrong with it is told on the screen.
    if (passphrase !== null) await room.vault.unlock(passphrase).catch(() => undefined);
  } catch (error) {
    return fail('Rounds cannot open its record', error);
  }

  // It was closed before there was anything in it.
  if (window.isDestroyed()) return engine.close();

  // While the page comes up; it asks for what is made of them first.
  void engine.setUpEntries().catch(() => undefined);
  const fleet = new Fleet(engine);
  const ownLab = new OwnLab(engine, launchLab);
  lab = ownLab;
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });

  const live = new LiveSessions(engine.store, Date.now, (changed) => {
    announcements.changed();
    watches.changed('live');
    watches.changed('status');
    if (changed !== null) {
      watches.changed('session', changed);
      watches.changed('log');
    }
  });
  const announcements = new Announcements(window, live);
  allowed = () => mayQuit(window, live.own());
  window.on('close', (event) => {
    if (closing || live.own().length === 0) return;
    event.preventDefault();
    app.quit();
  });
  const tests = new ConnectionTests(engine, (id) => watches.changed('connection-test', id));
  const watches = new Watches(window.webContents, topicSources(engine, live, vaultTopics({ ...room, lockMinutes }), tests));
  vaultChanged = (topic) => {
    watches.changed(topic);
    watches.changed('status');
  };
  const trusted = trustedSender(window, ORIGIN);
  watches.listen(ipcMain, trusted);
  window.webContents.on('did-start-navigation', (details) => {
    if (details.isMainFrame && !details.isSameDocument) watches.clear();
  });
  /** What is done once nothing of this program is in the store any more. */
  let between = async (): Promise<void> => undefined;
  // Whoever comes to a workstation that was left alone finds no secret.
  const lockVault = (): void => room.vault.lock();
  powerMonitor.on('suspend', lockVault);
  powerMonitor.on('lock-screen', lockVault);
  const notice = takeNotice(data);
  const handlers = createHandlers({
    fleet,
    engine,
    live,
    vault: room.vault,
    questions: room.questions,
    dialogs: dialogsOf(window),
    safekeeping: new Safekeeping(data, nativeBinding),
    restart: (done, work) => {
      between = () => withNotice(data, done, work);
      app.relaunch();
      setImmediate(() => app.quit());
    },
    notice: () => notice,
    connectionTests: tests,
    importer: new Importer(engine),
    files: importFiles(window, ipcMain, trusted),
    lab: ownLab,
    openTerminal: (command) => openTerminal(command, process.platform),
    info: {
      version: app.getVersion(),
      electron: process.versions.electron ?? '',
      dataFolder: data,
      platform: process.platform,
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    preferences: {
      read: () => preferences.read(),
      write: (change) => {
        const value = preferences.write(change);
        nativeTheme.themeSource = value.theme;
        watches.changed('vault');
        return value;
      },
    },
  });
  openGate(ipcMain, handlers, trusted);
  app.setAboutPanelOptions({
    applicationName: 'Rounds',
    applicationVersion: app.getVersion(),
    copyright: 'Maintenance from your workstation: no agent, no server',
  });
  Menu.setApplicationMenu(applicationMenu(process.platform, !clone, (command) => window.webContents.send('rounds:command', command)));

  let seen = -1;
  const look = setInterval(() => {
    void engine.store
      .version()
      .then(async (version) => {
        if (version === seen) return;
        seen = version;
        await live.look();
        watches.changed('status');
        watches.changed('set-up');
        watches.changed('session');
        watches.changed('log');
      })
      .catch(() => undefined);
  }, LOOK_MS);

  ending = async () => {
    clearInterval(look);
    watches.clear();
    announcements.stop();
    tests.end();
    room.end();
    await engine.close();
    await ownLab.close();
    await between();
  };
  void ownLab.startAgain();
  answered();
  await loaded;
}
