// Builds every long-lived object once and connects them, room by room. No rules live here: only who gets whom.
import { Argon2Kdf } from './adapters/argon2-kdf.ts';
import { CallerChain } from './adapters/caller-chain.ts';
import { eventLoopPause } from './adapters/event-loop-pause.ts';
import { LoginShell } from './adapters/login-shell.ts';
import { OsKeychain } from './adapters/os-keychain.ts';
import { peerOf } from './adapters/peer-credentials.ts';
import { PolkitPresence } from './adapters/polkit-presence.ts';
import { PosixFiles } from './adapters/posix-files.ts';
import { LinuxScreenLock, sessionBusAddress } from './adapters/screen-lock.ts';
import { SqliteKeptStore } from './adapters/sqlite-kept-store.ts';
import { systemBusAddress } from './adapters/system-bus.ts';
import { loadPassport, WindowsHello } from './adapters/windows-hello.ts';
import { composeApprovals } from './compose/approval-room.ts';
import { composeDesks } from './compose/desks.ts';
import { composeAgents, composeGateway } from './compose/gateway-room.ts';
import { composeRuns } from './compose/run-room.ts';
import { composeSessionVault } from './compose/session-vault.ts';
import { settingsOfLife, type Unattended, unattendedParts } from './compose/unattended.ts';
import { composeVault, type VaultSurroundings } from './compose/vault-room.ts';
import type { ClientId } from './contract/vocabulary.ts';
import { Admission } from './core/clients/admission.ts';
import { CallRate } from './core/clients/call-rate.ts';
import { Clients } from './core/clients/clients.ts';
import { Listeners } from './core/listeners.ts';
import type { Desks } from './core/person/desks.ts';
import { PersonSide } from './core/person/person-side.ts';
import { StartDesk } from './core/person/start-desk.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Forwarder } from './core/ports/forwarder.ts';
import type { Idleness } from './core/ports/idleness.ts';
import type { KeyStore } from './core/ports/key-store.ts';
import type { Log } from './core/ports/log.ts';
import type { ScreenLock } from './core/ports/screen-lock.ts';
import type { PersonCheck } from './core/presence/person-check.ts';
import { KeptEnds } from './core/runs/kept-ends.ts';
import { KeptRequests } from './core/runs/kept-requests.ts';
import { Requests } from './core/runs/requests.ts';
import { TextScan } from './core/scan/text-scan.ts';
import { createAuditPart } from './core/session/audit-part.ts';
import type { SessionPart } from './core/session/session.ts';
import { Session } from './core/session/session.ts';
import { SessionLife } from './core/session/session-life.ts';
import type { SettingsBook } from './core/settings/settings-book.ts';
import type { AskedWindow } from './gateway/gateway-parts.ts';
import { claimEndpoint } from './socket/endpoint.ts';
import { createHandlers } from './socket/handlers.ts';
import { SocketServer } from './socket/server.ts';

export interface Surroundings extends VaultSurroundings {
  readonly home: string;
  readonly idleness: Idleness;
  /** Where the socket may lie, best first. */
  readonly endpoints: readonly string[];
  /** Left out: the everyday way out to APIs. */
  readonly forwarder?: Forwarder;
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
  /** `show` is called for each window that an admin of the gateway asks the person for. */
  readonly onWindowAsked: (show: (window: AskedWindow) => void) => void;
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
  const { profile, home, endpoints, clock, keyStore, unattended } = surroundings;
  const room = composeVault(surroundings);
  const { hold, database, store, randomness, log, audit, anchor, vault, secrets, words, settings, check } = room;
  const clients = new Clients({ records: vault, audit, clock, randomness });
  const rights = composeApprovals(surroundings, room, clients);
  const { approvals, answering, grants, prompts, policy } = rights;
  const kept = new KeptRequests({ store: new SqliteKeptStore(database), records: vault, randomness, log });
  const keptEnds = new KeptEnds({ audit, clients, clock, log });
  const requests = new Requests({ clock, randomness, kept, keptEnds, ownerNow: (owner) => clients.ownerNow(owner) });
  const files = new PosixFiles(home);
  const login = new LoginShell();
  const agentRoom = composeAgents(room, clock);
  const windowsDesks = composeDesks(surroundings, room, { rights, clients, ...agentRoom, login, files });
  const { part: desksPart, rolling, providers } = windowsDesks;

  const auditPart = createAuditPart({
    audit,
    records: vault,
    transaction: (work) => store.transaction(work),
    vaultId: () => store.header()?.vaultId ?? '',
    randomness,
    clock,
    log,
  });
  const { sessionVault, settingsPart } = composeSessionVault(room);
  const runsPart: SessionPart = {
    unlocked: () => requests.unlocked(),
    // SECURITY P4: running children are killed, released values are wiped.
    locked: () => {
      requests.locked();
      callRecord.settle();
      released.wipe();
    },
  };
  /** Told when what runs may be another number. */
  const busy = new Listeners();
  requests.changed.add(() => busy.notify());
  const life = new SessionLife({
    settings: settingsOfLife(settings, unattended),
    idleness: surroundings.idleness,
    running: { count: () => requests.running + gateway.calls, changed: busy },
    clock,
  });
  const session = new Session(
    sessionVault,
    [
      auditPart,
      { unlocked: () => clients.load(), locked: () => clients.forget() },
      settingsPart,
      agentRoom.part,
      words,
      rights.part,
      desksPart,
      { unlocked: () => {}, locked: () => secrets.flushUsed() },
      runsPart,
      ...unattendedParts(unattended),
    ],
    life,
    clock,
  );
  const admission = new Admission({
    ...{ session, clients, approvals, audit, words, clock, randomness },
    callers: new CallerChain(),
  });
  /** Shuts a client or an agent out, on Postern's own account. */
  const pause = (id: ClientId, why: 'scans' | 'blocked'): void => {
    if (agentRoom.agents.find(id) === null) person.pauseClient(id, why);
    else desk.pauseAgent(id, 'blocked');
  };
  const runs = composeRuns(surroundings, room, {
    ...{ rights, clients, admission, live: windowsDesks.desks.live, login, files, home, clock },
    touch: (by) => session.touch(by),
    pauseClient: (id) => pause(id, 'blocked'),
    forwarder: surroundings.forwarder,
  });
  const { house, callRecord, released, runFiles } = runs;
  const textScan = new TextScan({
    ...{ secrets, words, policy, audit, clock, pause: eventLoopPause },
    clients: { limitsOf: (id) => agentRoom.reachOf(id, providers) ?? clients.limitsOf(id) },
    pauseClient: (id) => pause(id, 'scans'),
  });
  let showAsked = (_window: AskedWindow): void => {};
  const { gateway, desk } = composeGateway(room, {
    ...{ profile, endpoints, claim: claimEndpoint, clock, rights, runs, textScan, providers },
    ...{ room: agentRoom, providerDesk: windowsDesks.desks.providers, unattended: unattended !== undefined },
    openWindow: (window) => showAsked(window),
  });
  gateway.busy.add(() => busy.notify());
  const desks: Desks = { ...windowsDesks.desks, gateway: desk };
  const person = new PersonSide({
    ...{ session, secrets, check, gateway: desk },
    ...{ approvals, answering, prompts, clients, grants, requests },
    others: [
      desks.secrets,
      desks.keys,
      desks.health,
      desks.policy,
      desks.live,
      ...desk.shown,
      providers,
      rolling,
      settings,
    ],
    audit,
    clock,
    log,
  });
  const startDesk = new StartDesk({ person, desks, clients, audit, clock });
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
    onWindowAsked: (show) => {
      showAsked = show;
    },
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
        await gateway.close();
        await requests.stop();
        callRecord.settle();
        house.calls.forwarder.close();
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
