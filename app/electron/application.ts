// The desktop side as a whole: windows, tray, menu and triggers around one broker. Started once, by main or by the tests.
import { join } from 'node:path';
import { app, clipboard, shell } from 'electron';
import { faultCodeOf } from '../contract/fault.ts';
import type { AppState, OpenableWindow } from '../contract/main-channels.ts';
import { posternVersion } from '../contract/version.ts';
import type { Desks } from '../core/person/desks.ts';
import type { PersonSide } from '../core/person/person-side.ts';
import type { KeyStore } from '../core/ports/key-store.ts';
import type { Log } from '../core/ports/log.ts';
import type { ScreenLock } from '../core/ports/screen-lock.ts';
import type { PersonCheck } from '../core/presence/person-check.ts';
import type { SettingsBook } from '../core/settings/settings-book.ts';
import { setAppMenu } from './app-menu.ts';
import { systemFileDialogs } from './file-dialogs.ts';
import { createMainHandlers, openSession } from './handlers-main.ts';
import { createTrustedHandlers } from './handlers-trusted.ts';
import { answerWindows, stopAnswering } from './ipc-main.ts';
import { lockOnTriggers } from './lock-triggers.ts';
import { Notices } from './notices.ts';
import type { ClipboardGuard } from './ports/clipboard-guard.ts';
import { PosternTray } from './tray.ts';
import { Windows } from './windows.ts';

export interface ApplicationParts {
  readonly person: PersonSide;
  readonly desks: Desks;
  readonly settings: SettingsBook;
  readonly check: PersonCheck;
  /** Copies values, and sees to it that they go again. */
  readonly clipboardGuard: ClipboardGuard;
  /** null: Electron tells of the screen lock itself. */
  readonly screenLock: ScreenLock | null;
  readonly keyStore: KeyStore;
  readonly log: Log;
  readonly agentsMayStart: { readonly allowed: boolean; set(allowed: boolean): void };
  /** `show` is called for each window that an admin of the gateway asks the person for. */
  readonly onWindowAsked: (show: (window: OpenableWindow) => void) => void;
  readonly startBroker: () => Promise<void>;
  readonly stopBroker: () => Promise<void>;
  /** Has the system end this process after so many seconds, wherever it hangs by then. */
  readonly endWithin: (seconds: number) => void;
  /** Absolute path of the built bundles. */
  readonly dist: string;
  /** The Electron below is the old fallback: a vault is made on it only after the person said so. */
  readonly oldElectron: boolean;
}

/** Call once the app is ready. Resolves when agents can connect. @throws BrokerError from `startBroker` */
export async function startApplication(parts: ApplicationParts): Promise<void> {
  const { person, desks, settings, check, keyStore, clipboardGuard, log, dist } = parts;
  const windows = new Windows(dist);
  const quit = quitter(parts, windows);
  const tray = new PosternTray(person, windows, dist, quit);
  const notices = new Notices(person, desks.gateway, windows);
  const electron = { version: process.versions.electron ?? '', old: parts.oldElectron };
  const state = async (): Promise<AppState> => ({
    session: person.status(),
    version: posternVersion,
    electronVersion: electron.version,
    oldElectron: electron.old,
    keychain: await keyStore.probe(),
    agentsMayStart: parts.agentsMayStart.allowed,
    waiting: [...person.waiting()],
    secretsRevision: desks.secrets.revision,
    backup: desks.backups.status,
    backupFolder: desks.backupFolder.path,
    wraps: [...desks.keys.wraps],
    settings: person.status().state === 'unlocked' ? settings.current : null,
    grants: [...person.grants()],
    prompts: person.prompts(),
    policyFileDiffers: desks.policy.fileDiffers,
    gateway: desks.gateway.state,
  });
  const shim = outsideArchive(join(dist, 'shim', 'postern-mcp.mjs'));

  windows.start();
  const shared = { person, desks, settings, check, windows, electron, dialogs: systemFileDialogs };
  answerWindows({
    windows,
    main: createMainHandlers({
      ...{ person, desks, windows, state, shim },
      allowStart: (allowed) => parts.agentsMayStart.set(allowed),
      copy: (text) => clipboard.writeText(text),
      chooseFolder: () => windows.inMain((contents) => systemFileDialogs.openFolder(contents, 'Choose a folder')),
      showFile: (path) => shell.showItemInFolder(path),
      inBackground: (work) => {
        void work.catch((thrown) => log.write('warning', 'window.work', { code: faultCodeOf(thrown) }));
      },
    }),
    trusted: createTrustedHandlers({
      ...shared,
      keychain: () => keyStore.probe(),
      copy: (value) => clipboardGuard.copy(value, settings.current.clipboardSeconds * 1000),
    }),
    log,
    touched: () => person.touch(),
  });
  parts.onWindowAsked((window) => {
    // SECURITY P9: a program asked for it: it takes neither the keyboard nor the place of what the person has open.
    if (person.status().state === 'unlocked' && !windows.isOpen(window.kind)) windows.openTrusted(window, true);
  });
  setAppMenu(() => person.lock('person'), quit);
  app.on('will-quit', lockOnTriggers(person, parts.screenLock));
  tray.start();
  let wasUnlocked = person.status().state === 'unlocked';
  person.onChange(() => {
    const isUnlocked = person.status().state === 'unlocked';
    if (wasUnlocked && !isUnlocked) {
      windows.closeForLock();
      void clipboardGuard.clear();
    }
    if (!wasUnlocked && isUnlocked) windows.prepareQuestion();
    wasUnlocked = isUnlocked;
    tray.update();
    notices.update();
    windows.changed();
  });
  // A window of questions that stayed for the keyboard alone goes when the person turns away from it.
  app.on('browser-window-blur', () => setImmediate(() => notices.update()));
  app.on('second-instance', () => windows.openMain());
  app.on('activate', () => windows.openMain());
  // A tray app lives on without windows.
  app.on('window-all-closed', () => {});
  app.on('before-quit', (event) => {
    event.preventDefault();
    quit();
  });
  await parts.startBroker();
  windows.openMain();
  if (person.status().state === 'empty') openSession(person, windows);
}

/** The agent host runs the shim with its own Node, which cannot read into an asar archive. */
function outsideArchive(path: string): string {
  return path.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
}

/** For Electron's own end. */
const exitSeconds = 5;

/** Quitting locks, ends every run and closes the files before the process goes. */
function quitter(parts: ApplicationParts, windows: Windows): () => void {
  const { stopBroker, clipboardGuard } = parts;
  let quitting = false;
  return () => {
    if (quitting) return;
    quitting = true;
    windows.closeAll();
    void Promise.allSettled([stopBroker(), clipboardGuard.clear()]).then(() => {
      stopAnswering();
      // Everything is closed; Electron was seen to hang in its own end.
      parts.endWithin(exitSeconds);
      app.exit(0);
    });
  };
}
