// The desktop side as a whole: windows, tray, menu and triggers around one broker. Started once, by main or by the tests.
import { join } from 'node:path';
import { app, clipboard } from 'electron';
import type { AppState } from '../contract/ipc.ts';
import { posternVersion } from '../contract/version.ts';
import type { PersonSide } from '../core/person/person-side.ts';
import type { KeyStore } from '../core/ports/key-store.ts';
import type { Log } from '../core/ports/log.ts';
import { setAppMenu } from './app-menu.ts';
import { connectText } from './connect-text.ts';
import { createMainHandlers, openSession } from './handlers-main.ts';
import { createTrustedHandlers } from './handlers-trusted.ts';
import { answerWindows, stopAnswering } from './ipc-main.ts';
import { lockOnTriggers } from './lock-triggers.ts';
import { Notices } from './notices.ts';
import { PosternTray } from './tray.ts';
import { Windows } from './windows.ts';

export interface ApplicationParts {
  readonly person: PersonSide;
  readonly keyStore: KeyStore;
  readonly log: Log;
  readonly agentsMayStart: { readonly allowed: boolean; set(allowed: boolean): void };
  readonly startBroker: () => Promise<void>;
  readonly stopBroker: () => Promise<void>;
  /** Absolute path of the built bundles. */
  readonly dist: string;
  /** The Electron below is the old fallback: a vault is made on it only after the person said so. */
  readonly oldElectron: boolean;
}

/** Call once the app is ready. Resolves when agents can connect. @throws BrokerError from `startBroker` */
export async function startApplication(parts: ApplicationParts): Promise<void> {
  const { person, keyStore, log, dist } = parts;
  const windows = new Windows(dist);
  const quit = quitter(parts, windows);
  const tray = new PosternTray(person, windows, dist, quit);
  const notices = new Notices(person, windows);
  const electron = { version: process.versions.electron ?? '', old: parts.oldElectron };
  const state = async (): Promise<AppState> => ({
    session: person.status(),
    version: posternVersion,
    electronVersion: electron.version,
    oldElectron: electron.old,
    keychain: await keyStore.probe(),
    agentsMayStart: parts.agentsMayStart.allowed,
    waiting: [...person.waiting()],
  });
  const connect = () => connectText(outsideArchive(join(dist, 'shim', 'postern-mcp.mjs')));

  windows.start();
  answerWindows(
    windows,
    createMainHandlers({
      person,
      windows,
      state,
      connect,
      allowStart: (allowed) => parts.agentsMayStart.set(allowed),
      copy: (text) => clipboard.writeText(text),
    }),
    createTrustedHandlers({ person, windows, keychain: () => keyStore.probe(), electron }),
    log,
  );
  setAppMenu(() => person.lock('person'), quit);
  lockOnTriggers(person);
  tray.start();
  person.onChange(() => {
    tray.update();
    notices.update();
    windows.changed();
  });
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

/** Quitting locks, ends every run and closes the files before the process goes. */
function quitter({ stopBroker }: ApplicationParts, windows: Windows): () => void {
  let quitting = false;
  return () => {
    if (quitting) return;
    quitting = true;
    windows.closeAll();
    void stopBroker().finally(() => {
      stopAnswering();
      app.exit(0);
    });
  };
}
