// Who wants to know that something changed. A listener gets no payload: it asks again.

export class Listeners {
  readonly #all = new Set<() => void>();

  /** Returns the way to stop listening. */
  add(listener: () => void): () => void {
    // Wrapped, so that the same function given twice is two listeners.
    const own = (): void => listener();
    this.#all.add(own);
    return () => void this.#all.delete(own);
  }

  /** Tells all, in the order they came; afterwards throws what the first one threw, if any did. */
  notify(): void {
    const thrown: unknown[] = [];
    for (const listener of [...this.#all]) {
      try {
        listener();
      } catch (cause) {
        thrown.push(cause);
      }
    }
    if (thrown.length > 0) throw thrown[0];
  }
}
