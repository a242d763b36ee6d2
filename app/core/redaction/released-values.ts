// The values that left the vault since unlock: a later run's output is searched for them too.
import type { SecretName } from '../../contract/vocabulary.ts';
import type { Matcher } from './matcher.ts';
import { buildMatcher } from './matcher.ts';

/** The oldest goes beyond this many. */
const most = 1000;

export class ReleasedValues {
  #values: { readonly name: SecretName; readonly bytes: Buffer }[] = [];
  #matcher: Matcher | null = null;

  /** Keeps a copy of its own, wiped by `wipe` or when it is pushed out. */
  add(name: SecretName, bytes: Buffer): void {
    if (this.#values.some((value) => value.name === name && value.bytes.equals(bytes))) return;
    this.#values.push({ name, bytes: Buffer.from(bytes) });
    for (const old of this.#values.splice(0, Math.max(0, this.#values.length - most))) old.bytes.fill(0);
    this.#matcher = null;
  }

  /** Finds all of them. Kept until the next new value, since building one takes longer than many a run. */
  matcher(): Matcher {
    this.#matcher ??= buildMatcher(this.#values.map(({ name, bytes }) => ({ name, value: bytes.toString('utf8') })));
    return this.#matcher;
  }

  /** SECURITY P4: at every lock. The matcher's strings cannot be wiped, only let go. */
  wipe(): void {
    for (const { bytes } of this.#values) bytes.fill(0);
    this.#values = [];
    this.#matcher = null;
  }
}
