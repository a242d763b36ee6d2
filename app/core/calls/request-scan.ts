// SECURITY P1: what an agent sends out is searched for the values of all secrets and for what looks like one, before it goes. It says
// what kind of thing is in it, and never which, where or how much: it must not be an oracle.
import type { CallFinding } from '../../contract/call-outcome.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { ClientId, SecretName } from '../../contract/vocabulary.ts';
import { wipe } from '../crypto/wipe.ts';
import { passwordBits } from '../health/password-strength.ts';
import type { Pause } from '../ports/pause.ts';
import { judgeValue } from '../redaction/strength.ts';
import { scanBounds } from '../scan/text-scan.ts';
import { eachHeldValue, type VaultSecrets } from '../scan/vault-secrets.ts';
import { holdsShape, type RequestView, viewsOf } from './request-views.ts';
import type { ScanHits } from './scan-hits.ts';

export interface Findings {
  /** Sorted, each once; empty: nothing was found. */
  readonly kinds: readonly CallFinding[];
  /** One of the values that were found could be guessed, so that being blocked says too much. Told to nobody but `blocked`. */
  readonly guessable: boolean;
}

/** Thrown in the middle of a body that streams. */
export class CallBlocked extends BrokerError {
  readonly findings: Findings;

  constructor(findings: Findings) {
    super('call_blocked');
    this.findings = findings;
  }
}

export interface RequestScanParts {
  readonly secrets: VaultSecrets;
  readonly words: {
    /** Names the secrets of which anything is in a text. @throws BrokerError when it cannot be searched: then nothing goes */
    search(texts: readonly string[]): Promise<{ readonly holds: readonly SecretName[] }>;
    /** Whether anything of these values, which are wiped, is in a text. @throws BrokerError as `search` */
    holdsAny(texts: readonly string[], values: readonly NamedValue[]): Promise<boolean>;
  };
  readonly hits: ScanHits;
  readonly pause: Pause;
}

interface NamedValue {
  readonly name: SecretName;
  readonly bytes: Buffer;
}

/** In bytes: so much of a body is searched at once. */
const sliceBytes = 256 * 1024;
/**
 * In bytes: so much at the end of what was searched is searched again with what follows, and is not handed on before. No shape and no
 * piece of a value takes more to be known, however it is escaped.
 */
export const heldBytes = 24 * 1024;
/** In bytes, of what was handed on already: what stands before a shape has a say in whether it is one. */
export const contextBytes = 1024;

export class RequestScan {
  readonly #parts: RequestScanParts;

  constructor(parts: RequestScanParts) {
    this.#parts = parts;
  }

  /**
   * The texts of a request: its address and its headers, each header with its name, since that tells what its value is.
   * @throws BrokerError locked, vault_corrupt, message_too_large; then the request must not go
   */
  search(texts: readonly string[]): Promise<Findings> {
    return this.#look(texts.flatMap((text) => [...viewsOf(Buffer.from(text), 0)]));
  }

  /** A body that is held whole. @throws BrokerError as `search` */
  async body(bytes: Uint8Array): Promise<Findings> {
    let all = nothing;
    for (let at = 0; at < bytes.length; at += sliceBytes) {
      const from = Math.max(0, at - heldBytes);
      const start = Math.max(0, from - contextBytes);
      all = both(all, await this.#look([...viewsOf(bytes.subarray(start, at + sliceBytes), from - start)]));
    }
    return all;
  }

  /**
   * A body as it comes. It holds no more of it than a slice; what may still become a find is held back, and no byte of a find is ever
   * handed on.
   * @throws CallBlocked, BrokerError as `search`, and what `parts` throws
   */
  async *stream(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const slices = new Slices();
    for await (const part of parts) {
      for (let at = 0; at < part.length; ) {
        at += slices.take(part.subarray(at));
        if (slices.isFull) yield await this.#decided(slices, heldBytes);
      }
    }
    const last = await this.#decided(slices, 0);
    if (last.length > 0) yield last;
  }

  /** A request of the client was blocked for these: said once for each, after it is on record. */
  blocked(client: ClientId, findings: Findings): void {
    this.#parts.hits.add(client, findings);
  }

  async #decided(slices: Slices, keep: number): Promise<Uint8Array> {
    const findings = await this.#look([...viewsOf(slices.bytes, slices.contextLength)]);
    if (findings.kinds.length > 0) throw new CallBlocked(findings);
    return slices.release(keep);
  }

  async #look(views: readonly RequestView[]): Promise<Findings> {
    const { words, pause } = this.#parts;
    const texts = views.map(({ bytes, from }) => bytes.toString('utf8', from));
    const { holds } = await words.search(texts);
    let isShaped = false;
    for (const view of views) isShaped = (await holdsShape(view, pause)) || isShaped;
    const kinds: CallFinding[] = [];
    if (isShaped) kinds.push('secret_shape');
    if (holds.length > 0) kinds.push('vault_value');
    return { kinds, guessable: holds.length > 0 && (await this.#canBeGuessed(texts, new Set(holds))) };
  }

  /** The values that could be guessed are searched for alone: a secret is named for any of its fields. */
  async #canBeGuessed(texts: readonly string[], names: ReadonlySet<SecretName>): Promise<boolean> {
    const { secrets, words } = this.#parts;
    const all = secrets.list().filter(({ name }) => names.has(name));
    const weak: NamedValue[] = [];
    try {
      await eachHeldValue(
        { secrets, all, signal: new AbortController().signal },
        noProgress,
        async ({ name }, _, bytes) => {
          const value = bytes.toString('utf8').trim();
          // What cannot be told from ordinary text is not searched for.
          if (judgeValue(value) !== 'ok' || passwordBits(value) >= scanBounds.guessBits) return;
          weak.push({ name, bytes: Buffer.from(bytes) });
        },
      );
      return weak.length > 0 && (await words.holdsAny(texts, weak));
    } finally {
      wipe(...weak.map(({ bytes }) => bytes));
    }
  }
}

const nothing: Findings = { kinds: [], guessable: false };

/** Of a request in several parts. */
export function both(a: Findings, b: Findings): Findings {
  return { kinds: [...new Set([...a.kinds, ...b.kinds])].toSorted(), guessable: a.guessable || b.guessable };
}

function noProgress(): void {}

/** What of a body is in memory: context that was handed on, what is held back, and what came since. */
class Slices {
  #buffer = Buffer.allocUnsafe(contextBytes + heldBytes + sliceBytes);
  #length = 0;
  contextLength = 0;

  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  get isFull(): boolean {
    return this.#length === this.#buffer.length;
  }

  /** Returns how many bytes it took. */
  take(part: Uint8Array): number {
    const count = Math.min(part.length, this.#buffer.length - this.#length);
    this.#buffer.set(part.subarray(0, count), this.#length);
    this.#length += count;
    return count;
  }

  /** All that was not handed on, but for the last `keep` bytes. It is never written to again. */
  release(keep: number): Uint8Array {
    const to = Math.max(this.contextLength, this.#length - keep);
    const released = this.#buffer.subarray(this.contextLength, to);
    const rest = this.#buffer.subarray(Math.max(0, to - contextBytes), this.#length);
    const next = Buffer.allocUnsafe(this.#buffer.length);
    next.set(rest);
    this.contextLength = Math.min(to, contextBytes);
    this.#length = rest.length;
    this.#buffer = next;
    return released;
  }
}
