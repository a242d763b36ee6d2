// Requests that wait for the person, sealed, so that a restart of Postern withdraws none. It starts nothing. Its key lies in the
// vault as a record of its own; what it seals is part of no backup, and a damaged one never keeps the vault shut.
import { z } from 'zod';
import { CallRequest } from '../../contract/call.ts';
import { BrokerError, faultCodeOf } from '../../contract/fault.ts';
import { RunRequest } from '../../contract/run.ts';
import { ClientId, EpochMs, type RecordId, RequestId } from '../../contract/vocabulary.ts';
import { ExportWish, LongerWish, SecretWish } from '../../contract/wish.ts';
import { open, seal } from '../crypto/aead.ts';
import { encodeFields } from '../crypto/fields.ts';
import { pad, unpad } from '../crypto/padding.ts';
import { wipe } from '../crypto/wipe.ts';
import type { KeptRow, KeptStore } from '../ports/kept-store.ts';
import type { Log } from '../ports/log.ts';
import type { Randomness } from '../ports/randomness.ts';
import { newRecordId } from '../vault/record-seal.ts';
import { parseSealedJson } from '../vault/sealed-json.ts';

/** What an agent asked for: all that is needed to ask the person again. */
export const Wanted = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('run'), request: RunRequest.strict() }),
  z.strictObject({ kind: z.literal('call'), request: CallRequest.strict() }),
  z.strictObject({ kind: z.literal('wish'), wish: SecretWish.strict() }),
  z.strictObject({ kind: z.literal('longer'), wish: LongerWish.strict() }),
  z.strictObject({ kind: z.literal('export'), wish: ExportWish.strict() }),
]);
export type Wanted = z.infer<typeof Wanted>;

const Body = z.strictObject({
  clientId: ClientId,
  /** Names the client and its key. */
  owner: z.string().max(200),
  wanted: Wanted,
  /** When the person was first asked; its life counts from here. */
  askedAt: EpochMs,
});

export interface KeptRequest extends z.infer<typeof Body> {
  readonly id: RequestId;
}

/** The part of the vault that holds the key. */
export interface KeyRecords {
  readRecords<T>(kind: 'request-key', read: (record: { readonly body: Buffer }) => T): readonly T[];
  putRecord(kind: 'request-key', id: RecordId, body: Buffer): number;
}

export interface KeptRequestsParts {
  readonly store: KeptStore;
  readonly records: KeyRecords;
  readonly randomness: Randomness;
  readonly log: Log;
}

const keyBytes = 32;

export class KeptRequests {
  readonly #parts: KeptRequestsParts;
  #key: Buffer | null = null;

  constructor(parts: KeptRequestsParts) {
    this.#parts = parts;
  }

  /**
   * After the unlock: every request that opens, oldest first. One that does not is logged and removed: it asked for something
   * minutes ago, and nothing can mend it. Never throws.
   */
  open(): readonly KeptRequest[] {
    const rows = this.#quietly('request.unread', null, () => {
      this.#key = this.#storedKey();
      return this.#parts.store.all();
    });
    return (rows ?? []).flatMap((row) => {
      const request = this.#quietly('request.damaged', row.id, () => this.#opened(row));
      if (request === undefined) this.remove(row.id);
      return request ?? [];
    });
  }

  /** SECURITY P4: at a lock the key is zeroed; requests stay, and can still be removed. */
  close(): void {
    if (this.#key !== null) wipe(this.#key);
    this.#key = null;
  }

  /** Whether a request of this id lies here; whose it is, only the unlock tells. An agent may have made the id up. Never throws. */
  has(id: RequestId): boolean {
    return this.#quietly('request.unread', null, () => this.#parts.store.has(id)) ?? false;
  }

  /** Seals it; on disk when this returns. A request that cannot be kept is logged and goes on waiting unkept. Never throws. */
  keep({ id, ...body }: KeptRequest): void {
    this.#quietly('request.unkept', id, () => {
      const plain = Buffer.from(JSON.stringify(body), 'utf8');
      const padded = pad(plain);
      try {
        this.#parts.store.put({ id, sealed: seal(this.#keyInUse(), padded, aad(id), this.#parts.randomness) });
      } finally {
        wipe(plain, padded);
      }
    });
  }

  /** Never throws. */
  remove(id: string): void {
    this.#quietly('request.unremoved', id, () => this.#parts.store.remove(id));
  }

  /** SECURITY P2: for what is about to run: gone from the disk first, so that no crash makes it run twice. @throws as `KeptStore.remove` */
  removeForRun(id: RequestId): void {
    this.#parts.store.remove(id);
  }

  #opened({ id, sealed }: KeptRow): KeptRequest {
    if (this.#key === null) throw new BrokerError('vault_corrupt');
    const padded = open(this.#key, sealed, aad(id));
    const plain = unpad(padded);
    try {
      return { id: RequestId.parse(id), ...parseSealedJson(Body, plain.toString('utf8')) };
    } finally {
      wipe(padded, plain);
    }
  }

  /** Made when the first request is kept. @throws BrokerError locked, and as `Vault.putRecord` */
  #keyInUse(): Buffer {
    this.#key ??= this.#storedKey() ?? this.#newKey();
    return this.#key;
  }

  #storedKey(): Buffer | null {
    const keys = this.#parts.records.readRecords('request-key', ({ body }) => Buffer.from(body));
    return keys.find((key) => key.length === keyBytes) ?? null;
  }

  #newKey(): Buffer {
    const { records, randomness } = this.#parts;
    const key = randomness.bytes(keyBytes);
    records.putRecord('request-key', newRecordId(randomness), key);
    return key;
  }

  /** undefined: it failed, and the log has the code. */
  #quietly<T>(event: string, request: string | null, work: () => T): T | undefined {
    try {
      return work();
    } catch (thrown) {
      const named = RequestId.safeParse(request).data ?? null;
      this.#parts.log.write('warning', event, { code: faultCodeOf(thrown), request: named });
      return undefined;
    }
  }
}

/** It opens under its own id alone. */
function aad(id: string): Buffer {
  return encodeFields('postern/request/1', id);
}
