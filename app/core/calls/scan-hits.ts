// How often requests of a client held what must not leave. SECURITY P1: whoever is blocked learns that a text is a secret's, so it
// is told few times an hour, and of a value that could be guessed once.
import type { ClientId } from '../../contract/vocabulary.ts';
import type { Clock } from '../ports/clock.ts';
import { RecentCounts } from '../scan/recent-counts.ts';
import { scanBounds } from '../scan/text-scan.ts';
import type { Findings } from './request-scan.ts';

/** So many requests within an hour may be blocked; the last of them pauses. */
export const hitBounds = {
  vaultValues: scanBounds.hits.most,
  shapes: 10,
  inMs: scanBounds.hits.inMs,
} as const;

export interface ScanHitsParts {
  readonly clock: Clock;
  /** Shuts the client out and tells the person. */
  readonly pauseClient: (id: ClientId, why: 'blocked') => void;
}

export class ScanHits {
  readonly #parts: ScanHitsParts;
  readonly #values: RecentCounts<ClientId>;
  readonly #shapes: RecentCounts<ClientId>;

  constructor(parts: ScanHitsParts) {
    this.#parts = parts;
    this.#values = new RecentCounts(parts.clock, hitBounds.inMs);
    this.#shapes = new RecentCounts(parts.clock, hitBounds.inMs);
  }

  /** One request that was blocked for these. */
  add(client: ClientId, { kinds, guessable }: Findings): void {
    const values = kinds.includes('vault_value') ? this.#values.add(client) : 0;
    const shapes = kinds.includes('secret_shape') ? this.#shapes.add(client) : 0;
    if (!guessable && values < hitBounds.vaultValues && shapes < hitBounds.shapes) return;
    this.#values.forget(client);
    this.#shapes.forget(client);
    this.#parts.pauseClient(client, 'blocked');
  }
}
