// Backups as the person handles them: save one, look into one, bring back what is in it, mend a vault with it.
import type {
  BackupStatus,
  BackupView,
  RepairReport,
  RepairView,
  RestoreChoice,
  RestoreReport,
} from '../../contract/backup.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { Opener as TypedOpener } from '../../contract/keys.ts';
import type { Proof } from '../../contract/proof.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { recordQuietly } from '../audit/record-quietly.ts';
import { compareBackup } from '../backup/compare.ts';
import { makeBackup } from '../backup/make-backup.ts';
import { type OpenBackup, openBackup } from '../backup/open-backup.ts';
import { planRepair, type RepairPlan, repairReport } from '../backup/repair.ts';
import { restoreBackup } from '../backup/restore.ts';
import type { RollingBackups } from '../backup/rolling-backups.ts';
import { wipe } from '../crypto/wipe.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { RecordStore } from '../ports/record-store.ts';
import type { Matter, PersonCheck } from '../presence/person-check.ts';
import type { Vault } from '../vault/vault.ts';
import type { OpenerParts } from '../vault/vault-openers.ts';
import { withOpener, withPassphrase } from './typed-opener.ts';

export interface BackupDeskParts {
  readonly vault: Vault;
  readonly store: RecordStore;
  readonly rolling: RollingBackups;
  readonly openers: OpenerParts;
  readonly check: PersonCheck;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly log: Log;
  /** The version of this Postern. */
  readonly madeBy: string;
  /** Everything that was read from the vault is read anew. */
  readonly restored: () => void;
  /** Copies the vault file aside before anything in it is mended. */
  readonly copyAside: () => Promise<unknown>;
}

const matter: Matter = { purpose: 'restore', digest: null };
const saveMatter: Matter = { purpose: 'backup', digest: null };

export class BackupDesk {
  readonly #parts: BackupDeskParts;
  #open: OpenBackup | null = null;
  #plan: RepairPlan | null = null;

  constructor(parts: BackupDeskParts) {
    this.#parts = parts;
  }

  get status(): BackupStatus {
    return this.#parts.rolling.status;
  }

  /** An automatic backup at once. Never rejects: the status says what became of it. */
  makeNow(): Promise<BackupStatus> {
    return this.#parts.rolling.makeNow();
  }

  /**
   * The bytes of a backup of the open vault. With a passphrase of its own it opens on any computer; without one it opens as
   * the vault does.
   * @throws BrokerError as `PersonCheck.confirm`; locked, passphrase_too_weak, vault_corrupt, backup_too_large
   */
  async bytes(passphrase: string | null, proof: Proof, signal: AbortSignal): Promise<Buffer> {
    const { audit, clock, check } = this.#parts;
    // SECURITY P9: with a passphrase of its own it is the whole vault, for whoever knows that one.
    const yes = await check.confirm(proof, saveMatter, signal);
    yes.use(saveMatter);
    const bytes =
      passphrase === null
        ? await makeBackup(this.#parts, null)
        : await withPassphrase(passphrase, (typed) => makeBackup(this.#parts, typed));
    audit.record({ kind: 'backup.saved', at: clock.now(), how: 'person' });
    return bytes;
  }

  /** Opens a backup and says what a restore would do; it stays open until `close` or the next one. @throws BrokerError locked, as `openBackup` */
  async open(bytes: Buffer, opener: TypedOpener): Promise<BackupView> {
    this.close();
    const { vault, openers } = this.#parts;
    const { vaultId } = vault.listed.position;
    const backup = await withOpener(opener, (typed) => openBackup(bytes, typed, openers));
    try {
      const view = compareBackup(backup, vault, vaultId);
      this.close();
      this.#open = backup;
      return view;
    } catch (thrown) {
      backup.close();
      throw thrown;
    }
  }

  /** @throws BrokerError bad_request without an open backup; as `PersonCheck.confirm` and `restoreBackup`; nothing is changed then */
  async restore(choice: RestoreChoice, proof: Proof, signal: AbortSignal): Promise<RestoreReport> {
    const { vault, rolling, check, audit, clock, restored } = this.#parts;
    if (this.#open === null) throw new BrokerError('bad_request');
    const yes = await check.confirm(proof, matter, signal);
    yes.use(matter);
    // What is there now can be brought back in turn; without that nothing is replaced.
    if ((await rolling.makeNow()).kind === 'failed') throw new BrokerError('backup_unwritable');
    if (this.#open === null) throw new BrokerError('locked');
    // SECURITY P3: on record before it is written.
    const report = restoreBackup(this.#open, vault, choice, ({ added, replaced, removed }) => {
      audit.record({ kind: 'backup.restored', at: clock.now(), added, replaced, removed });
    });
    this.close();
    restored();
    return report;
  }

  /**
   * What is wrong with the locked vault, and what `bytes` can mend of it; null: without a backup.
   * @throws BrokerError as `VaultRepair.inspect` and `openBackup`
   */
  async planRepair(bytes: Buffer | null, opener: TypedOpener): Promise<RepairView> {
    this.close();
    const { vault, openers, store } = this.#parts;
    return await withOpener(opener, async (typed) => {
      const inspection = await vault.repair.inspect(typed);
      const backup = bytes === null ? null : await openBackup(bytes, typed, openers);
      try {
        this.#plan = planRepair({ inspection, backup, versionInFile: (id) => store.record(id)?.version ?? null });
        return this.#plan.view;
      } finally {
        backup?.close();
      }
    });
  }

  /** Does what `planRepair` said, after a copy of the file was put aside. @throws BrokerError bad_request, as `VaultRepair.repair` */
  async repair(opener: TypedOpener): Promise<RepairReport> {
    const { vault, copyAside, audit, clock, log } = this.#parts;
    const plan = this.#plan;
    if (plan === null) throw new BrokerError('bad_request');
    await copyAside();
    await withOpener(opener, (typed) => vault.repair.repair(typed, plan.replacements));
    this.close();
    const report = repairReport(plan.view);
    const { kept, backup, lost } = report;
    recordQuietly(audit, log, { kind: 'vault.repaired', at: clock.now(), mended: kept + backup, lost });
    return report;
  }

  /** Lets go of an open backup and of a plan; at the end of either, and at a lock. */
  close(): void {
    this.#open?.close();
    this.#open = null;
    if (this.#plan !== null) wipe(...this.#plan.replacements.flatMap(({ body }) => body ?? []));
    this.#plan = null;
  }
}
