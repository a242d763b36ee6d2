// From a frozen action to yes or no: by policy and grants, or by asking the person. SECURITY P2, P3: each answer of the person is
// on record first; that a rule or grant was used goes on record with the start of the run, and without it nothing starts.
import { assertNever, faultMessages } from '../../contract/fault.ts';
import type { Action, RunOutcome } from '../../contract/run.ts';
import type { SecretName } from '../../contract/vocabulary.ts';
import type { Settled } from '../approvals/waiting.ts';
import { offersFor } from '../grants/lastingness.ts';
import { evaluate, mayRun, type Verdict } from '../policy/evaluate.ts';
import { denialWords, reasoningWords, unaskedWords } from '../policy/reasoning-words.ts';
import { digestOf, narrowed } from './action.ts';
import type { RequestHandle } from './request-entry.ts';
import { cancelled } from './request-entry.ts';
import type { OneRunHouse } from './run-house.ts';
import type { JudgedAction } from './shown-action.ts';

export interface Allowed {
  readonly kind: 'allowed';
  /** What may run: the action, or less of it. */
  readonly action: Action;
  /** The same as it is drawn and written down. */
  readonly shown: Action;
  readonly by: 'approval' | 'grant' | 'rule';
  /** The grant it runs under; null: under none. */
  readonly grant: string | null;
}

export type Judged = Allowed | Extract<RunOutcome, { kind: 'denied' | 'expired' | 'cancelled' | 'failed' }>;

/** Never asks what a grant or rule decides, also when that came while the question waited. */
export async function judgeAction(house: OneRunHouse, asked: JudgedAction, handle: RequestHandle): Promise<Judged> {
  const { action } = asked;
  const audited = { requestId: handle.id, client: action.client, action: digestOf(action) };
  for (;;) {
    const verdict = verdictOn(house, action);
    switch (verdict.decision) {
      case 'deny':
        return await deny(house, action, verdict, audited);
      case 'allow': {
        const spared = spare(house, asked, verdict, audited);
        if (spared !== null) return spared;
        break;
      }
      case 'ask': {
        const judged = await ask(house, asked, handle, audited);
        if (judged === 'absent') return await denyUnasked(house, verdict, audited);
        if (judged !== 'again') return judged;
        break;
      }
      default:
        return assertNever(verdict.decision);
    }
  }
}

/** What policy, grants and remembered denials say to it now. */
function verdictOn(house: OneRunHouse, action: Action): Verdict {
  const { policy, grants, denials, clock, home } = house;
  const tagsOf = (name: SecretName) => house.secrets.tagsOf(name);
  return evaluate(action, { policy: policy.current, grants, denials, tagsOf, now: clock.now(), home });
}

type Audited = {
  readonly requestId: RequestHandle['id'];
  readonly client: Action['client'];
  readonly action: ReturnType<typeof digestOf>;
};

async function deny(
  house: OneRunHouse,
  { secrets }: Action,
  { reasoning, reason }: Verdict,
  audited: Audited,
): Promise<Judged> {
  const texts = await house.words.search([reasoningWords(reasoning), reason ?? denialWords(reasoning) ?? '']);
  const [says = '', told = ''] = texts.texts;
  const at = house.clock.now();
  if (reasoning.by === 'tier') {
    const { requestId, client } = audited;
    house.audit.record({ kind: 'run.refused', at, requestId, client, code: 'tier_forbids' });
    const about = [...new Set(secrets.flatMap(({ name, tier }) => (mayRun(tier) ? [] : [name])))];
    return { kind: 'failed', code: 'tier_forbids', message: faultMessages.tier_forbids, about };
  }
  const by = reasoning.by === 'remembered' ? 'remembered' : 'rule';
  house.audit.record({ kind: 'run.denied', at, ...audited, by, says: says.slice(0, 500) });
  return { kind: 'denied', by, reason: told === '' ? null : told };
}

/** Only a person could have allowed it, and there is none to ask. */
async function denyUnasked(house: OneRunHouse, { reasoning }: Verdict, audited: Audited): Promise<Judged> {
  const [says = ''] = (await house.words.search([reasoningWords(reasoning)])).texts;
  const at = house.clock.now();
  house.audit.record({ kind: 'run.denied', at, ...audited, by: 'headless', says: says.slice(0, 500) });
  return { kind: 'denied', by: 'headless', reason: unaskedWords(reasoning) };
}

/** null: the grant has just ended, so look again. */
function spare(
  house: OneRunHouse,
  { action, shown }: JudgedAction,
  { reasoning, rule, seconds }: Verdict,
  audited: Audited,
): Allowed | null {
  const at = house.clock.now();
  if (reasoning.by === 'grant') {
    const { id } = reasoning;
    // Taken before it is on record: a grant that ended in this moment was not used, and one that cannot be recorded is used up.
    if (!house.grants.spend(id)) return null;
    house.audit.note({ kind: 'grant.used', at, ...audited, grant: id });
    house.prompts.spared();
    return { kind: 'allowed', action, shown, by: 'grant', grant: id };
  }
  if (rule !== null) {
    house.audit.note({ kind: 'rule.used', at, ...audited, rule: rule.id });
    house.policy.markUsed(rule.id, at);
  }
  house.prompts.spared();
  const less = narrowed(action, [], seconds === null ? null : seconds * 1000);
  return { kind: 'allowed', action: less, shown, by: 'rule', grant: null };
}

async function ask(
  house: OneRunHouse,
  asked: JudgedAction,
  handle: RequestHandle,
  audited: Audited,
): Promise<Judged | 'again' | 'absent'> {
  const { action, shown, holds } = asked;
  house.audit.record({ kind: 'approval.asked', at: house.clock.now(), ...audited });
  handle.waitsFor('approval');
  const settled = await house.approvals.ask(
    { id: handle.id, clientId: action.client.id, askedAt: handle.askedAt, signal: handle.signal },
    {
      kind: 'run',
      ...{ action, shown, holds },
      offers: offersFor(action, house.policy.canExpress(action)),
      since: house.lastAllowed.since(shown),
      isDecided: () => verdictOn(house, action).decision !== 'ask',
    },
  );
  return answered(house, asked, settled, { handle, audited });
}

/** Puts the answer on record and makes of it what it says. */
async function answered(
  house: OneRunHouse,
  { action, shown }: JudgedAction,
  settled: Settled,
  { handle, audited }: { readonly handle: RequestHandle; readonly audited: Audited },
): Promise<Judged | 'again' | 'absent'> {
  const at = house.clock.now();
  switch (settled.kind) {
    case 'allow': {
      const { lasting, runs, reach, without, timeoutMs } = settled;
      house.audit.record({ kind: 'approval.allowed', at, ...audited, lasting, reach, without: [...without] });
      const less = narrowed(action, without, timeoutMs);
      house.lastAllowed.add(narrowed(shown, without, timeoutMs), at);
      house.prompts.add({ action: less, at, answer: 'allow' });
      house.grants.add(less, lasting, reach, runs);
      return { kind: 'allowed', action: less, shown, by: 'approval', grant: null };
    }
    case 'deny': {
      const reason = settled.reason === null ? null : (await house.words.redact(settled.reason)).slice(0, 500);
      house.audit.record({ kind: 'approval.denied', at, ...audited, reason, remember: settled.remember });
      house.prompts.add({ action, at, answer: 'deny' });
      if (settled.remember !== 'no') house.denials.add(action, reason);
      return { kind: 'denied', by: 'person', reason };
    }
    case 'not_mine':
      house.audit.record({ kind: 'approval.denied', at, ...audited, reason: null, remember: 'no' });
      return { kind: 'denied', by: 'person', reason: null };
    case 'expired':
      house.audit.record({ kind: 'approval.expired', at, ...audited });
      return { kind: 'expired', waitedFor: 'approval' };
    case 'withdrawn': {
      const outcome = cancelled(handle.signal);
      house.audit.record({ kind: 'approval.withdrawn', at, ...audited, by: outcome.by });
      return outcome;
    }
    case 'decided':
      return 'again';
    case 'absent':
      return 'absent';
    default:
      return assertNever(settled);
  }
}
