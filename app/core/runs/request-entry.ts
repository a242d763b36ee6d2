// One open request as its table keeps it, and the outcomes of those that end by no answer.
import { faultCodeOf, faultMessages } from '../../contract/fault.ts';
import type { RequestOutcome, WaitingFor } from '../../contract/run.ts';
import type { ClientId, RequestId } from '../../contract/vocabulary.ts';
import type { Wanted } from './kept-requests.ts';

/** Why a request ends before its time. */
export type Withdrawal = Extract<RequestOutcome, { kind: 'cancelled' }>['by'];

/** Carries a request out, from the first check to its outcome. What it throws becomes a failed outcome. */
export type Work = (handle: RequestHandle) => Promise<RequestOutcome>;

export interface RequestHandle {
  readonly id: RequestId;
  /** As that of its holder. */
  readonly owner: string;
  readonly signal: AbortSignal;
  /** The person stops it. */
  stop(): void;
  /** When the person was first asked, in epoch ms, also before a restart; now, while they were not. An answer is due 10 minutes later. */
  readonly askedAt: number;
  /**
   * Says what the request waits for now; shown as progress. SECURITY P2: with `run` it is no longer kept, so that a crash never
   * runs it twice.
   * @throws BrokerError disk_full, profile_readonly, vault_in_use for `run`, which must not run then
   */
  waitsFor(what: WaitingFor): void;
}

/** Whose request it is. `owner` names the client and its key: an id alone is only a label. */
export interface Holder {
  readonly clientId: ClientId;
  readonly owner: string;
  readonly connection: string;
}

export class RequestEntry {
  readonly id: RequestId;
  readonly clientId: ClientId;
  readonly owner: string;
  readonly wanted: Wanted;
  readonly abort = new AbortController();
  readonly done = Promise.withResolvers<RequestOutcome>();
  connection: string | null = null;
  waitingFor: WaitingFor;
  /** null: the person was not asked yet. */
  askedAt: number | null = null;
  /** false: kept from before a restart, and nobody came back for it yet. */
  begun = false;
  outcome: RequestOutcome | null = null;
  stopTimer: () => void = () => {};

  constructor(id: RequestId, { clientId, owner }: Omit<Holder, 'connection'>, wanted: Wanted) {
    this.id = id;
    this.clientId = clientId;
    this.owner = owner;
    this.wanted = wanted;
    this.waitingFor = firstWait(wanted);
  }

  get isOpen(): boolean {
    return this.outcome === null;
  }
}

/** What a request waits for when the person is asked. */
export function firstWait({ kind }: Wanted): 'approval' | 'value' {
  return kind === 'wish' ? 'value' : 'approval';
}

/** The outcome of an aborted request; the signal's reason says who ended it. */
export function cancelled(signal: AbortSignal): Extract<RequestOutcome, { kind: 'cancelled' }> {
  const by: unknown = signal.reason;
  switch (by) {
    case 'person':
    case 'lock':
    case 'disconnect':
    case 'pause':
    case 'quit':
      return { kind: 'cancelled', by };
    default:
      return { kind: 'cancelled', by: 'agent' };
  }
}

export function failed(thrown: unknown): RequestOutcome {
  const code = faultCodeOf(thrown);
  return { kind: 'failed', code, message: faultMessages[code] };
}
