// Who wants to know that something changed. A listener gets no payload: it asks again.

export class Listeners {
  readonly #all = new Set<() => void>();

  /** Returns the way to stop listening. */
  add(listener: () => void): () => void {
    this.#all.add(listener);
    return () => void this.#all.delete(listener);
  }

  notify(): void {
    for (const listener of this.#all) listener();
  }
}
