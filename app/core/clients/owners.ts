// Which client and key stands behind each connection, and which key took over from which: a client stays itself when its key is new.
import type { ClientId, Sha256 } from '../../contract/vocabulary.ts';

interface Owner {
  readonly client: ClientId;
  readonly keyHash: Sha256;
}

/** What a connection asked for may outlive it; of those that are gone, the last so many are known. */
const mostGone = 1_000;

export class Owners {
  /** In the order in which they came, also of connections that are gone. */
  readonly #ofConnection = new Map<string, Owner>();
  /** In the order in which they went. */
  readonly #gone = new Set<string>();
  /** Owner by the former key → owner by the one that took over. */
  readonly #follows = new Map<string, string>();

  greeted(connection: string, client: ClientId, keyHash: Sha256): void {
    this.#ofConnection.set(connection, { client, keyHash });
  }

  left(connection: string): void {
    if (this.#ofConnection.has(connection)) this.#gone.add(connection);
    for (const oldest of this.#gone) {
      if (this.#gone.size <= mostGone) return;
      this.#gone.delete(oldest);
      this.#ofConnection.delete(oldest);
    }
  }

  /** null: it never said hello, or is gone for long. */
  hashOf(connection: string): Sha256 | null {
    return this.#ofConnection.get(connection)?.keyHash ?? null;
  }

  /** Whether a connection of this client came with this key. */
  cameWith(client: ClientId, keyHash: Sha256): boolean {
    return this.#of(client).some(([, owner]) => owner.keyHash === keyHash);
  }

  /** What was asked with the key `from` is from now on of the key `to`. */
  follow(client: ClientId, from: Sha256, to: Sha256): void {
    this.#follows.set(this.ownerOf(client, from), this.ownerOf(client, to));
    // A client may go back to a key it had; then nothing follows that one, and the way has an end.
    this.#follows.delete(this.ownerOf(client, to));
  }

  /** SECURITY P8: connections that came with `from` stand for `to`, if they came before the first one with `to`; no later one does. */
  carry(client: ClientId, from: Sha256, to: Sha256): void {
    for (const [connection, owner] of this.#of(client)) {
      if (owner.keyHash === to) return;
      if (owner.keyHash === from) this.#ofConnection.set(connection, { client, keyHash: to });
    }
  }

  ownerOf(client: ClientId, keyHash: Sha256): string {
    return `${client}:${keyHash}`;
  }

  now(owner: string): string {
    let last = owner;
    for (let next = this.#follows.get(last); next !== undefined; next = this.#follows.get(last)) last = next;
    return last;
  }

  #of(client: ClientId): readonly (readonly [string, Owner])[] {
    return [...this.#ofConnection].filter(([, owner]) => owner.client === client);
  }
}
