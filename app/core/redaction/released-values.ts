// The values that left the vault since unlock: a later run's output is searched for them too.
import type { SecretName } from '../../contract/vocabulary.ts';
import type { MatcherBuilder } from '../ports/matcher-builder.ts';
import type { Matcher } from './matcher.ts';

/** The oldest goes beyond so many, and beyond so many bytes of all together: no run may be given more, or it would push out its own. */
const most = 1000;
export const mostReleasedBytes = 4 * 1024 * 1024;

export class ReleasedValues {
  readonly #builder: MatcherBuilder;
  #values: { readonly name: SecretName; readonly bytes: Buffer }[] = [];
  #matcher: Promise<Matcher> | null = null;

  constructor(builder: MatcherBuilder) {
    this.#builder = builder;
  }

  /** Keeps a copy of its own, wiped by `wipe` or when it is pushed out. */
  add(name: SecretName, bytes: Buffer): void {
    const known = this.#values.findIndex((value) => value.name === name && value.bytes.equals(bytes));
    if (known !== -1) {
      // The newest again: what comes after it in the same run must not push it out.
      this.#values.push(...this.#values.splice(known, 1));
      return;
    }
    this.#values.push({ name, bytes: Buffer.from(bytes) });
    let total = this.#values.reduce((sum, value) => sum + value.bytes.length, 0);
    while (this.#values.length > most || (total > mostReleasedBytes && this.#values.length > 1)) {
      const oldest = this.#values.shift();
      total -= oldest?.bytes.length ?? 0;
      oldest?.bytes.fill(0);
    }
    this.#matcher = null;
  }

  /**
   * Finds all of them. Kept until the next new value. SECURITY P12: a run waits for it, and where it cannot be made there is
   * no run.
   * @throws BrokerError internal
   */
  matcher(): Promise<Matcher> {
    const made = this.#matcher ?? this.#builder.build(this.#values);
    this.#matcher = made;
    made.catch(() => {
      if (this.#matcher === made) this.#matcher = null;
    });
    return made;
  }

  /** SECURITY P4: at every lock. The matcher's copies cannot all be wiped, only let go. */
  wipe(): void {
    for (const { bytes } of this.#values) bytes.fill(0);
    this.#values = [];
    this.#matcher = null;
    void this.#builder.forget();
  }
}
