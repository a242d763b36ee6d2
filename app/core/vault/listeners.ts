// Who wants to know of a change. One that throws keeps no other from being told.

export class Listeners<T> {
  readonly #told = new Set<(change: T) => void>();

  /** The returned function ends it and may be called any number of times. */
  add(listener: (change: T) => void): () => void {
    // Wrapped, so that the same function given twice is two listeners.
    const own = (change: T) => listener(change);
    this.#told.add(own);
    return () => void this.#told.delete(own);
  }

  /** Tells every listener in the order they came; afterwards throws what the first one threw, if any did. */
  tell(change: T): void {
    const thrown: unknown[] = [];
    for (const listener of [...this.#told]) {
      try {
        listener(change);
      } catch (cause) {
        thrown.push(cause);
      }
    }
    if (thrown.length > 0) throw thrown[0];
  }
}
