// The one token for the admin endpoints, which the person makes in a trusted window. SECURITY P4: an hour at most, in memory only, and
// over at a lock.
import type { AuditEvent } from '../../contract/audit.ts';
import { BrokerError } from '../../contract/fault.ts';
import { gatewayLimits } from '../../contract/gateway.ts';
import type { Sha256 } from '../../contract/vocabulary.ts';
import { recordQuietly } from '../audit/record-quietly.ts';
import { Listeners } from '../listeners.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Randomness } from '../ports/randomness.ts';
import { bearerHash, newBearer } from './bearer.ts';
import type { LiveToken } from './live-token.ts';

/** The admin token as whoever carries out its requests sees it. */
export type LiveAdminToken = Pick<LiveToken, 'signal' | 'requireStanding'>;

export interface AdminTokensParts {
  readonly audit: { record(event: AuditEvent): void };
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Log;
}

export class AdminTokens {
  /** Told after it came or went. */
  readonly changed = new Listeners();
  readonly #parts: AdminTokensParts;
  #live: (LiveAdminToken & { readonly hash: Sha256; readonly until: number; readonly forget: () => void }) | null =
    null;

  constructor(parts: AdminTokensParts) {
    this.#parts = parts;
  }

  /** When it ends, in epoch ms; null: there is none. */
  get until(): number | null {
    const until = this.#live?.until ?? null;
    return until !== null && this.#parts.clock.now() < until ? until : null;
  }

  /** A new one, in the place of the one that there is. Only after the person confirmed it. @throws BrokerError audit_unwritable */
  make(): { readonly token: string; readonly until: number } {
    const { audit, clock, randomness } = this.#parts;
    const { text: token, hash } = newBearer('adm', randomness);
    const until = clock.now() + gatewayLimits.adminTokenMs;
    // SECURITY P3: on record before anybody has it.
    audit.record({ kind: 'admin.token_issued', at: clock.now(), until });
    this.#forget();
    const stopTimer = clock.after(gatewayLimits.adminTokenMs, () => this.#forget());
    const abort = new AbortController();
    const { signal } = abort;
    const forget = () => {
      stopTimer();
      abort.abort();
    };
    // Also where the clock is ahead of its timer, as after a sleep of the computer.
    const requireStanding = () => {
      if (signal.aborted || clock.now() >= until) throw new BrokerError('token_unknown');
    };
    this.#live = { hash, until, signal, requireStanding, forget };
    this.changed.notify();
    return { token, until };
  }

  /** Ends it at once; without one nothing happens. Never throws. */
  end(): void {
    if (this.#live === null) return;
    this.#forget();
    const { audit, clock, log } = this.#parts;
    recordQuietly(audit, log, { kind: 'admin.token_revoked', at: clock.now() });
  }

  isValid(text: string): boolean {
    return this.find(text) !== null;
  }

  /** null: it is over, or never was. */
  find(text: string): LiveAdminToken | null {
    const hash = bearerHash('adm', text);
    return hash !== null && this.until !== null && hash === this.#live?.hash ? this.#live : null;
  }

  #forget(): void {
    const live = this.#live;
    this.#live = null;
    live?.forget();
    this.changed.notify();
  }
}
