// The sieve of one session: begins with the unlock, follows every change of a secret, and ends with the lock. One secret is open
// at a time, and never for longer than it takes to enter it.
import { BrokerError, faultCodeOf } from '../../contract/fault.ts';
import type { RecordId, SecretName } from '../../contract/vocabulary.ts';
import type { Listeners } from '../listeners.ts';
import type { Pause } from '../ports/pause.ts';
import type { Randomness } from '../ports/randomness.ts';
import { siftedOf, stretchBytes, viewsOf } from './sieve-views.ts';
import { judgeValue } from './strength.ts';
import { VaultSieve } from './vault-sieve.ts';

/** A secret in plaintext. */
export interface AnySecret {
  readonly name: SecretName;
  readonly fields: readonly { readonly sensitive: boolean; readonly value: Buffer }[];
}

/** The vault's secrets, opened one at a time. */
export interface AllSecrets {
  /** Told after every change. */
  readonly changed: Listeners;
  /** Every secret and its version, which goes up with each change; as it was when asked. @throws BrokerError locked */
  versions(): Iterable<readonly [RecordId, number]>;
  withRevealed<T>(ids: readonly RecordId[], use: (revealed: readonly AnySecret[]) => Promise<T>): Promise<T>;
}

/** Whoever asks for them wipes the values. */
export interface Near {
  readonly values: readonly { readonly name: SecretName; readonly bytes: Buffer }[];
  readonly hit: ReadonlySet<Uint8Array>;
}

export class OpenSieve {
  readonly #secrets: AllSecrets;
  readonly #randomness: Randomness;
  readonly #pause: Pause;
  #sieve: VaultSieve;
  /** By tag. A secret that was changed has another tag; what its old one finds is looked at in vain. */
  #ids: RecordId[] = [];
  #versions = new Map<RecordId, number>();
  #ready: Promise<void> = Promise.resolve();
  #closed = false;
  #hasFailed = false;

  constructor(secrets: AllSecrets, randomness: Randomness, pause: Pause) {
    this.#secrets = secrets;
    this.#randomness = randomness;
    this.#pause = pause;
    this.#sieve = new VaultSieve(randomness);
  }

  /** Reads what was added or changed since. A fault is that of the texts that wait; with the next one it is tried again. */
  catchUp(): void {
    this.#hasFailed = false;
    this.#ready = this.#ready.catch(() => {}).then(() => this.#readChanged());
    this.#ready.catch(() => {});
  }

  close(): void {
    this.#closed = true;
    this.#sieve.forget();
    this.#ids = [];
    this.#versions.clear();
  }

  /** The values of all secrets that may stand in any of the texts, and in which of these one may. */
  async valuesNear(texts: readonly Uint8Array[]): Promise<Near> {
    const { ids, hit } = await this.#secretsNear(texts);
    const values: Near['values'][number][] = [];
    for (const id of ids) {
      await this.#each(id, async ({ name }, value) => void values.push({ name, bytes: Buffer.from(value) }));
    }
    return { values, hit };
  }

  async #secretsNear(texts: readonly Uint8Array[]) {
    for (;;) {
      await this.#settled();
      const sieve = this.#sieve;
      const tags = new Set<number>();
      const hit = new Set<Uint8Array>();
      for (const text of texts) {
        const found = new Set<number>();
        for (let from = 0; from < text.length; from += stretchBytes) {
          for (const view of viewsOf(text, from)) sieve.find(view, found);
          if (text.length > stretchBytes) await this.#pause();
        }
        for (const tag of found) tags.add(tag);
        if (found.size > 0) hit.add(text);
      }
      if (this.#closed) throw new BrokerError('locked');
      // SECURITY P12: one that was begun anew meanwhile has not seen all of the texts.
      if (sieve === this.#sieve) return { ids: new Set([...tags].flatMap((tag) => this.#ids[tag] ?? [])), hit };
    }
  }

  async #settled(): Promise<void> {
    if (this.#hasFailed) this.catchUp();
    // It may be that the vault changes while it is read.
    for (let ready: Promise<void> | null = null; ready !== this.#ready; ) {
      ready = this.#ready;
      try {
        await ready;
      } catch (thrown) {
        this.#hasFailed = true;
        throw thrown;
      }
    }
    if (this.#closed) throw new BrokerError('locked');
  }

  async #readChanged(): Promise<void> {
    if (this.#closed) return;
    const now = new Map<RecordId, number>();
    for (const [id, version] of this.#secrets.versions()) {
      now.set(id, version);
      if (now.size % manyAtOnce === 0) await this.#pause();
    }
    if (this.#closed) return;
    const isGone = [...this.#versions].some(([id, version]) => now.get(id) !== version);
    // Entries of what is gone cost a look each; and where it alone stood for others that are alike, those are needed now.
    if (isGone && (this.#sieve.isCrowded || this.#ids.length > 2 * now.size + 100)) this.#beginAnew();
    for (const id of this.#versions.keys()) if (!now.has(id)) this.#versions.delete(id);
    for (const [id, version] of now) {
      if (this.#versions.get(id) === version) continue;
      const tag = this.#ids.push(id) - 1;
      await this.#each(id, (_secret, value) => this.#enter(value, tag));
      if (this.#closed) return;
      this.#versions.set(id, version);
      await this.#pause();
    }
  }

  #beginAnew(): void {
    this.#sieve.forget();
    this.#sieve = new VaultSieve(this.#randomness);
    this.#ids = [];
    this.#versions.clear();
  }

  async #enter(value: Buffer, tag: number): Promise<void> {
    for (const { bytes, step } of siftedOf(value.toString('utf8'))) {
      if (this.#closed) return;
      this.#sieve.add(bytes, step, tag);
      if (bytes.length > stretchBytes) await this.#pause();
    }
  }

  /**
   * Each value of the secret that can be told from ordinary text. One that is gone meanwhile has none, and neither has one that
   * does not open any more.
   */
  async #each(id: RecordId, use: (secret: AnySecret, value: Buffer) => Promise<void>): Promise<void> {
    try {
      await this.#secrets.withRevealed([id], async ([secret]) => {
        for (const { sensitive, value } of secret?.fields ?? []) {
          if (secret !== undefined && sensitive && isTelling(value)) await use(secret, value);
        }
      });
    } catch (thrown) {
      if (!['unknown_secret', 'vault_corrupt'].includes(faultCodeOf(thrown))) throw thrown;
    }
  }
}

/** So many secrets are listed without a pause. */
const manyAtOnce = 1000;

/** A run refuses such a value for the same reason: it would eat ordinary text. */
function isTelling(value: Buffer): boolean {
  return value.length > longestPlain || judgeValue(value.toString('utf8')) === 'ok';
}

/** In bytes. Whatever is longer is not a word, a number or a repeated unit that anybody would have to read. */
const longestPlain = 4096;
