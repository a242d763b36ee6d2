// A call that gets the output of its run while it waits for it.
import type { RequestAnswer } from '../contract/run.ts';
import type { RequestId } from '../contract/vocabulary.ts';
import type { Holder } from '../core/runs/request-entry.ts';
import type { RunHouse } from '../core/runs/run-house.ts';
import type { CallContext } from './connection.ts';

export interface LiveCall {
  readonly id: RequestId;
  readonly holder: Holder;
  readonly context: CallContext;
  /** Aborts when the connection is gone: what comes then is kept for the next one. */
  readonly gone: AbortSignal;
}

/** SECURITY P8: parts of a run come to who owns it, for as long as the call waits. */
export async function waitLive(
  { live, clients }: Pick<RunHouse, 'live' | 'clients'>,
  { id, holder, context, gone }: LiveCall,
  wait: () => Promise<RequestAnswer>,
): Promise<RequestAnswer> {
  if (clients.hidesFindings(holder.clientId)) {
    // What only looks like a secret is told in the output as a whole: such a client gets it at its end.
    const answer = await wait();
    tellWhole(answer, context);
    return answer;
  }
  const unfollow = live.follow({ id, owner: holder.owner }, context.live);
  gone.addEventListener('abort', unfollow, { once: true });
  try {
    return await wait();
  } finally {
    unfollow();
  }
}

function tellWhole(answer: RequestAnswer, context: CallContext): void {
  if (answer.state !== 'done' || answer.outcome.kind !== 'completed') return;
  const { output, withheld } = answer.outcome;
  if (withheld !== null) void context.live({ kind: 'withheld', reason: withheld });
  else if (output !== '') void context.live({ kind: 'text', stream: 'out', text: output });
}
