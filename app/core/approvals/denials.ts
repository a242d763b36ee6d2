// What the person said no to and wants to hear no more of: until the next lock, in memory only.
import type { ClientId, Sha256 } from '../../contract/vocabulary.ts';

export interface Denial {
  /** The person's words to the agent. */
  readonly reason: string | null;
}

/** A client that asks on and on does not fill the memory: the oldest is forgotten, and asked about again. */
const mostKept = 1000;

/** A run or a call, and who asked for it. */
interface Denied {
  readonly client: { readonly id: ClientId };
  readonly canonical: Sha256;
}

export class Denials {
  readonly #byCommand = new Map<string, Denial>();

  /** The same command or call of the same client, wherever and whenever it asks, in whatever session. */
  add(action: Denied, reason: string | null): void {
    const [oldest] = this.#byCommand.keys();
    if (this.#byCommand.size >= mostKept && oldest !== undefined) this.#byCommand.delete(oldest);
    this.#byCommand.set(keyOf(action.client.id, action.canonical), { reason });
  }

  /** null: nobody said no to it. */
  covering(action: Denied): Denial | null {
    return this.#byCommand.get(keyOf(action.client.id, action.canonical)) ?? null;
  }

  /** At a lock. */
  forget(): void {
    this.#byCommand.clear();
  }
}

function keyOf(client: ClientId, canonical: Sha256): string {
  return `${client} ${canonical}`;
}
