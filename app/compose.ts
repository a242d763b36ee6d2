// Builds every long-lived object once and connects them, room by room. No rules live here: only who gets whom.
import { Argon2Kdf } from './adapters/argon2-kdf.ts';
import { CallerChain } from './adapters/caller-chain.ts';
import { eventLoopPause } from './adapters/event-loop-pause.ts';
import { LoginShell } from './adapters/login-shell.ts';
import { OsKeychain } from './adapters/os-keychain.ts';
import { peerOf } from './adapters/peer-credentials.ts';
import { PipeRunner } from './adapters/pipe-runner.ts';
import { PolkitPresence } from './adapters/polkit-presence.ts';
import { PosixFiles } from './adapters/posix-files.ts';
import { PtyRunner } from './adapters/pty-runner.ts';
import { ReferenceResolver } from './adapters/reference-resolver.ts';
import { TmpfsRunFiles, usualPlaces } from './adapters/run-files.ts';
import { CommandRunner } from './adapters/runner.ts';
import { LinuxScreenLock, sessionBusAddress } from './adapters/screen-lock.ts';
import { SqliteKeptStore } from './adapters/sqlite-kept-store.ts';
import { systemBusAddress } from './adapters/system-bus.ts';
import { loadPassport, WindowsHello } from './adapters/windows-hello.ts';
import { openXtermScreen } from './adapters/xterm-screen.ts';
import { composeApprovals } from './compose/approval-room.ts';
import { composeDesks } from './compose/desks.ts';
import { settingsOfLife, type Unattended, unattendedParts } from './compose/unattended.ts';
import { composeVault, type VaultSurroundings } from './compose/vault-room.ts';
import { Admission } from './core/clients/admission.ts';
import { CallRate } from './core/clients/call-rate.ts';
import { Clients } from './core/clients/clients.ts';
import type { Desks } from './core/person/desks.ts';
import { PersonSide } from './core/person/person-side.ts';
import { StartDesk } from './core/person/start-desk.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Idleness } from './core/ports/idleness.ts';
import type { KeyStore } from './core/ports/key-store.ts';
import type { Log } from './core/ports/log.ts';
import type { ScreenLock } from './core/ports/screen-lock.ts';
import type { PersonCheck } from './core/presence/person-check.ts';
import { ReleasedValues } from './core/redaction/released-values.ts';
import { KeptEnds } from './core/runs/kept-ends.ts';
import { KeptRequests } from './core/runs/kept-requests.ts';
import { Requests } from './core/runs/requests.ts';
import type { RunHouse } from './core/runs/run-house.ts';
import { TextScan } from './core/scan/text-scan.ts';
import { createAuditPart } from './core/session/audit-part.ts';
import type { SessionPart } from './core/session/session.ts';
import { Session } from './core/session/session.ts';
import { SessionLife } from './core/session/session-life.ts';
import type { SettingsBook } from './core/settings/settings-book.ts';
import type { Vault } from './core/vault/vault.ts';
import { createHandlers } from './socket/handlers.ts';
import { SocketServer } from './socket/server.ts';

export interface Surroundings extends VaultSurroundings {
  readonly home: string;
  readonly idleness: Idleness;
  /** Where the socket may lie, best first. */
  readonly endpoints: readonly string[];
  /** Left out: a person sits in front of Postern's windows. */
  readonly unattended?: Unattended;
}

export interface Broker {
  readonly person: PersonSide;
  readonly desks: Desks;
  /** For a Postern without windows. */
  readonly startDesk: StartDesk;
  readonly settings: SettingsBook;
  readonly check: PersonCheck;
  readonly keyStore: KeyStore;
  readonly log: Log;
  start(): Promise<void>;
  /** Locks, ends every run, closes the socket and the files; requests that wait are kept for the next start. Idempotent. */
  stop(): Promise<void>;
}

/** The everyday surroundings: the system's keychain, Argon2, and its check that the person is here. */
export function systemPorts(clock: Clock): Pick<Surroundings, 'keyStore' | 'kdf' | 'presence'> {
  const hello = process.platform === 'win32';
  const presence = hello ? new WindowsHello(loadPassport) : new PolkitPresence(systemBusAddress, clock);
  return { keyStore: new OsKeychain(), kdf: new Argon2Kdf(), presence };
}

/** On Linux Electron does not tell of the screen lock; null: elsewhere it does. */
export function systemScreenLock(clock: Clock): ScreenLock | null {
  if (process.platform !== 'linux') return null;
  return new LinuxScreenLock({ system: systemBusAddress, session: sessionBusAddress(process.env) }, clock);
}

/** @throws BrokerError endpoint_busy, profile_readonly, disk_full, vault_truncated, vault_newer, vault_in_use */
export function compose(surroundings: Surroundings): Broker {
  const { home, endpoints, clock, keyStore, unattended } = surroundings;
  const room = composeVault(surroundings);
  const { hold, database, store, randomness, log, audit, anchor, vault, secrets, words, settings, check } = room;
  const clients = new Clients({ records: vault, audit, clock, randomness });
  const rights = composeApprovals(surroundings, room, clients);
  const { approvals, answering, grants, denials, lastAllowed, prompts, policy } = rights;
  const kept = new KeptRequests({ store: new SqliteKeptStore(database), records: vault, randomness, log });
  const keptEnds = new KeptEnds({ audit, clients, clock, log });
  const requests = new Requests({ clock, randomness, kept, keptEnds, ownerNow: (owner) => clients.ownerNow(owner) });
  const released = new ReleasedValues(surroundings.matchers);
  const files = new PosixFiles(home);
  const login = new LoginShell();
  const { desks, part: desksPart, rolling } = composeDesks(surroundings, room, { rights, clients, login, files });

  const auditPart = createAuditPart({
    audit,
    records: vault,
    transaction: (work) => store.transaction(work),
    vaultId: () => store.header()?.vaultId ?? '',
    randomness,
    clock,
    log,
  });
  const clientsPart: SessionPart = { unlocked: () => clients.load(), locked: () => clients.forget() };
  let keepQuick = false;
  const settingsPart: SessionPart = {
    unlocked: () => settings.load(),
    locked: (why) => {
      keepQuick = settings.current.quickUnlock && why !== 'quit';
      check.withdraw();
      settings.forget();
    },
  };
  const usedPart: SessionPart = { unlocked: () => {}, locked: () => secrets.flushUsed() };
  const runsPart: SessionPart = {
    unlocked: () => requests.unlocked(),
    // SECURITY P4: running children are killed, released values are wiped.
    locked: () => {
      requests.locked();
      released.wipe();
    },
  };
  const sessionVault = {
    get state() {
      return vault.state;
    },
    create: (...args: Parameters<Vault['create']>) => vault.create(...args),
    unlockWith: (...args: Parameters<Vault['unlockWith']>) => vault.unlockWith(...args),
    lock: () => vault.lock({ keepQuick }),
  };
  const life = new SessionLife({
    settings: settingsOfLife(settings, unattended),
    idleness: surroundings.idleness,
    running: { count: () => requests.running, changed: requests.changed },
    clock,
  });
  const session = new Session(
    sessionVault,
    [
      auditPart,
      clientsPart,
      settingsPart,
      words,
      rights.part,
      desksPart,
      usedPart,
      runsPart,
      ...unattendedParts(unattended),
    ],
    life,
    clock,
  );
  const admission = new Admission({
    session,
    clients,
    approvals,
    audit,
    callers: new CallerChain(),
    words,
    clock,
    randomness,
  });
  const runFiles = new TmpfsRunFiles(usualPlaces(process.env.XDG_RUNTIME_DIR));
  const house: RunHouse = {
    secrets,
    admission,
    clients,
    ...{ approvals, grants, denials, lastAllowed, prompts, policy, home },
    audit,
    released,
    runner: new CommandRunner(new PtyRunner(), new PipeRunner()),
    ...{ openScreen: openXtermScreen, live: desks.live },
    runFiles,
    references: new ReferenceResolver(files, login),
    files,
    login,
    clock,
    randomness,
    log,
    touch: (by) => session.touch(by),
    pause: eventLoopPause,
    words,
  };
  const person = new PersonSide({
    ...{ session, secrets, check },
    ...{ approvals, answering, prompts, clients, grants, requests },
    others: [desks.secrets, desks.keys, desks.health, desks.policy, desks.live, rolling, settings],
    audit,
    clock,
    log,
  });
  const startDesk = new StartDesk({ person, desks, clients, audit, clock });
  const textScan = new TextScan({
    ...{ secrets, words, clients, policy, audit, clock, pause: eventLoopPause },
    pauseClient: (id) => person.pauseClient(id, 'scans'),
  });
  const handlers = createHandlers({
    ...{ house, requests, session, textScan },
    rate: new CallRate(clock),
    lock: (why) => session.lock(why),
  });
  const uid = process.getuid?.() ?? null;
  const server = new SocketServer({ endpoints, uid, peerOf, handlers, clock, log });

  let stopped: Promise<void> | null = null;
  return {
    person,
    desks,
    startDesk,
    settings,
    check,
    keyStore,
    log,
    start: async () => {
      void house.login.resolve();
      // SECURITY P11: files of runs that a killed Postern left in memory.
      await runFiles.sweep();
      rolling.start();
      desks.policy.start();
      rights.policyFile.start();
      await server.start();
      log.write('note', 'broker.started');
    },
    stop: () => {
      stopped ??= (async () => {
        session.lock('quit');
        await requests.stop();
        await server.stop();
        rights.policyFile.stop();
        await rolling.settled();
        await anchor.flush();
        // No thread is left for the end of the process to wait for.
        await surroundings.matchers.forget();
        log.write('note', 'broker.stopped');
        database.close();
        hold.close();
      })();
      return stopped;
    },
  };
}
