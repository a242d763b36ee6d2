// The automatic backups: one on each day on which the vault had changed, the newest ten kept. It deletes only files that it
// can tell it made itself, and a backup that cannot be made is said and tried again, never thrown.
import type { BackupStatus } from '../../contract/backup.ts';
import { faultCodeOf } from '../../contract/fault.ts';
import type { Sha256 } from '../../contract/vocabulary.ts';
import { sha256Hex } from '../crypto/digest.ts';
import { Listeners } from '../listeners.ts';
import type { BackupFolder } from '../ports/backup-folder.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { encodeBackup, parseBackup, type VaultRows } from './backup-file.ts';

export interface RollingBackupsParts {
  readonly folder: BackupFolder;
  readonly clock: Clock;
  readonly log: Log;
  /** The version of this Postern. */
  readonly madeBy: string;
  /** Empty: there is no vault yet. @throws BrokerError vault_newer, vault_corrupt */
  readonly vaultId: () => string;
  /** SHA-256 of the sealed manifest of the open vault; null while it is locked. */
  readonly manifest: () => Sha256 | null;
  /**
   * The rows of the open vault, found to be as its manifest says. SECURITY P5: were rows backed up that nobody checked, ten days
   * of a damaged vault would push out the last good backup.
   * @throws BrokerError vault_corrupt, vault_truncated
   */
  readonly rows: () => VaultRows;
}

/** Days whose backup is kept. */
export const daysKept = 10;
const firstLookMs = 60_000;
const lookEveryMs = 3_600_000;

interface Newest {
  readonly vaultId: string;
  readonly madeAt: number;
  readonly name: string;
  /** SHA-256 of its sealed manifest: the same one means that nothing was written since. */
  readonly manifest: Sha256;
}

/** Whether to make one after `newest`, for a vault of this manifest. */
type IsDue = (newest: Newest, manifest: Sha256) => boolean;

export class RollingBackups {
  /** Told when `status` has changed. */
  readonly changed = new Listeners();
  /** Told after each backup that was written. */
  readonly written = new Listeners();
  readonly #parts: RollingBackupsParts;
  #newest: Newest | null = null;
  #status: BackupStatus = { kind: 'none' };
  #stopTimer: () => void = () => {};
  #working: Promise<void> = Promise.resolve();

  constructor(parts: RollingBackupsParts) {
    this.#parts = parts;
  }

  get status(): BackupStatus {
    return this.#status;
  }

  /** Looks which backups there are, so that `status` tells; for the start of the app, locked or not. Never throws. */
  start(): void {
    this.#inTurn(async () => {
      const { vaultId } = this.#parts;
      this.#newest = vaultId() === '' ? null : await this.#findNewest(vaultId());
      this.#sayMade();
    });
  }

  /** The vault was opened: looks after a minute, so that the unlock does not wait for it, and then every hour. */
  unlocked(): void {
    this.#lookAfter(firstLookMs);
  }

  /** The vault is about to be locked: the last moment to look. */
  locked(): void {
    this.#stopTimer();
    this.look();
  }

  /** Makes a backup when one is due: the newest is of another day, and the vault was written since. Never throws. */
  look(): void {
    const { clock } = this.#parts;
    this.#take((newest, manifest) => newest.manifest !== manifest && dayOf(newest.madeAt) !== dayOf(clock.now()));
  }

  /** Makes one although there is one of today, which it replaces; for the moment before a restore. Never rejects. */
  makeNow(): Promise<BackupStatus> {
    this.#take(() => true);
    return this.settled().then(() => this.#status);
  }

  /** Resolves when no backup is being made. */
  settled(): Promise<void> {
    return this.#working;
  }

  #lookAfter(ms: number): void {
    this.#stopTimer();
    this.#stopTimer = this.#parts.clock.after(ms, () => {
      this.look();
      this.#lookAfter(lookEveryMs);
    });
  }

  /** The rows are taken at once, for after a lock they could not be checked; the writing follows in turn. */
  #take(isDue: IsDue): void {
    try {
      const manifest = this.#parts.manifest();
      if (manifest === null || (this.#newest !== null && !isDue(this.#newest, manifest))) return;
      const rows = this.#parts.rows();
      this.#inTurn(() => this.#make(rows, isDue));
    } catch (thrown) {
      this.#failed(thrown);
    }
  }

  #inTurn(work: () => Promise<void>): void {
    this.#working = this.#working.then(() => work().catch((thrown) => this.#failed(thrown)));
  }

  async #make(rows: VaultRows, isDue: IsDue): Promise<void> {
    const { folder, clock, madeBy } = this.#parts;
    const { vaultId } = rows.header;
    const stands = this.#newest?.vaultId === vaultId && (await folder.list()).includes(this.#newest.name);
    if (!stands) this.#newest = await this.#findNewest(vaultId);
    const manifest = sha256Hex(rows.manifest);
    const newest = this.#newest;
    if (newest === null || (newest.manifest !== manifest && isDue(newest, manifest))) {
      const madeAt = clock.now();
      const name = `postern-${dayOf(madeAt)}${suffixOf(vaultId)}`;
      await folder.write(name, encodeBackup({ madeAt, madeBy, rows, ownWrap: null }));
      this.#newest = { vaultId, madeAt, name, manifest };
      this.#notify(this.written);
      await this.#removeOld(vaultId);
    }
    this.#sayMade();
  }

  /** The newest whole one; one that is damaged counts for nothing. */
  async #findNewest(vaultId: string): Promise<Newest | null> {
    for (const name of await this.#own(vaultId)) {
      try {
        const { rows, madeAt } = parseBackup(await this.#parts.folder.read(name));
        // One that says it was made in the future was made with a wrong clock, or edited: it must not stand for years.
        if (rows.header.vaultId !== vaultId || madeAt > this.#parts.clock.now()) continue;
        return { vaultId, madeAt, name, manifest: sha256Hex(rows.manifest) };
      } catch (thrown) {
        this.#parts.log.write('warning', 'backup.unreadable', { name, code: faultCodeOf(thrown) });
      }
    }
    return null;
  }

  async #removeOld(vaultId: string): Promise<void> {
    try {
      for (const name of (await this.#own(vaultId)).slice(daysKept)) await this.#parts.folder.remove(name);
    } catch (thrown) {
      // The new backup is there: that an old one stays is no failure.
      this.#parts.log.write('warning', 'backup.old_kept', { code: faultCodeOf(thrown) });
    }
  }

  /** Names of this vault's automatic backups up to today, newest first. Any other file is none of ours. */
  async #own(vaultId: string): Promise<string[]> {
    const today = `postern-${dayOf(this.#parts.clock.now())}${suffixOf(vaultId)}`;
    const names = await this.#parts.folder.list();
    const own = names.filter((name) => ownName.test(name) && name.endsWith(suffixOf(vaultId)) && name <= today);
    return own.sort().reverse();
  }

  #failed(thrown: unknown): void {
    const code = faultCodeOf(thrown);
    this.#parts.log.write('warning', 'backup.failed', { code });
    this.#say({ kind: 'failed', at: this.#parts.clock.now(), code, lastMadeAt: this.#newest?.madeAt ?? null });
  }

  #sayMade(): void {
    if (this.#newest !== null) this.#say({ kind: 'made', at: this.#newest.madeAt, name: this.#newest.name });
  }

  #say(status: BackupStatus): void {
    this.#status = status;
    this.#notify(this.changed);
  }

  /** What a listener throws is no failure of the backup. */
  #notify(listeners: Listeners): void {
    try {
      listeners.notify();
    } catch (thrown) {
      this.#parts.log.write('fault', 'backup.listener', { code: faultCodeOf(thrown) });
    }
  }
}

const ownName = /^postern-[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9a-f]{8}\.backup$/;

/** The vault is in the name, so that a new vault never takes the place of the last backups of one that was lost. */
function suffixOf(vaultId: string): string {
  return `-${vaultId.slice(0, 8)}.backup`;
}

/** The day in this computer's time zone, as people name days: `2026-11-22`. */
function dayOf(at: number): string {
  const day = new Date(at);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${String(day.getFullYear()).padStart(4, '0')}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
