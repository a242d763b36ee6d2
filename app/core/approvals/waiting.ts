// One question in the queue, and which of them are the same question asked again.
import type { Offers, SinceLast, WishedSecret } from '../../contract/approval.ts';
import type { CallAction } from '../../contract/call.ts';
import type { PairingQuestion } from '../../contract/client.ts';
import type { AgentQuestion } from '../../contract/gateway.ts';
import type { Lasting, Reach } from '../../contract/lasting.ts';
import type { Scope } from '../../contract/provider.ts';
import type { Action, ActionChange } from '../../contract/run.ts';
import type { ClientId, RequestId, SecretName, Sha256 } from '../../contract/vocabulary.ts';
import type { ExportWish, LongerWish, SecretWish } from '../../contract/wish.ts';
import { canonicalJson, sha256Hex } from '../crypto/digest.ts';
import { digestOf } from '../runs/action.ts';

/** Whose question it is. */
export interface Asker {
  readonly id: RequestId;
  readonly clientId: ClientId;
  /** When it was first asked: its life counts from there, across a restart too. */
  readonly askedAt: number;
  readonly signal: AbortSignal;
}

export type Asked =
  | {
      readonly kind: 'run';
      readonly action: Action;
      /** As it is drawn: no value of the vault is left in its texts. */
      readonly shown: Action;
      /** Secrets whose values stand in the command itself. */
      readonly holds: readonly SecretName[];
      readonly offers: Offers;
      readonly since: SinceLast | null;
      /** Asked again after every change of what is allowed: whether the question is settled without an answer. */
      readonly isDecided: () => boolean;
    }
  | {
      readonly kind: 'call';
      readonly call: CallAction;
      /** As it is drawn. */
      readonly shown: CallAction;
      /** A claim of who asks, as it is drawn; no part of what a yes is for. */
      readonly purpose: string | null;
      readonly offers: Offers;
      readonly isDecided: () => boolean;
    }
  /** Told, not asked: it was allowed and then not run. The action as it is drawn. */
  | { readonly kind: 'changed'; readonly action: Action; readonly changes: readonly ActionChange[] }
  | { readonly kind: 'pairing'; readonly pairing: PairingQuestion }
  | AgentAsked
  | { readonly kind: 'wish'; readonly wish: SecretWish; readonly clientName: string; readonly there: WishedSecret }
  | { readonly kind: 'longer'; readonly wish: LongerWish; readonly clientName: string }
  | { readonly kind: 'export'; readonly wish: ExportWish; readonly clientName: string };

/** An agent wants to be let in at the gateway. */
export interface AgentAsked {
  readonly kind: 'agent';
  readonly agent: AgentQuestion;
}

/** What comes back to whoever asked. */
export type Settled =
  | {
      readonly kind: 'allow';
      readonly lasting: Lasting;
      /** How many runs this answer has allowed already: so many uses are gone. */
      readonly runs: number;
      readonly reach: Reach;
      readonly without: readonly SecretName[];
      readonly timeoutMs: number | null;
    }
  | { readonly kind: 'deny'; readonly reason: string | null; readonly remember: 'no' | 'session' | 'rule' }
  | { readonly kind: 'not_mine' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'withdrawn' }
  /** A grant or rule that came meanwhile decides it: evaluate again. */
  | { readonly kind: 'decided' }
  /** Postern runs without a window: nobody can be asked. */
  | { readonly kind: 'absent' };

/** What comes back about an agent. `admit`: with these of the scopes it asked for. */
export type AgentSettled =
  | { readonly kind: 'admit'; readonly scopes: readonly Scope[] }
  | Exclude<Settled, { readonly kind: 'allow' | 'decided' }>;

export interface Waiting {
  readonly id: RequestId;
  readonly clientId: ClientId;
  readonly asked: Asked;
  /** The same for requests that differ in nothing a person could decide by. */
  readonly key: string;
  readonly askedAt: number;
  readonly expiresAt: number;
  readonly settle: (settled: Settled | AgentSettled) => void;
}

/** Requests that differ in nothing a person could decide by; the first one is drawn. */
export type Group = readonly [Waiting, ...Waiting[]];

/** In the order of their first request. Only runs and calls are ever the same. */
export function groupsOf(waiting: Iterable<Waiting>): readonly Group[] {
  const groups = new Map<string, [Waiting, ...Waiting[]]>();
  for (const each of waiting) {
    const group = groups.get(each.key);
    if (group === undefined) groups.set(each.key, [each]);
    else group.push(each);
  }
  return [...groups.values()];
}

/** Of a run or a call everything but its nonce, its time, the agent's words and the process numbers; anything else is like no other. */
export function keyOf(id: RequestId, asked: Asked): string {
  const action = actionOfAsked(asked);
  return action === null ? id : sameKey(action);
}

/** What a yes would let happen; null: the question is about something else. */
export function actionOfAsked(asked: Asked): Action | CallAction | null {
  switch (asked.kind) {
    case 'run':
      return asked.action;
    case 'call':
      return asked.call;
    default:
      return null;
  }
}

function sameKey(action: Action | CallAction): Sha256 {
  const { nonce: _nonce, frozenAt: _frozenAt, reason: _reason, caller, ...rest } = action;
  return sha256Hex(canonicalJson({ ...rest, caller: caller.map(({ exe, name }) => exe ?? name) }));
}

/** Of the thing that the answer is about; null for what has no action. */
export function digestOfAsked(asked: Asked): Sha256 | null {
  const action = actionOfAsked(asked);
  return action === null ? null : digestOf(action);
}

export function nameIn(asked: Asked): string {
  switch (asked.kind) {
    case 'run':
    case 'call':
      return asked.shown.client.name;
    case 'changed':
      return asked.action.client.name;
    case 'pairing':
      return asked.pairing.claimedName;
    case 'agent':
      return asked.agent.claims.name;
    case 'wish':
    case 'longer':
    case 'export':
      return asked.clientName;
  }
}
