// From a frozen call to yes or no: by policy, grants and scope, or by asking the person. SECURITY P2, P3: each answer of the person
// is on record first; that a rule, grant or scope was used goes on record with the call itself, and without it nothing is sent.
import type { CallAction } from '../../contract/call.ts';
import { assertNever, faultMessages } from '../../contract/fault.ts';
import { gatewayLimits } from '../../contract/gateway.ts';
import type { Settled } from '../approvals/waiting.ts';
import { callOffers } from '../grants/call-coverage.ts';
import type { Verdict } from '../policy/evaluate.ts';
import { evaluateCall } from '../policy/evaluate-call.ts';
import { denialWords, reasoningWords, unaskedWords } from '../policy/reasoning-words.ts';
import { digestOf } from '../runs/action.ts';
import { cancelled, type RequestHandle } from '../runs/request-entry.ts';
import type { CallHouse, CallOutcome } from './call-house.ts';

export interface AllowedCall {
  readonly kind: 'allowed';
  readonly by: 'approval' | 'grant' | 'rule' | 'scope';
  /** The grant it goes under; null: under none. */
  readonly grant: string | null;
  /** The longest it may take, in milliseconds. */
  readonly timeoutMs: number;
}

export type JudgedCall = AllowedCall | Extract<CallOutcome, { kind: 'denied' | 'expired' | 'cancelled' | 'failed' }>;

export interface AskedCall {
  /** What is sent. */
  readonly call: CallAction;
  /** As it is drawn and written down. */
  readonly shown: CallAction;
  /** As it is drawn: who asks says that it is for this. */
  readonly purpose: string | null;
}

export type CallHandle = Pick<RequestHandle, 'id' | 'signal' | 'askedAt' | 'waitsFor'>;

/** Never asks what a grant, a rule or the scope decides, also when that came while the question waited. */
export async function judgeCall(house: CallHouse, asked: AskedCall, handle: CallHandle): Promise<JudgedCall> {
  for (;;) {
    const verdict = verdictOn(house, asked.call);
    switch (verdict.decision) {
      case 'deny':
        return await deny(house, asked, verdict, handle);
      case 'allow': {
        const allowed = spare(house, asked.call, verdict, handle);
        if (allowed !== null) return allowed;
        break;
      }
      case 'ask': {
        const judged = await ask(house, asked, verdict, handle);
        if (judged !== 'again') return judged;
        break;
      }
      default:
        return assertNever(verdict.decision);
    }
  }
}

function verdictOn({ policy, grants, denials, clock, secrets }: CallHouse, call: CallAction): Verdict {
  const tagsOf = (name: CallAction['secrets'][number]['name']) => secrets.tagsOf(name);
  return evaluateCall(call, { policy: policy.current, grants, denials, tagsOf, now: clock.now() });
}

async function deny(
  house: CallHouse,
  asked: AskedCall,
  { reasoning, reason }: Verdict,
  handle: CallHandle,
): Promise<JudgedCall> {
  const { call, shown } = asked;
  if (reasoning.by === 'tier') {
    const about = [...new Set(call.secrets.filter(({ tier }) => tier === 'never').map(({ name }) => name))];
    await house.audit.record({ kind: 'call.refused', ...placed(house, shown, handle), code: 'tier_forbids' });
    return { kind: 'failed', code: 'tier_forbids', message: faultMessages.tier_forbids, about };
  }
  const texts = await house.words.search([reasoningWords(reasoning), reason ?? denialWords(reasoning) ?? '']);
  const [says = '', told = ''] = texts.texts;
  const by = reasoning.by === 'remembered' ? 'remembered' : 'rule';
  await recordDenied(house, asked, handle, { by, says: says.slice(0, 500) });
  return { kind: 'denied', by, reason: told === '' ? null : told };
}

/** null: the grant has just ended, so look again. */
function spare(
  house: CallHouse,
  call: CallAction,
  { reasoning, rule, seconds }: Verdict,
  { id: requestId }: CallHandle,
): AllowedCall | null {
  const at = house.clock.now();
  const audited = { at, requestId, client: call.client, action: digestOf(call) };
  const timeoutMs = Math.min(call.timeoutMs, seconds === null ? Infinity : seconds * 1000);
  if (reasoning.by === 'scope') return { kind: 'allowed', by: 'scope', grant: null, timeoutMs };
  if (reasoning.by === 'grant') {
    if (!house.grants.spend(reasoning.id)) return null;
    house.prompts.spared();
    house.audit.note({ kind: 'grant.used', ...audited, grant: reasoning.id });
    return { kind: 'allowed', by: 'grant', grant: reasoning.id, timeoutMs };
  }
  if (rule !== null) {
    house.audit.note({ kind: 'rule.used', ...audited, rule: rule.id });
    house.policy.markUsed(rule.id, at);
  }
  house.prompts.spared();
  return { kind: 'allowed', by: 'rule', grant: null, timeoutMs };
}

async function ask(
  house: CallHouse,
  asked: AskedCall,
  verdict: Verdict,
  handle: CallHandle,
): Promise<JudgedCall | 'again'> {
  const { call, shown, purpose } = asked;
  // What the person cannot be shown whole is not asked about.
  if (call.body === 'streamed') return await refuse(house, asked, handle, 'body_not_askable');
  if (isCrowded(house, call)) return await refuse(house, asked, handle, 'too_many_requests');
  const secrets = [...new Set(call.secrets.map(({ name }) => name))];
  // On disk with the question, so that a denied call can be told of as well.
  house.audit.note({ kind: 'call.asked', ...placed(house, shown, handle), action: digestOf(call), secrets });
  await house.audit.record({ kind: 'approval.asked', at: house.clock.now(), ...audited(call, handle) });
  // Others may have been put meanwhile; this one is put in the same turn of the loop.
  if (isCrowded(house, call)) return await refuse(house, asked, handle, 'too_many_requests');
  handle.waitsFor('approval');
  const settled = await house.approvals.ask(
    { id: handle.id, clientId: call.client.id, askedAt: handle.askedAt, signal: handle.signal },
    {
      ...{ kind: 'call', call, shown, purpose },
      offers: callOffers(call, house.policy.canExpress(call)),
      isDecided: () => verdictOn(house, call).decision !== 'ask',
    },
  );
  return await answered(house, asked, settled, { handle, verdict });
}

/** SECURITY P9: nobody is worn down by the questions of one agent. */
function isCrowded({ approvals }: CallHouse, { client }: CallAction): boolean {
  return approvals.callsOf(client.id) >= gatewayLimits.questions;
}

async function refuse(
  house: CallHouse,
  { shown }: AskedCall,
  handle: CallHandle,
  code: 'body_not_askable' | 'too_many_requests',
): Promise<JudgedCall> {
  await house.audit.record({ kind: 'call.refused', ...placed(house, shown, handle), code });
  return { kind: 'failed', code, message: faultMessages[code] };
}

/** Puts the answer on record and makes of it what it says. */
async function answered(
  house: CallHouse,
  asked: AskedCall,
  settled: Settled,
  { handle, verdict }: { readonly handle: CallHandle; readonly verdict: Verdict },
): Promise<JudgedCall | 'again'> {
  const { call } = asked;
  const on = { at: house.clock.now(), ...audited(call, handle) };
  switch (settled.kind) {
    case 'allow': {
      const { lasting, runs, reach } = settled;
      await house.audit.record({ kind: 'approval.allowed', ...on, lasting, reach, without: [] });
      house.grants.add(call, lasting, reach, runs);
      return { kind: 'allowed', by: 'approval', grant: null, timeoutMs: call.timeoutMs };
    }
    case 'deny': {
      const reason = settled.reason === null ? null : (await house.words.redact(settled.reason)).slice(0, 500);
      await house.audit.record({ kind: 'approval.denied', ...on, reason, remember: settled.remember });
      if (settled.remember !== 'no') house.denials.add(call, reason);
      return { kind: 'denied', by: 'person', reason };
    }
    case 'not_mine':
      await house.audit.record({ kind: 'approval.denied', ...on, reason: null, remember: 'no' });
      return { kind: 'denied', by: 'person', reason: null };
    case 'expired':
      await house.audit.record({ kind: 'approval.expired', ...on });
      return { kind: 'expired', waitedFor: 'approval' };
    case 'withdrawn': {
      const outcome = cancelled(handle.signal);
      await house.audit.record({ kind: 'approval.withdrawn', ...on, by: outcome.by });
      return outcome;
    }
    case 'decided':
      return 'again';
    case 'absent': {
      const [says = ''] = (await house.words.search([reasoningWords(verdict.reasoning)])).texts;
      await recordDenied(house, asked, handle, { by: 'headless', says: says.slice(0, 500) });
      return { kind: 'denied', by: 'headless', reason: unaskedWords(verdict.reasoning) };
    }
    default:
      return assertNever(settled);
  }
}

function recordDenied(
  house: CallHouse,
  { call, shown }: AskedCall,
  handle: CallHandle,
  why: { readonly by: 'remembered' | 'rule' | 'headless'; readonly says: string },
): Promise<void> {
  const action = digestOf(call);
  return house.audit.record({ kind: 'call.denied', ...placed(house, shown, handle), action, ...why });
}

function audited(call: CallAction, { id: requestId }: CallHandle) {
  return { requestId, client: call.client, action: digestOf(call) };
}

/** Where a call would have gone, as the log may hold it. */
export function placed(
  { clock }: CallHouse,
  { client, method, host, path }: CallAction,
  { id }: Pick<CallHandle, 'id'>,
) {
  return { at: clock.now(), requestId: id, client, method, host: host.slice(0, 300), path: path.slice(0, 2048) };
}
