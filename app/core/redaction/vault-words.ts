// The one object through which any text goes that Postern writes down, shows or hands on and that an agent, a command or a
// person may have put a value into. It finds the values of all secrets in the vault, and opens those alone that may stand there.
import { BrokerError } from '../../contract/fault.ts';
import type { SecretName } from '../../contract/vocabulary.ts';
import { wipe } from '../crypto/wipe.ts';
import type { MatcherBuilder } from '../ports/matcher-builder.ts';
import type { Pause } from '../ports/pause.ts';
import type { Randomness } from '../ports/randomness.ts';
import type { Matcher } from './matcher.ts';
import { type AllSecrets, type Near, OpenSieve } from './open-sieve.ts';
import { redactorOver } from './redactor.ts';
import { stretchBytes } from './sieve-views.ts';

/** Texts in which nothing of a value is left. */
export interface SafeTexts {
  /** As they were given, with a marker for each value. */
  readonly texts: readonly string[];
  /** The secrets whose values stood in any of them. */
  readonly holds: readonly SecretName[];
}

/** Says what stands in place of one text. */
export type EachText = (text: string) => string;

export interface Cleaned<T> {
  readonly thing: T;
  readonly holds: readonly SecretName[];
}

/** In bytes, of all texts together. What an agent may send at once is less than half of it. */
export const mostTextBytes = 8 * 1024 * 1024;

export class VaultWords {
  readonly #secrets: AllSecrets;
  readonly #matchers: MatcherBuilder;
  readonly #randomness: Randomness;
  readonly #pause: Pause;
  /** null while locked. */
  #open: OpenSieve | null = null;

  constructor(parts: {
    readonly secrets: AllSecrets;
    readonly matchers: MatcherBuilder;
    readonly randomness: Randomness;
    readonly pause: Pause;
  }) {
    this.#secrets = parts.secrets;
    this.#matchers = parts.matchers;
    this.#randomness = parts.randomness;
    this.#pause = parts.pause;
    this.#secrets.changed.add(() => this.#open?.catchUp());
  }

  /** Begins to read the vault; texts wait until all of it is read. */
  unlocked(): void {
    this.locked();
    this.#open = new OpenSieve(this.#secrets, this.#randomness, this.#pause);
    this.#open.catchUp();
  }

  /** SECURITY P4: nothing of any value is left, and no text is let through. */
  locked(): void {
    this.#open?.close();
    this.#open = null;
  }

  /** SECURITY P1, P11: one text. @throws BrokerError as `search` */
  async redact(text: string): Promise<string> {
    return (await this.search([text])).texts[0] ?? '';
  }

  /**
   * All texts of a thing: `texts` makes it anew from what `each` says for each of them, and asks for them in the same order
   * every time.
   * @throws BrokerError as `search`
   */
  async cleaned<T>(thing: T, texts: (thing: T, each: EachText) => T): Promise<Cleaned<T>> {
    const found: string[] = [];
    texts(thing, (text) => {
      found.push(text);
      return text;
    });
    const safe = await this.search(found);
    let at = 0;
    return {
      thing: safe.holds.length === 0 ? thing : texts(thing, (text) => safe.texts[at++] ?? text),
      holds: safe.holds,
    };
  }

  /**
   * SECURITY P1, P11, P12: texts that belong together, such as those of one command. What cannot be searched is not let through.
   * @throws BrokerError locked; message_too_large for more than 8 MiB; vault_corrupt and internal when the vault cannot be read
   */
  async search(texts: readonly string[]): Promise<SafeTexts> {
    const bytes = texts.map((text) => Buffer.from(text));
    if (bytes.reduce((sum, { length }) => sum + length, 0) > mostTextBytes) throw new BrokerError('message_too_large');
    const open = this.#open;
    if (open === null) throw new BrokerError('locked');
    const { values, hit } = await open.valuesNear(bytes);
    if (values.length === 0) return { texts, holds: [] };
    // One matcher for all: one after the other, a shorter value would leave the tail of a longer one.
    const matcher = await this.#matcherOf(values);
    const redacted: Redacted[] = [];
    for (const each of bytes) redacted.push(hit.has(each) ? await redactedBy(matcher, each, this.#pause) : clean);
    const holds = new Set(redacted.flatMap(({ counts }) => [...counts].flatMap(([name, n]) => (n > 0 ? [name] : []))));
    return { texts: redacted.map(({ text }, at) => text ?? texts[at] ?? ''), holds: [...holds] };
  }

  /** Whether anything of these values alone is in any of the texts. The values are wiped. @throws BrokerError as `search`, and internal */
  async holdsAny(texts: readonly string[], values: Near['values']): Promise<boolean> {
    const matcher = await this.#matcherOf(values);
    for (const text of texts) {
      if ((await redactedBy(matcher, Buffer.from(text), this.#pause)).counts.size > 0) return true;
    }
    return false;
  }

  async #matcherOf(values: Near['values']): Promise<Matcher> {
    try {
      if (this.#open === null) throw new BrokerError('locked');
      return await this.#matchers.build(values);
    } catch (thrown) {
      throw this.#open === null ? new BrokerError('locked') : thrown;
    } finally {
      wipe(...values.map(({ bytes }) => bytes));
    }
  }
}

interface Redacted {
  /** null: nothing stood in it. */
  readonly text: string | null;
  readonly counts: ReadonlyMap<SecretName, number>;
}

const clean: Redacted = { text: null, counts: new Map() };

async function redactedBy(matcher: Matcher, bytes: Uint8Array, pause: Pause): Promise<Redacted> {
  const redactor = redactorOver(matcher);
  const safe: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; from += stretchBytes) {
    safe.push(redactor.push(bytes.subarray(from, from + stretchBytes)));
    if (bytes.length > stretchBytes) await pause();
  }
  safe.push(redactor.end());
  const counts = redactor.counts();
  return { text: counts.size === 0 ? null : Buffer.concat(safe).toString('utf8'), counts };
}
