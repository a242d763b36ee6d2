// Everything a call of an HTTP API needs, handed over once by compose, and what the two doors (MCP and the gateway) hand in.
import type { BlockedOutcome, CallHeader } from '../../contract/call-outcome.ts';
import type { CallMethod, HttpAuth, Provider, Scope } from '../../contract/provider.ts';
import type { CallerProcess, RunOutcome } from '../../contract/run.ts';
import type { OwnSecretView } from '../../contract/secret.ts';
import type { ClientId, SecretName, Sha256 } from '../../contract/vocabulary.ts';
import type { GroupedRecord } from '../audit/grouped-record.ts';
import type { Forwarder } from '../ports/forwarder.ts';
import type { RunHouse } from '../runs/run-house.ts';
import type { RequestScan } from './request-scan.ts';

export interface CallHouse
  extends Pick<
    RunHouse,
    | 'secrets'
    | 'approvals'
    | 'grants'
    | 'denials'
    | 'prompts'
    | 'policy'
    | 'released'
    | 'references'
    | 'clock'
    | 'randomness'
    | 'log'
    | 'pause'
    | 'home'
    | 'touch'
    | 'words'
  > {
  readonly audit: GroupedRecord;
  readonly forwarder: Forwarder;
  /** SECURITY P1: what an agent sends out is searched before it goes. */
  readonly scan: RequestScan;
}

/** Who asks, as far as Postern knows. */
export interface CallAsker {
  readonly client: { readonly id: ClientId; readonly name: string };
  /** What an agent of the gateway said it is for when it was let in; null: it said nothing, or it is none. */
  readonly purpose: string | null;
  /** Nearest first; empty for an agent of the gateway. */
  readonly caller: readonly CallerProcess[];
  readonly session: Sha256 | null;
  /** Whether it may go on: asked again after every wait. SECURITY P8. @throws BrokerError when it may not */
  readonly requireStanding: () => void;
}

/** A request as a door has read and checked it: nothing of the caller's own sign-in is left in it. */
export interface CallWish {
  readonly method: CallMethod;
  /** Lower case; with a port where it is not 443. */
  readonly host: string;
  /** From the first slash; passed `readPath`. */
  readonly path: string;
  /** Without the `?`. */
  readonly query: string;
  /** Those of the allow-list alone. */
  readonly headers: readonly CallHeader[];
  /** null: none. It is read at most once. */
  readonly body: AsyncIterable<Uint8Array> | null;
  readonly secrets: readonly { readonly secret: OwnSecretView; readonly auth: HttpAuth }[];
  /** null: `http_request`. */
  readonly provider: Provider | null;
  /** The scope of the token that covers it; null: none does, and policy alone decides. */
  readonly scope: Scope | null;
  readonly privateAddress: boolean;
  readonly timeoutMs: number;
  readonly reason: string | null;
}

/** Where the answer goes, redacted. */
export interface CallSink {
  head(status: number, headers: readonly CallHeader[]): void;
  /** The next part may come when the promise resolves. @throws when nobody takes it any more */
  part(bytes: Uint8Array): Promise<void>;
}

/** What came of it; of an answer everything but the body, which went to the sink. */
export type CallOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly answerBytes: number;
      readonly redactions: readonly { readonly name: SecretName; readonly count: number }[];
      readonly durationMs: number;
    }
  | BlockedOutcome
  | Extract<RunOutcome, { kind: 'denied' | 'expired' | 'cancelled' | 'failed' }>;
