// A queue of questions with a clock that the test moves, and a person who answers what was drawn.
import { type Answer, armedAfterMs, type Question } from '../../contract/approval.ts';
import type { Action } from '../../contract/run.ts';
import { RequestId } from '../../contract/vocabulary.ts';
import { FakeClock } from '../fake-clock.testkit.ts';
import { offersFor } from '../grants/lastingness.ts';
import { Approvals } from './approvals.ts';
import type { Settled } from './waiting.ts';

export const requestId = (n: number): RequestId => RequestId.parse(`req_${String(n).padStart(32, '0')}`);
export const yes = {
  kind: 'allow',
  lasting: { kind: 'once' },
  runs: 1,
  reach: 'exact',
  without: [],
  timeoutMs: null,
} as const;
export const no = { kind: 'deny', reason: null, remember: 'no' } as const;

export interface Queue {
  readonly clock: FakeClock;
  readonly approvals: Approvals;
  /** The next request asks for this. */
  ask(action: Action, signal?: AbortSignal, isDecided?: () => boolean): { id: RequestId; settled: Promise<Settled> };
  /** Draws the question, waits until it is armed, and answers by what was drawn. */
  answer(question: Question | null, answer: Answer): boolean;
}

export function startQueue(): Queue {
  const clock = new FakeClock();
  const approvals = new Approvals(clock, '/home/me');
  let last = 0;
  return {
    clock,
    approvals,
    ask: (action, signal = new AbortController().signal, isDecided = () => false) => {
      last += 1;
      const id = requestId(last);
      const asker = { id, clientId: action.client.id, askedAt: clock.now(), signal };
      const shown = { shown: action, holds: [], since: null };
      const asked = { kind: 'run' as const, action, ...shown, offers: offersFor(action, true), isDecided };
      return { id, settled: approvals.ask(asker, asked) };
    },
    answer: (question, answer) => {
      if (question === null) return false;
      approvals.drawn(question.id, new AbortController().signal);
      clock.pass(armedAfterMs);
      const digest = question.kind === 'run' || question.kind === 'several' ? question.digest : null;
      return approvals.answer(question.id, digest, answer);
    },
  };
}
