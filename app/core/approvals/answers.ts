// Which answer counts for which question, and what it comes to. SECURITY P2: a yes names the digests that were drawn, and is
// for nothing that was not offered. Pure.
import type { Answer } from '../../contract/approval.ts';
import type { ClientId } from '../../contract/vocabulary.ts';
import { isOffered } from '../grants/lastingness.ts';
import { type Asked, digestOfAsked, type Group, type Settled, type Waiting } from './waiting.ts';

type Allow = Extract<Answer, { kind: 'allow' }>;
type Several = Extract<Answer, { kind: 'several' }>;
type Yes = Extract<Settled, { kind: 'allow' }>;

/**
 * Only the saved value itself fulfils a wish, only a run or a call can last, only an agent is admitted, with nothing that it did not
 * ask for (P9), and only what was told is seen.
 */
export function isFitting(asked: Asked, answer: Answer): boolean {
  switch (answer.kind) {
    case 'allow': {
      if (isPlain(asked)) return answer.lasting.kind === 'once';
      if (asked.kind === 'call') return isWhole(answer) && isOffered(asked.offers, answer.lasting, answer.reach);
      if (asked.kind !== 'run') return false;
      const { secrets, timeoutMs } = asked.action;
      const isSome = secrets.length === 0 || secrets.some(({ name }) => !answer.without.includes(name));
      const isTime = answer.timeoutMs === null || answer.timeoutMs <= timeoutMs;
      return isSome && isTime && isOffered(asked.offers, answer.lasting, answer.reach);
    }
    case 'admit':
      return asked.kind === 'agent' && answer.scopes.every((scope) => asked.agent.claims.scopes.includes(scope));
    case 'seen':
      return asked.kind === 'changed';
    case 'several':
      return false;
    case 'deny':
    case 'not_mine':
      return asked.kind !== 'changed';
  }
}

/** Of a call nothing is taken away. */
function isWhole({ without, timeoutMs }: Allow): boolean {
  return without.length === 0 && timeoutMs === null;
}

/** A yes or a no, and nothing to choose. */
function isPlain({ kind }: Asked): boolean {
  return kind === 'pairing' || kind === 'longer' || kind === 'export';
}

export interface Chosen {
  readonly group: Group;
  readonly answer: Allow;
}

/**
 * What the answer to a client's list allows: each run by the digest that was drawn, and none that deserves a look of its own.
 * What is more than a read is allowed exactly as it is. null: one does not fit, so nothing counts.
 */
export function chosenOf(groups: readonly Group[], client: ClientId, answer: Several): readonly Chosen[] | null {
  const chosen = answer.allowed.map(({ id, digest, times }): Chosen | null => {
    const group = groups.find(([first]) => first.id === id && first.clientId === client);
    if (group === undefined || group[0].asked.kind !== 'run' || digestOfAsked(group[0].asked) !== digest) return null;
    const { action, offers } = group[0].asked;
    const isMild = action.risk === 'read' || action.risk === 'write';
    const reach = offers.reaches.includes(answer.reach) ? answer.reach : 'exact';
    const isGiven = answer.lasting.kind !== 'rule' && isOffered(offers, answer.lasting, reach);
    if (!isMild || offers.onceOnly !== null || !isGiven) return null;
    return { group, answer: { kind: 'allow', lasting: answer.lasting, reach, without: [], timeoutMs: null, times } };
  });
  const fitting = chosen.filter((each) => each !== null);
  return fitting.length === chosen.length ? fitting : null;
}

/** What each request of the group hears, as far as the person saw how many there were. */
export function settlements(group: readonly Waiting[], answer: Allow): readonly (readonly [Waiting, Yes])[] {
  const { without, timeoutMs, reach, lasting, times } = answer;
  const yes: Yes = { kind: 'allow', lasting: { kind: 'once' }, runs: 1, reach, without, timeoutMs };
  const answered = group.slice(0, times);
  // Only one of them makes a grant, of which all of them are uses.
  const lastingYes: Yes = { ...yes, lasting, runs: answered.length };
  return answered.map((each, at) => [each, at === 0 ? lastingYes : yes] as const);
}
