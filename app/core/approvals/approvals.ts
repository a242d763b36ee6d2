// The queue of questions to the person. It asks, times out, withdraws and hands back answers; it decides nothing itself.
import type { Answer, Question, QuestionSummary } from '../../contract/approval.ts';
import { approvalLifeMs, armedAfterMs } from '../../contract/approval.ts';
import type { SecretWish } from '../../contract/broker.ts';
import type { PairingQuestion } from '../../contract/client.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { Action } from '../../contract/run.ts';
import type { ClientId, RequestId, Sha256 } from '../../contract/vocabulary.ts';
import { Listeners } from '../listeners.ts';
import type { Clock } from '../ports/clock.ts';
import { digestOf, mayLast } from '../runs/action.ts';

export type Asked =
  | { readonly kind: 'run'; readonly action: Action }
  | { readonly kind: 'pairing'; readonly pairing: PairingQuestion }
  | { readonly kind: 'wish'; readonly wish: SecretWish; readonly clientName: string; readonly exists: boolean };

export type AnswerOrNot = Answer | { readonly kind: 'expired' } | { readonly kind: 'withdrawn' };

interface Waiting {
  readonly id: RequestId;
  readonly clientId: ClientId;
  readonly asked: Asked;
  readonly askedAt: number;
  readonly expiresAt: number;
  drawnAt: number | null;
  readonly settle: (answer: AnswerOrNot) => void;
}

export class Approvals {
  /** Told after every change. */
  readonly changed = new Listeners();
  readonly #clock: Clock;
  readonly #home: string;
  readonly #waiting = new Map<RequestId, Waiting>();

  constructor(clock: Clock, home: string) {
    this.#clock = clock;
    this.#home = home;
  }

  /** Puts a question into the queue and waits for its answer. Aborting the signal withdraws it at once. Never rejects. */
  ask(id: RequestId, clientId: ClientId, asked: Asked, signal: AbortSignal): Promise<AnswerOrNot> {
    return new Promise((resolve) => {
      if (signal.aborted) {
        resolve({ kind: 'withdrawn' });
        return;
      }
      const settle = (answer: AnswerOrNot): void => {
        stopTimer();
        signal.removeEventListener('abort', withdraw);
        this.#waiting.delete(id);
        resolve(answer);
        this.changed.notify();
      };
      const withdraw = (): void => settle({ kind: 'withdrawn' });
      const stopTimer = this.#clock.after(approvalLifeMs, () => settle({ kind: 'expired' }));
      signal.addEventListener('abort', withdraw, { once: true });
      const askedAt = this.#clock.now();
      this.#waiting.set(id, {
        id,
        clientId,
        asked,
        askedAt,
        expiresAt: askedAt + approvalLifeMs,
        drawnAt: null,
        settle,
      });
      this.changed.notify();
    });
  }

  summaries(): readonly QuestionSummary[] {
    return [...this.#waiting.values()].map(({ id, asked, askedAt }) => ({
      id,
      kind: asked.kind,
      clientName: nameIn(asked),
      askedAt,
    }));
  }

  /** The question as the trusted window draws it; without an id the oldest. null when there is none. */
  question(id?: RequestId): Question | null {
    const all = [...this.#waiting.values()];
    const at = id === undefined ? 0 : all.findIndex((waiting) => waiting.id === id);
    const waiting = all[at];
    if (waiting === undefined) return null;
    const common = { id: waiting.id, position: at + 1, total: all.length, expiresAt: waiting.expiresAt };
    switch (waiting.asked.kind) {
      case 'run': {
        const { action } = waiting.asked;
        return { kind: 'run', ...common, action, digest: digestOf(action), home: this.#home, mayLast: mayLast(action) };
      }
      case 'pairing':
        return { kind: 'pairing', ...common, pairing: waiting.asked.pairing, home: this.#home };
      case 'wish':
        return { ...waiting.asked, ...common };
    }
  }

  /** The window has this question on the screen; the first time counts. */
  drawn(id: RequestId): void {
    const waiting = this.#waiting.get(id);
    if (waiting !== undefined) waiting.drawnAt ??= this.#clock.now();
  }

  /** Hidden again, as at a lock: the next drawing arms anew. */
  undrawAll(): void {
    for (const waiting of this.#waiting.values()) waiting.drawnAt = null;
  }

  /**
   * Takes the person's answer. SECURITY P2: the answer names the digest that was drawn. SECURITY P9: an answer before the
   * question was on the screen for 600 ms does not count.
   * @returns false when it was too early, names another action, or the question is gone
   */
  answer(id: RequestId, digest: Sha256 | null, answer: Answer): boolean {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined || waiting.drawnAt === null || this.#clock.now() - waiting.drawnAt < armedAfterMs)
      return false;
    // Only the saved value itself fulfils a wish.
    if (waiting.asked.kind === 'wish' && answer.kind === 'allow') return false;
    if (digest !== (waiting.asked.kind === 'run' ? digestOf(waiting.asked.action) : null)) return false;
    waiting.settle(this.#narrowed(waiting.asked, answer));
    return true;
  }

  /** The person saved the value a wish asked for; a wish that is gone by then is no loss. */
  fulfil(id: RequestId): void {
    const waiting = this.#waiting.get(id);
    if (waiting?.asked.kind === 'wish') waiting.settle({ kind: 'allow', scope: 'once' });
  }

  /** Denying is safe from anywhere, drawn or not. @throws BrokerError unknown_request */
  deny(id: RequestId): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) throw new BrokerError('unknown_request');
    waiting.settle({ kind: 'deny', reason: null });
  }

  clientOf(id: RequestId): ClientId | null {
    return this.#waiting.get(id)?.clientId ?? null;
  }

  /** A session answer to an action that may not last counts as once. */
  #narrowed(asked: Asked, answer: Answer): Answer {
    return answer.kind === 'allow' && asked.kind === 'run' && !mayLast(asked.action)
      ? { kind: 'allow', scope: 'once' }
      : answer;
  }
}

function nameIn(asked: Asked): string {
  if (asked.kind === 'run') return asked.action.client.name;
  return asked.kind === 'pairing' ? asked.pairing.claimedName : asked.clientName;
}
