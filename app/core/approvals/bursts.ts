// Which clients ask for so much at once that one list serves the person better than one window after the other.
import { burstMs, burstSize } from '../../contract/approval.ts';
import { type ClientId, RequestId } from '../../contract/vocabulary.ts';
import { sha256Hex } from '../crypto/digest.ts';

interface Burst {
  readonly id: RequestId;
  readonly since: number;
}

export class Bursts {
  readonly #askedAt = new Map<ClientId, number[]>();
  readonly #open = new Map<ClientId, Burst>();

  /** A new question of this client, which none that waits is the same as. */
  asked(clientId: ClientId, now: number): void {
    const recent = [...(this.#askedAt.get(clientId) ?? []), now].filter((at) => now - at < burstMs);
    this.#askedAt.set(clientId, recent);
    if (recent.length <= burstSize || this.#open.has(clientId)) return;
    const id = RequestId.parse(`req_${sha256Hex('postern burst', JSON.stringify([clientId, now])).slice(0, 32)}`);
    this.#open.set(clientId, { id, since: now });
  }

  /** The client has nothing waiting any more: its next question is a question again. */
  over(clientId: ClientId): void {
    this.#open.delete(clientId);
  }

  /** The id of the client's list; null: it has none. */
  listOf(clientId: ClientId): RequestId | null {
    return this.#open.get(clientId)?.id ?? null;
  }

  clientOf(id: RequestId): ClientId | null {
    return [...this.#open].find(([, burst]) => burst.id === id)?.[0] ?? null;
  }
}
