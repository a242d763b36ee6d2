// The queue of questions to the person. It asks, joins what is the same, times out, withdraws and hands back answers; it
// decides nothing itself.
import { type Answer, approvalLifeMs, type Question, type QuestionSummary } from '../../contract/approval.ts';
import type { CallAction } from '../../contract/call.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { Action, ActionChange } from '../../contract/run.ts';
import { type ClientId, RequestId, type Sha256 } from '../../contract/vocabulary.ts';
import type { SecretWish } from '../../contract/wish.ts';
import { sha256Hex } from '../crypto/digest.ts';
import { Listeners } from '../listeners.ts';
import type { Clock } from '../ports/clock.ts';
import { chosenOf, isFitting, settlements } from './answers.ts';
import { Bursts } from './bursts.ts';
import { OnScreen } from './on-screen.ts';
import { listOf, questionOf, summaryOf } from './questions.ts';
import {
  type AgentAsked,
  type AgentSettled,
  type Asked,
  type Asker,
  actionOfAsked,
  digestOfAsked,
  type Group,
  groupsOf,
  keyOf,
  type Settled,
  type Waiting,
} from './waiting.ts';

const denied: Settled = { kind: 'deny', reason: null, remember: 'no' };

export class Approvals {
  /** Told after every change. */
  readonly changed = new Listeners();
  readonly #clock: Clock;
  readonly #home: string;
  readonly #waiting = new Map<RequestId, Waiting>();
  readonly #bursts = new Bursts();
  readonly #onScreen: OnScreen;
  #answered = 0;

  constructor(clock: Clock, home: string) {
    this.#clock = clock;
    this.#home = home;
    this.#onScreen = new OnScreen(clock);
  }

  /** How many questions the person answered or let expire since the last `forgetCount`; a list is one. */
  get answered(): number {
    return this.#answered;
  }

  forgetCount(): void {
    this.#answered = 0;
  }

  /** Puts a question into the queue and waits for its answer. Aborting the signal withdraws it at once. Never rejects. */
  ask(asker: Asker, asked: AgentAsked): Promise<AgentSettled>;
  ask(asker: Asker, asked: Exclude<Asked, AgentAsked>): Promise<Settled>;
  ask({ id, clientId, askedAt, signal }: Asker, asked: Asked): Promise<Settled | AgentSettled> {
    if (signal.aborted) return Promise.resolve({ kind: 'withdrawn' });
    return new Promise((resolve) => {
      const settle = (settled: Settled | AgentSettled): void => {
        stopTimer();
        signal.removeEventListener('abort', withdraw);
        this.#remove(id);
        resolve(settled);
        this.changed.notify();
      };
      const withdraw = (): void => settle({ kind: 'withdrawn' });
      const expiresAt = askedAt + approvalLifeMs;
      const stopTimer = this.#clock.after(Math.max(0, expiresAt - this.#clock.now()), () => this.#expire(id));
      signal.addEventListener('abort', withdraw, { once: true });
      this.#add({ id, clientId, asked, key: keyOf(id, asked), askedAt, expiresAt, settle });
    });
  }

  /** Tells the person that what they allowed was not run. Nobody waits for it, and it is no longer the question it was. */
  tell(asked: RequestId, action: Action, changes: readonly ActionChange[]): void {
    const askedAt = this.#clock.now();
    const id = RequestId.parse(`req_${sha256Hex('postern told', asked).slice(0, 32)}`);
    const asker = { id, clientId: action.client.id, askedAt, signal: new AbortController().signal };
    void this.ask(asker, { kind: 'changed', action, changes });
  }

  summaries(): readonly QuestionSummary[] {
    return this.#groups().map(summaryOf);
  }

  /**
   * The question as the trusted window draws it; without an id what is due: the oldest, or the whole list of a client that
   * asks for much at once. null when there is none.
   */
  question(id?: RequestId): Question | null {
    const groups = this.#groups();
    const [due] = groups;
    if (due === undefined) return null;
    const list = id ?? this.#bursts.listOf(due[0].clientId);
    const client = list === null ? null : this.#bursts.clientOf(list);
    if (list !== null && client !== null) {
      const own = groups.filter(([{ clientId }]) => clientId === client);
      const position = groups.findIndex(([{ clientId }]) => clientId === client) + 1;
      const question = listOf(list, own, { position, total: groups.length }, this.#home);
      if (question !== null || id !== undefined) return question;
    }
    const at = id === undefined ? 0 : groups.findIndex((group) => group.some((each) => each.id === id));
    const group = groups[at];
    return group === undefined ? null : questionOf(group, { position: at + 1, total: groups.length }, this.#home);
  }

  /** So many questions about calls this client has waiting; equal ones are one. */
  callsOf(clientId: ClientId): number {
    return this.#groups().filter(([first]) => first.clientId === clientId && first.asked.kind === 'call').length;
  }

  /** The window has this question or list on the screen until `hidden` aborts; the next drawing after that arms anew. */
  drawn(id: RequestId, hidden: AbortSignal): void {
    if (this.question(id)?.id === id) this.#onScreen.drawn(id, hidden);
  }

  /** At a lock nothing counts as drawn any more. */
  undrawAll(): void {
    this.#onScreen.forgetAll();
  }

  /**
   * Whether an answer would count now. SECURITY P2: it names the digest that was drawn. SECURITY P9: it does not count before
   * the question was on the screen for 600 ms, nor once it is hidden again.
   */
  accepts(id: RequestId, digest: Sha256 | null, answer: Answer): boolean {
    if (!this.#onScreen.isArmed(id)) return false;
    const client = this.#bursts.clientOf(id);
    if (client !== null) {
      if (answer.kind === 'several') return chosenOf(this.#groups(), client, answer) !== null;
      return answer.kind === 'deny' || answer.kind === 'not_mine';
    }
    const first = this.#groupOf(id)?.[0];
    return first?.id === id && digest === digestOfAsked(first.asked) && isFitting(first.asked, answer);
  }

  /** Takes the person's answer. @returns false when it does not count; nothing is settled then */
  answer(id: RequestId, digest: Sha256 | null, answer: Answer): boolean {
    if (!this.accepts(id, digest, answer)) return false;
    if (answer.kind !== 'seen') this.#answered += 1;
    const members = this.#members(id);
    switch (answer.kind) {
      case 'allow':
      case 'several':
        for (const [waiting, yes] of this.#allowed(id, answer)) waiting.settle(yes);
        if (answer.kind === 'several' && answer.others === 'deny') {
          for (const each of members) if (this.#waiting.has(each.id)) each.settle(denied);
        }
        break;
      case 'deny':
      case 'admit':
        for (const each of members) each.settle(answer);
        break;
      case 'not_mine':
      case 'seen':
        for (const each of members) each.settle({ kind: 'not_mine' });
        break;
    }
    return true;
  }

  /** The person saved the value a wish asked for; a wish that is gone by then is no loss. */
  fulfil(id: RequestId): void {
    const waiting = this.#waiting.get(id);
    if (waiting?.asked.kind !== 'wish') return;
    this.#answered += 1;
    waiting.settle({ kind: 'allow', lasting: { kind: 'once' }, runs: 1, reach: 'exact', without: [], timeoutMs: null });
  }

  /** Denying is safe from anywhere, drawn or not. @throws BrokerError unknown_request */
  deny(id: RequestId): void {
    const members = this.#members(id);
    if (members.length === 0) throw new BrokerError('unknown_request');
    if (members[0]?.asked.kind !== 'changed') this.#answered += 1;
    for (const each of members) each.settle(denied);
  }

  /** What is allowed has changed: questions that are settled by it are not asked any more. */
  recheck(): void {
    for (const { asked, settle } of [...this.#waiting.values()]) {
      if ((asked.kind === 'run' || asked.kind === 'call') && asked.isDecided()) settle({ kind: 'decided' });
    }
  }

  /** The name that a wish is about, and whether for a new value of what is there; null: it is no wish. */
  wishOf(id: RequestId): Pick<SecretWish, 'name' | 'update'> | null {
    const asked = this.#waiting.get(id)?.asked;
    return asked?.kind === 'wish' ? asked.wish : null;
  }

  clientOf(id: RequestId): ClientId | null {
    return this.#waiting.get(id)?.clientId ?? this.#bursts.clientOf(id);
  }

  /** The run or call that a question is about; null: it is about none, or about several. */
  actionOf(id: RequestId): Action | CallAction | null {
    const asked = this.#groupOf(id)?.[0].asked;
    return asked === undefined ? null : actionOfAsked(asked);
  }

  #allowed(id: RequestId, answer: Extract<Answer, { kind: 'allow' | 'several' }>): ReturnType<typeof settlements> {
    if (answer.kind === 'allow') return settlements(this.#groupOf(id) ?? [], answer);
    const client = this.#bursts.clientOf(id);
    const chosen = client === null ? null : chosenOf(this.#groups(), client, answer);
    return (chosen ?? []).flatMap(({ group, answer: yes }) => settlements(group, yes));
  }

  #groups(): readonly Group[] {
    return groupsOf(this.#waiting.values());
  }

  #groupOf(id: RequestId): Group | null {
    return this.#groups().find((group) => group.some((each) => each.id === id)) ?? null;
  }

  /** All that a no to this question is a no to. */
  #members(id: RequestId): readonly Waiting[] {
    const client = this.#bursts.clientOf(id);
    if (client === null) return this.#groupOf(id) ?? [];
    return [...this.#waiting.values()].filter(({ clientId, asked }) => clientId === client && asked.kind === 'run');
  }

  #add(waiting: Waiting): void {
    const isNew = ![...this.#waiting.values()].some(({ key }) => key === waiting.key);
    this.#waiting.set(waiting.id, waiting);
    if (isNew && waiting.asked.kind === 'run') this.#bursts.asked(waiting.clientId, this.#clock.now());
    this.changed.notify();
  }

  #remove(id: RequestId): void {
    const clientId = this.#waiting.get(id)?.clientId;
    this.#waiting.delete(id);
    this.#onScreen.forget(id);
    if (clientId === undefined || [...this.#waiting.values()].some((each) => each.clientId === clientId)) return;
    const list = this.#bursts.listOf(clientId);
    if (list !== null) this.#onScreen.forget(list);
    this.#bursts.over(clientId);
  }

  #expire(id: RequestId): void {
    const waiting = this.#waiting.get(id);
    if (waiting !== undefined && waiting.asked.kind !== 'changed') this.#answered += 1;
    waiting?.settle({ kind: 'expired' });
  }
}
