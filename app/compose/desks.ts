// Builds the desks of the person's windows over the vault.
import { join } from 'node:path';
import { BackupFiles, copyAside, readBackupFile, writeBackupFile } from '../adapters/backup-files.ts';
import { ClientConfigFiles } from '../adapters/client-config-files.ts';
import { ClientPrograms } from '../adapters/client-programs.ts';
import { eventLoopPause } from '../adapters/event-loop-pause.ts';
import { offeredRoots } from '../adapters/exposure-roots.ts';
import { ExposureWalk } from '../adapters/exposure-walk.ts';
import { SystemImportSources } from '../adapters/import-sources.ts';
import { posternVersion } from '../contract/version.ts';
import { recordQuietly } from '../core/audit/record-quietly.ts';
import { readListedRows } from '../core/backup/make-backup.ts';
import { RollingBackups } from '../core/backup/rolling-backups.ts';
import type { Clients } from '../core/clients/clients.ts';
import type { Agents } from '../core/gateway/agents.ts';
import { ProviderBook } from '../core/gateway/provider-book.ts';
import { wellKnownProviders } from '../core/gateway/provider-data/well-known.ts';
import { HealthCheck } from '../core/health/health-check.ts';
import { SnoozeBook } from '../core/health/snooze-book.ts';
import { BackupDesk } from '../core/person/backup-desk.ts';
import { ClientDesk } from '../core/person/client-desk.ts';
import { CommandsDesk } from '../core/person/commands-desk.ts';
import { ConnectDesk } from '../core/person/connect-desk.ts';
import type { Desks } from '../core/person/desks.ts';
import { ExportDesk } from '../core/person/export-desk.ts';
import { HealthDesk } from '../core/person/health-desk.ts';
import { ImportDesk } from '../core/person/import-desk.ts';
import { KeyDesk } from '../core/person/key-desk.ts';
import { MoveDesk } from '../core/person/move-desk.ts';
import { PolicyDesk } from '../core/person/policy-desk.ts';
import { ProviderDesk } from '../core/person/provider-desk.ts';
import { SecretDesk } from '../core/person/secret-desk.ts';
import type { Files } from '../core/ports/files.ts';
import type { LoginEnvironment } from '../core/ports/login-environment.ts';
import { LiveRuns } from '../core/runs/live-runs.ts';
import { ExposureScan } from '../core/scan/exposure-scan.ts';
import type { SessionPart } from '../core/session/session.ts';
import type { ApprovalRoom } from './approval-room.ts';
import type { VaultRoom, VaultSurroundings } from './vault-room.ts';

/** What the desks need of the rest of the broker. */
export interface DeskNeeds {
  readonly rights: ApprovalRoom;
  readonly clients: Clients;
  readonly agents: Pick<Agents, 'load' | 'list'>;
  readonly login: LoginEnvironment;
  readonly files: Files;
}

/** The desks, and how they follow the vault through unlock and lock. */
export function composeDesks(
  surroundings: VaultSurroundings & { readonly home: string },
  room: VaultRoom,
  { rights, clients, agents, login, files }: DeskNeeds,
): {
  /** All but the gateway's, which stands on what runs. */
  readonly desks: Omit<Desks, 'gateway'>;
  readonly part: SessionPart;
  readonly rolling: RollingBackups;
  readonly providers: ProviderBook;
} {
  const { profile, home, clock, keyStore, kdf, presence } = surroundings;
  const { vault, store, shelf, secrets, words, history, settings, check, audit, log, randomness, database } = room;
  const backupFolder = new BackupFiles(join(profile, 'backups'));
  const rolling = new RollingBackups({
    folder: backupFolder,
    ...{ clock, log, madeBy: posternVersion },
    vaultId: () => store.header()?.vaultId ?? '',
    manifest: () => (vault.state === 'unlocked' ? vault.listed.position.digest : null),
    rows: () => readListedRows(store, vault),
  });
  rolling.written.add(() => recordQuietly(audit, log, { kind: 'backup.saved', at: clock.now(), how: 'rolling' }));
  const desk = new SecretDesk({ secrets, history, approvals: rights.approvals, clients, check, audit, clock });
  const keys = new KeyDesk({
    ...{ vault, keyStore, check, audit, clock },
    canAsk: () => presence.available(),
    pause: eventLoopPause,
    keysChanged: () => void rolling.makeNow(),
  });
  const providers = new ProviderBook({ records: vault, randomness, kinds: wellKnownProviders });
  const imports = new ImportDesk({
    ...{ secrets, audit, clock },
    sources: new SystemImportSources(login),
    imported: () => desk.reread(),
  });
  const backups = new BackupDesk({
    ...{ vault, store, rolling, check, audit, clock, log },
    openers: { keyStore, kdf, randomness },
    madeBy: posternVersion,
    restored: () => {
      shelf.forget();
      clients.load();
      settings.load();
      providers.load();
      agents.load();
      desk.reread();
    },
    copyAside: () => copyAside(database, clock.now()),
  });
  const walk = new ExposureWalk();
  const moves = new MoveDesk({ walk, randomness, secrets });
  const health = new HealthDesk({
    check: new HealthCheck({ secrets, clock, pause: eventLoopPause, randomness }),
    scan: new ExposureScan({ secrets, walk, pause: eventLoopPause, randomness }),
    moves,
    snoozes: new SnoozeBook(vault),
    clock,
  });
  const place = { platform: process.platform, home };
  const configFiles = new ClientConfigFiles(clock);
  const connect = new ConnectDesk({
    ...{ vault, words, audit, clock, randomness, place },
    programs: new ClientPrograms(login),
    files: configFiles,
    commands: new CommandsDesk({ files: configFiles, audit, clock, place }),
    pause: eventLoopPause,
  });
  const live = new LiveRuns(clock);
  const part: SessionPart = {
    unlocked: () => {
      providers.load();
      rolling.unlocked();
      void keys.resumeRotation().catch(() => log.write('warning', 'rotation.stopped'));
    },
    // SECURITY P4: what was read for an import, opened of a backup, found by a scan or written by a run goes with the keys.
    locked: () => {
      keys.stopRotation();
      health.forget();
      imports.forget();
      backups.close();
      connect.forget();
      live.forget();
      providers.forget();
      rolling.locked();
    },
  };
  const exports = new ExportDesk({ secrets, check, audit, clock });
  const policy = new PolicyDesk({
    ...{ book: rights.policy, file: rights.policyFile, check, secrets, words, files, clock, home },
    ...{ clients, agents, providers },
    nameOf: (id) => clients.nameOf(id),
    asked: () => rights.prompts.answered,
  });
  const clientDesk = new ClientDesk({ clients, secrets, check, words, audit, clock });
  const personFiles = { readBackup: readBackupFile, write: writeBackupFile, offeredRoots: () => offeredRoots(home) };
  return {
    desks: {
      secrets: desk,
      keys,
      imports,
      exports,
      backups,
      health,
      moves,
      policy,
      clients: clientDesk,
      providers: new ProviderDesk({ book: providers, kinds: wellKnownProviders, secrets, check, audit, agents, clock }),
      live,
      connect,
      backupFolder,
      files: personFiles,
    },
    part,
    rolling,
    providers,
  };
}
