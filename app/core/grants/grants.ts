// Approvals that last a while. They live in memory only, end with the session, and cover one shape of action.
import type { Action } from '../../contract/run.ts';
import type { ClientId, Sha256 } from '../../contract/vocabulary.ts';
import type { Randomness } from '../ports/randomness.ts';
import { mayLast, shapeOf } from '../runs/action.ts';

export interface Grant {
  readonly id: string;
  readonly clientId: ClientId;
  readonly clientName: string;
}

export class Grants {
  readonly #randomness: Randomness;
  readonly #byShape = new Map<Sha256, Grant>();

  constructor(randomness: Randomness) {
    this.#randomness = randomness;
  }

  /** Adds a grant for this session; an action that may not last gets none. */
  add(action: Action): void {
    if (!mayLast(action)) return;
    const id = `grant_${this.#randomness.bytes(8).toString('hex')}`;
    this.#byShape.set(shapeOf(action), { id, clientId: action.client.id, clientName: action.client.name });
  }

  /** SECURITY P2, P8: the shape holds the client, its session, its host and every hash, so no other action is covered. */
  covering(action: Action): Grant | null {
    return mayLast(action) ? (this.#byShape.get(shapeOf(action)) ?? null) : null;
  }

  /** SECURITY P4: called at every lock. Returns what ended. */
  revokeAll(): readonly Grant[] {
    const ended = [...this.#byShape.values()];
    this.#byShape.clear();
    return ended;
  }

  revokeClient(id: ClientId): readonly Grant[] {
    const ended = [...this.#byShape].filter(([, grant]) => grant.clientId === id);
    for (const [shape] of ended) this.#byShape.delete(shape);
    return ended.map(([, grant]) => grant);
  }
}
