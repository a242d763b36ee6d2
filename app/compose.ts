// Builds every long-lived object once and connects them. No rules live here: only who gets whom.
import { join } from 'node:path';
import { Argon2Kdf } from './adapters/argon2-kdf.ts';
import { CallerChain } from './adapters/caller-chain.ts';
import { FileLog } from './adapters/file-log.ts';
import { LoginShell } from './adapters/login-shell.ts';
import { OsKeychain } from './adapters/os-keychain.ts';
import { peerOf } from './adapters/peer-credentials.ts';
import { PipeRunner } from './adapters/pipe-runner.ts';
import { PosixFiles } from './adapters/posix-files.ts';
import { PtyRunner } from './adapters/pty-runner.ts';
import { CommandRunner } from './adapters/runner.ts';
import { SqliteAuditStore } from './adapters/sqlite-audit-store.ts';
import { openDatabase } from './adapters/sqlite-database.ts';
import { SqliteRecordStore } from './adapters/sqlite-record-store.ts';
import { vaultFileFormat } from './adapters/sqlite-schema.ts';
import { BrokerError } from './contract/fault.ts';
import { Approvals } from './core/approvals/approvals.ts';
import { AuditLog } from './core/audit/audit-log.ts';
import { recordQuietly } from './core/audit/record-quietly.ts';
import { Admission } from './core/clients/admission.ts';
import { Clients } from './core/clients/clients.ts';
import { SystemRandomness } from './core/crypto/randomness.ts';
import { Grants } from './core/grants/grants.ts';
import { PersonSide } from './core/person/person-side.ts';
import { mayRun } from './core/policy/evaluate.ts';
import type { Clock } from './core/ports/clock.ts';
import type { KeyStore } from './core/ports/key-store.ts';
import type { Log } from './core/ports/log.ts';
import type { PassphraseKdf } from './core/ports/passphrase-kdf.ts';
import { ReleasedValues } from './core/redaction/released-values.ts';
import { judgeValue } from './core/redaction/strength.ts';
import { redactByVault } from './core/redaction/vault-words.ts';
import { Requests } from './core/runs/requests.ts';
import type { RunHouse } from './core/runs/run-house.ts';
import { createAuditPart } from './core/session/audit-part.ts';
import type { SessionPart } from './core/session/session.ts';
import { Session } from './core/session/session.ts';
import { Anchor } from './core/vault/anchor.ts';
import { SecretBook } from './core/vault/secrets.ts';
import { Vault } from './core/vault/vault.ts';
import { createHandlers } from './socket/handlers.ts';
import { SocketServer } from './socket/server.ts';

export interface Surroundings {
  /** Absolute path of the profile folder; made with mode 0700 when it is missing. */
  readonly profile: string;
  readonly home: string;
  /** Where the socket may lie, best first. */
  readonly endpoints: readonly string[];
  readonly clock: Clock;
  readonly keyStore: KeyStore;
  readonly kdf: PassphraseKdf;
}

export interface Broker {
  readonly person: PersonSide;
  readonly keyStore: KeyStore;
  readonly log: Log;
  start(): Promise<void>;
  /** Locks, ends every run and request, closes the socket and the files. Idempotent. */
  stop(): Promise<void>;
}

/** The everyday surroundings: the system's clock, keychain and Argon2. */
export function systemPorts(): { keyStore: KeyStore; kdf: PassphraseKdf } {
  return { keyStore: new OsKeychain(), kdf: new Argon2Kdf() };
}

/** @throws BrokerError profile_readonly, disk_full, vault_truncated, vault_newer, vault_in_use */
export function compose({ profile, home, endpoints, clock, keyStore, kdf }: Surroundings): Broker {
  const randomness = new SystemRandomness();
  const database = openDatabase(join(profile, 'vault.db'), vaultFileFormat);
  const log = new FileLog(join(profile, 'postern.log'), clock);
  const store = new SqliteRecordStore(database);
  const audit = new AuditLog(new SqliteAuditStore(database), randomness);
  const anchor = new Anchor({ keyStore, clock, log, audit });
  const vault = new Vault({ store, keyStore, kdf, randomness, anchor });
  const secrets = new SecretBook({ vault, clock, randomness, checkValue });
  const clients = new Clients(vault, clock, randomness);
  const approvals = new Approvals(clock, home);
  const grants = new Grants(randomness);
  const requests = new Requests(clock, randomness);
  const released = new ReleasedValues();

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
  const usedPart: SessionPart = { unlocked: () => {}, locked: () => secrets.flushUsed() };
  const runsPart: SessionPart = {
    unlocked: () => {},
    // SECURITY P4: running children are killed, grants end, released values are wiped, questions must be drawn anew.
    locked: () => {
      requests.withdrawRunning('lock');
      for (const grant of grants.revokeAll()) {
        const client = { id: grant.clientId, name: grant.clientName };
        recordQuietly(audit, log, { kind: 'grant.revoked', at: clock.now(), client, grant: grant.id, why: 'lock' });
      }
      released.wipe();
      approvals.undrawAll();
    },
  };
  audit.changed.add(() => anchor.touch());
  const session = new Session(vault, [auditPart, clientsPart, usedPart, runsPart], clock);
  const admission = new Admission({
    session,
    clients,
    approvals,
    audit,
    callers: new CallerChain(),
    clock,
    randomness,
  });
  const house: RunHouse = {
    secrets,
    admission,
    clients,
    approvals,
    grants,
    audit,
    released,
    runner: new CommandRunner(new PtyRunner(), new PipeRunner()),
    files: new PosixFiles(),
    login: new LoginShell(),
    clock,
    randomness,
    log,
    redactForAudit: (text) => redactByVault(text, secrets),
  };
  const person = new PersonSide({ session, secrets, approvals, clients, grants, requests, audit, clock, log });
  const handlers = createHandlers({ house, requests, session, lock: (why) => session.lock(why) });
  const uid = process.getuid?.() ?? null;
  const server = new SocketServer({ endpoints, uid, peerOf, handlers, clock, log });

  let stopped: Promise<void> | null = null;
  return {
    person,
    keyStore,
    log,
    start: async () => {
      void house.login.resolve();
      await server.start();
      log.write('note', 'broker.started');
    },
    stop: () => {
      stopped ??= (async () => {
        session.lock('quit');
        await requests.stop();
        await server.stop();
        await anchor.flush();
        log.write('note', 'broker.stopped');
        database.close();
      })();
      return stopped;
    },
  };
}

function checkValue(value: Buffer, tier: Parameters<typeof mayRun>[0]): void {
  if (!mayRun(tier)) return;
  const judged = judgeValue(value.toString('utf8'));
  if (judged !== 'ok') throw new BrokerError(judged);
}
