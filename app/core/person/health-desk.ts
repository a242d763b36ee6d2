// The health check and the scan of files as the person uses them: one of each at a time, with progress, cancel, and an end at every
// lock. What they found is kept in memory until the lock, and holds no value.

import { BrokerError, faultCodeOf } from '../../contract/fault.ts';
import type {
  ExposureReport,
  HealthKind,
  HealthProgress,
  HealthReport,
  ScanRoot,
  Snooze,
} from '../../contract/health.ts';
import type { ExposureState, HealthState } from '../../contract/main-channels.ts';
import type { RecordId, SecretName } from '../../contract/vocabulary.ts';
import type { HealthCheck } from '../health/health-check.ts';
import type { SnoozeBook } from '../health/snooze-book.ts';
import { Listeners } from '../listeners.ts';
import type { Clock } from '../ports/clock.ts';
import type { ExposureScan } from '../scan/exposure-scan.ts';
import type { MoveDesk } from './move-desk.ts';

export interface HealthDeskParts {
  readonly check: HealthCheck;
  readonly scan: ExposureScan;
  readonly moves: MoveDesk;
  readonly snoozes: SnoozeBook;
  readonly clock: Clock;
}

const tellEveryMs = 200;
const snoozeMs = 30 * 24 * 3_600_000;

export class HealthDesk {
  readonly changed = new Listeners();
  readonly #parts: HealthDeskParts;
  #health: HealthState = { kind: 'none' };
  #exposure: ExposureState = { kind: 'none' };
  /** Aborts the health check, the scan. */
  #checking: AbortController | null = null;
  #scanning: AbortController | null = null;
  #toldAt = 0;

  constructor(parts: HealthDeskParts) {
    this.#parts = parts;
  }

  get health(): HealthState {
    return this.#health;
  }

  get exposure(): ExposureState {
    const state = this.#exposure;
    return state.kind === 'done' ? { kind: 'done', report: this.#parts.moves.marked(state.report) } : state;
  }

  /** Begins a health check; one that runs goes on. Never rejects for a lock meanwhile. @throws BrokerError locked, vault_corrupt */
  async checkHealth(): Promise<void> {
    if (this.#checking !== null) return;
    const { check, snoozes } = this.#parts;
    const stop = new AbortController();
    this.#checking = stop;
    const before = this.#health;
    try {
      const known = { leaks: this.#leaks(), snoozes: snoozes.all() };
      const report = await check.run(known, (progress) => this.#checkedSoFar(progress), stop.signal);
      if (!stop.signal.aborted) this.#say(report === null ? before : { kind: 'done', report });
    } catch (thrown) {
      if (stop.signal.aborted) return;
      this.#say({ kind: 'failed', code: faultCodeOf(thrown) });
      throw thrown;
    } finally {
      if (this.#checking === stop) this.#checking = null;
    }
  }

  /** Puts a finding off for 30 days. @throws BrokerError as `SnoozeBook.add` */
  snooze(id: RecordId, kind: HealthKind): void {
    const { snoozes, clock } = this.#parts;
    const snooze: Snooze = { id, kind, until: clock.now() + snoozeMs };
    snoozes.add(snooze, clock.now());
    if (this.#health.kind !== 'done') return;
    this.#say({ kind: 'done', report: without(this.#health.report, snooze) });
  }

  /** Begins a scan of files. @throws BrokerError scan_running, locked, vault_corrupt */
  async scanFiles(roots: readonly ScanRoot[]): Promise<void> {
    if (this.#scanning !== null) throw new BrokerError('scan_running');
    const stop = new AbortController();
    this.#scanning = stop;
    try {
      const report = await this.#parts.scan.run(
        roots,
        (progress) => {
          // What a lock ended in the middle of a file still tells of that file.
          if (this.#scanning !== stop) return;
          this.#exposure = { kind: 'running', progress };
          this.#tellNowAndThen();
        },
        stop.signal,
        this.#parts.moves.follow(),
      );
      if (this.#scanning === stop) this.#found({ kind: 'done', report });
    } catch (thrown) {
      if (this.#scanning === stop) this.#found({ kind: 'failed', code: faultCodeOf(thrown) });
      throw thrown;
    } finally {
      if (this.#scanning === stop) this.#scanning = null;
    }
  }

  /** Ends the scan; what was found up to then stays. */
  cancelScan(): void {
    this.#scanning?.abort();
  }

  /** Whether the last scan found something in this file: only such a file is shown. */
  foundIn(path: string): boolean {
    return this.#exposure.kind === 'done' && this.#exposure.report.findings.some((finding) => finding.path === path);
  }

  /** SECURITY P4: at a lock both end at once, and what they found is forgotten. */
  forget(): void {
    this.#checking?.abort();
    this.#scanning?.abort();
    this.#checking = null;
    this.#scanning = null;
    this.#parts.moves.forget();
    this.#exposure = { kind: 'none' };
    this.#say({ kind: 'none' });
  }

  #leaks(): ReadonlyMap<SecretName, number> {
    const report: ExposureReport | null = this.#exposure.kind === 'done' ? this.#exposure.report : null;
    const leaks = new Map<SecretName, number>();
    for (const finding of report?.findings ?? []) {
      if (finding.kind === 'vault') leaks.set(finding.secret, (leaks.get(finding.secret) ?? 0) + 1);
    }
    return leaks;
  }

  #checkedSoFar(progress: HealthProgress): void {
    this.#health = { kind: 'running', progress };
    this.#tellNowAndThen();
  }

  /** There is progress with every file; nobody can read it so fast. */
  #tellNowAndThen(): void {
    const now = this.#parts.clock.now();
    if (now - this.#toldAt < tellEveryMs) return;
    this.#toldAt = now;
    this.changed.notify();
  }

  #found(state: ExposureState): void {
    this.#exposure = state;
    this.changed.notify();
  }

  #say(state: HealthState): void {
    this.#health = state;
    this.changed.notify();
  }
}

/** The report as the list shows it from now on; the score follows at the next check. */
function without(report: HealthReport, { id, kind }: Snooze): HealthReport {
  const secrets = report.secrets.map((secret) => {
    return secret.id === id ? { ...secret, findings: secret.findings.filter((each) => each.kind !== kind) } : secret;
  });
  return { ...report, snoozed: report.snoozed + 1, secrets: secrets.filter(({ findings }) => findings.length > 0) };
}
