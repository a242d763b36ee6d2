// The person's secrets, over the vault. What is said about them may stay in memory until the lock; values exist only inside
// `withRevealed` and while a change is made.
import { BrokerError } from '../../contract/fault.ts';
import { type FieldName, type OwnSecretView, SecretDraft, type SecretSummary } from '../../contract/secret.ts';
import type { RecordId, SecretName } from '../../contract/vocabulary.ts';
import { wipe } from '../crypto/wipe.ts';
import type { Listeners } from '../listeners.ts';
import type { Clock } from '../ports/clock.ts';
import type { Randomness } from '../ports/randomness.ts';
import { newRecordId } from '../vault/record-seal.ts';
import type { LastUsed } from './last-used.ts';
import { nearNames } from './near-names.ts';
import { changeSecret, removeSecret } from './secret-change.ts';
import type { SecretEntries, SecretEntry } from './secret-entries.ts';
import type { RecordFirst, SecretShelf, ShelfChange } from './secret-shelf.ts';
import { ownView, summary } from './secret-views.ts';

/** One secret in plaintext: every field that has a value here, in order. The values are zeroed when the bracket ends. */
export interface RevealedSecret {
  readonly id: RecordId;
  readonly name: SecretName;
  readonly version: number;
  readonly fields: readonly RevealedField[];
}

/** `value` is UTF-8. A field that is a reference has no value here and is left out. */
export interface RevealedField {
  readonly name: FieldName;
  readonly sensitive: boolean;
  readonly value: Buffer;
}

export interface DescribedSecrets {
  /** In the order of the names asked for. */
  readonly found: readonly OwnSecretView[];
  readonly unknown: readonly string[];
  /** At most three names near each unknown one. */
  readonly near: readonly SecretName[];
}

/** One of the changes that are made together. */
export type SecretStep =
  | { readonly kind: 'add'; readonly draft: SecretDraft }
  | { readonly kind: 'update'; readonly id: RecordId; readonly draft: SecretDraft }
  | { readonly kind: 'remove'; readonly id: RecordId };

export interface SecretBookParts {
  readonly shelf: SecretShelf;
  readonly lastUsed: LastUsed;
  readonly clock: Clock;
  readonly randomness: Randomness;
}

export class SecretBook {
  readonly #parts: SecretBookParts;

  constructor(parts: SecretBookParts) {
    this.#parts = parts;
  }

  /** @throws BrokerError locked, bad_request, secret_exists, as `changeSecret`, and as `Vault.writeRecords` */
  add(draft: SecretDraft, first?: RecordFirst): OwnSecretView {
    return one(this.applyAll([{ kind: 'add', draft }], first));
  }

  /** Its version goes up by one, and the version before stays as an older one. @throws BrokerError as `add`, and unknown_secret */
  update(id: RecordId, draft: SecretDraft, first?: RecordFirst): OwnSecretView {
    return one(this.applyAll([{ kind: 'update', id, draft }], first));
  }

  /** With all its older versions, for good. @throws BrokerError unknown_secret, and as `Vault.writeRecords` */
  remove(id: RecordId, first?: RecordFirst): void {
    this.applyAll([{ kind: 'remove', id }], first);
  }

  /**
   * Makes all the changes in one transaction, or none. The secrets that were added or changed, in the order of the steps. `first`
   * as in `SecretShelf.write`.
   * @throws BrokerError as `add` and `update`
   */
  applyAll(steps: readonly SecretStep[], first?: RecordFirst): OwnSecretView[] {
    const written = this.#parts.shelf.write(steps, (step, next) => this.#plan(step, next), first);
    return written.map((entry) => this.#view(entry));
  }

  /** All of them by name. @throws BrokerError locked, vault_corrupt */
  list(): OwnSecretView[] {
    return this.#entries()
      .sorted()
      .map((entry) => this.#view(entry));
  }

  /** All of them by name, with what a list shows. @throws BrokerError locked, vault_corrupt */
  summaries(): SecretSummary[] {
    const { lastUsed } = this.#parts;
    return this.#entries()
      .sorted()
      .map((entry) => summary(entry, lastUsed.of(entry.id)));
  }

  /** @throws BrokerError locked, unknown_secret */
  get(id: RecordId): OwnSecretView {
    return this.#view(this.#entries().of(id));
  }

  /** Of every secret; goes up with each change. @throws BrokerError locked */
  versions(): Iterable<readonly [RecordId, number]> {
    return this.#entries().versions();
  }

  /** Told after every change of a secret. */
  get changed(): Listeners {
    return this.#parts.shelf.changed;
  }

  /** null: there is no such secret now. @throws BrokerError locked */
  versionOf(id: RecordId): number | null {
    return this.#entries().find(id)?.version ?? null;
  }

  /** @throws BrokerError locked */
  get count(): number {
    return this.#entries().size;
  }

  /** Empty for a secret that is gone. @throws BrokerError locked */
  tagsOf(name: SecretName): readonly string[] {
    return this.#entries().named(name)?.card.tags ?? [];
  }

  /** What is known under exactly this name; null: nothing. @throws BrokerError locked */
  named(name: string): OwnSecretView | null {
    const entry = this.#entries().named(name);
    return entry === null ? null : this.#view(entry);
  }

  /** What is known under exactly these names; no value is opened. @throws BrokerError locked, vault_corrupt */
  describe(names: readonly string[]): DescribedSecrets {
    const entries = this.#entries();
    const unknown = names.filter((name) => entries.named(name) === null);
    return {
      found: names.flatMap((name) => entries.named(name) ?? []).map((entry) => this.#view(entry)),
      unknown,
      near: [...new Set(unknown.flatMap((name) => nearNames(name, entries.names())))],
    };
  }

  /**
   * Runs `work` with the plaintexts, in the order of `ids`, and zeroes them when it has ended, whatever became of it. A lock
   * meanwhile does not zero them under its hands: who locks ends the work. SECURITY P1, P4.
   * @throws BrokerError locked, unknown_secret, vault_corrupt; and what `work` throws
   */
  async withRevealed<T>(
    ids: readonly RecordId[],
    work: (revealed: readonly RevealedSecret[]) => Promise<T>,
  ): Promise<T> {
    const revealed: RevealedSecret[] = [];
    try {
      for (const id of ids) revealed.push(this.#reveal(this.#entries().of(id)));
      return await work(revealed);
    } finally {
      wipe(...revealed.flatMap(({ fields }) => fields.map(({ value }) => value)));
    }
  }

  /**
   * Whether the secret holds just the values of a draft, in fields of the same names. What is opened is zeroed.
   * @throws BrokerError locked, unknown_secret, vault_corrupt
   */
  holdsSame(id: RecordId, { fields }: SecretDraft): boolean {
    const { fields: held } = this.#reveal(this.#entries().of(id));
    try {
      return (
        held.length === fields.length &&
        fields.every(({ name, content }) => {
          const value = held.find((field) => field.name === name)?.value;
          return content.kind === 'value' && value?.equals(Buffer.from(content.value, 'utf8')) === true;
        })
      );
    } finally {
      wipe(...held.map(({ value }) => value));
    }
  }

  /** Its version does not change. @throws BrokerError locked, unknown_secret */
  markUsed(id: RecordId, at: number): void {
    this.#entries().of(id);
    this.#parts.lastUsed.mark(id, at);
  }

  /** Seals what `markUsed` kept; for the moment before a lock. Never throws. */
  flushUsed(): void {
    this.#parts.lastUsed.flush((id) => this.#entries().find(id) !== null);
  }

  #plan(step: SecretStep, next: SecretEntries): ShelfChange {
    if (step.kind === 'remove') return removeSecret(step.id, next.of(step.id).card);
    const { clock, randomness, shelf } = this.#parts;
    const tools = { now: clock.now(), newId: () => newRecordId(randomness) };
    const draft = SecretDraft.safeParse(step.draft);
    // zod's own error quotes its input, so it goes no further.
    if (!draft.success) throw new BrokerError('bad_request');
    if (step.kind === 'add') return changeSecret(tools.newId(), null, draft.data, tools);
    const before = shelf.before(next.of(step.id));
    try {
      return changeSecret(step.id, before, draft.data, tools);
    } finally {
      wipe(...before.values.map(({ value }) => value));
    }
  }

  #reveal({ id, version, card }: SecretEntry): RevealedSecret {
    const sealed = new Map(this.#parts.shelf.values(card).map(({ name, value }) => [name, value]));
    const fields = card.fields.flatMap(({ name, sensitive, value: open }): RevealedField[] => {
      const value = open === null ? sealed.get(name) : Buffer.from(open, 'utf8');
      return value === undefined ? [] : [{ name, sensitive, value }];
    });
    return { id, name: card.name, version, fields };
  }

  #view(entry: SecretEntry): OwnSecretView {
    return ownView(entry, this.#parts.lastUsed.of(entry.id));
  }

  #entries(): SecretEntries {
    return this.#parts.shelf.entries();
  }
}

function one(views: readonly OwnSecretView[]): OwnSecretView {
  const [view] = views;
  if (view === undefined) throw new BrokerError('internal');
  return view;
}
