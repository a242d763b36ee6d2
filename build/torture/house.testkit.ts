// For the torture only: the rooms of the broker that write, as the app composes them, on real SQLite with real Argon2. Only the
// keychain is a folder, the person always says yes, and the clock may be ahead.
import { join } from 'node:path';
import { Argon2Kdf } from '../../app/adapters/argon2-kdf.ts';
import { PosixFiles } from '../../app/adapters/posix-files.ts';
import { SystemClock } from '../../app/adapters/system-clock.ts';
import { composeApprovals } from '../../app/compose/approval-room.ts';
import { composeDesks } from '../../app/compose/desks.ts';
import { composeVault, type VaultRoom } from '../../app/compose/vault-room.ts';
import { Clients } from '../../app/core/clients/clients.ts';
import { Agents } from '../../app/core/gateway/agents.ts';
import { Listeners } from '../../app/core/listeners.ts';
import type { Desks } from '../../app/core/person/desks.ts';
import type { Clock } from '../../app/core/ports/clock.ts';
import type { KeyStore } from '../../app/core/ports/key-store.ts';
import { matchersInPlace } from '../../app/core/redaction/matcher-builder.testkit.ts';
import { createAuditPart } from '../../app/core/session/audit-part.ts';
import { Session, type SessionPart } from '../../app/core/session/session.ts';
import { SessionLife } from '../../app/core/session/session-life.ts';

export interface House extends VaultRoom {
  readonly desks: Omit<Desks, 'gateway'>;
  readonly clients: Clients;
  readonly session: Session;
}

export interface Ground {
  /** Absolute. */
  readonly profile: string;
  readonly keyStore: KeyStore;
  /** Milliseconds. */
  readonly ahead: number;
}

export function buildHouse({ profile, keyStore, ahead }: Ground): House {
  const system = new SystemClock();
  const clock: Clock = { now: () => system.now() + ahead, after: (ms, fire) => system.after(ms, fire) };
  const presence = { available: async () => true, confirm: async () => 'confirmed' as const };
  const ports = { clock, keyStore, kdf: new Argon2Kdf(), presence, matchers: matchersInPlace };
  const surroundings = { profile, home: profile, ...ports };
  const room = composeVault(surroundings);
  const { store, randomness, log, audit, vault, secrets, settings } = room;
  const clients = new Clients({ records: vault, audit, clock, randomness });
  const rights = composeApprovals(surroundings, room, clients);
  const agents = new Agents({ records: vault, clock, randomness });
  const needs = { rights, clients, agents, login: { resolve: async () => ({}) }, files: new PosixFiles(null) };
  const { desks, part } = composeDesks(surroundings, room, needs);
  const auditPart = createAuditPart({
    ...{ audit, records: vault, randomness, clock, log },
    transaction: (work) => store.transaction(work),
    vaultId: () => store.header()?.vaultId ?? '',
  });
  const parts: SessionPart[] = [
    auditPart,
    room.words,
    { unlocked: () => clients.load(), locked: () => clients.forget() },
    { unlocked: () => settings.load(), locked: () => settings.forget() },
    rights.part,
    part,
    { unlocked: () => {}, locked: () => secrets.flushUsed() },
  ];
  const running = { count: () => 0, changed: new Listeners() };
  const life = new SessionLife({ settings, idleness: { idleMs: () => 0 }, running, clock });
  return { ...room, desks, clients, session: new Session(vault, parts, life, clock) };
}

/** Where a profile, its keychain and the victim's own files lie in `folder`. */
export function placesIn(folder: string) {
  return { profile: join(folder, 'profile'), keychain: join(folder, 'keychain'), own: join(folder, 'own') };
}
