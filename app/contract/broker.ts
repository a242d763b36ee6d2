// The wire between shim and broker: newline-delimited JSON frames, parsed on both sides.
import { z } from 'zod';
import { CallRequest } from './call.ts';
import { FaultCode } from './fault-code.ts';
import { LivePart } from './live.ts';
import { RequestAnswer, RunRequest, WaitingFor } from './run.ts';
import { TextFinding } from './scan.ts';
import { SecretView } from './secret.ts';
import { ClientId, EpochMs, RequestId, SecretName, Sha256, VaultState } from './vocabulary.ts';
import { ExportWish, LongerWish, SecretWish } from './wish.ts';

export const protocolVersion = 1;
/** A frame longer than this, in bytes without its newline, closes the connection. Room for a 4 MiB output in JSON escapes. */
export const maxFrameBytes = 16 * 1024 * 1024;
/** From an agent: a command, stdin and names; anything more is hostile. */
export const maxRequestFrameBytes = 4 * 1024 * 1024;

export const SessionView = z.object({
  state: VaultState,
  /** When the vault locks by itself; null while locked. */
  locksAt: EpochMs.nullable(),
  secretCount: z.int().nonnegative().nullable(),
  waiting: z.int().nonnegative(),
});
export type SessionView = z.infer<typeof SessionView>;

/** Each part narrows. `project`: also what belongs to any project. */
export const SecretFilter = z.object({
  tag: z.string().max(40).optional(),
  glob: z.string().max(256).optional(),
  project: z.string().max(40).optional(),
  environment: z.string().max(40).optional(),
});
export type SecretFilter = z.infer<typeof SecretFilter>;

const SecretPick = z.object({ name: z.string().min(1).max(256) });

const waitMs = z
  .int()
  .min(0)
  .max(24 * 3_600_000);

/** true: while it runs, its redacted output comes in `live` frames. Who reads them slowly slows the command down. */
const live = z.boolean().optional();

/** 32 random bytes in base64url; only its hash is kept. */
const ClientKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** Method → what goes in and what comes out. The one table of what an agent can ask of the broker. */
export const brokerMethods = {
  'secrets.list': { params: SecretFilter, result: z.object({ secrets: z.array(SecretView) }) },
  /** `name`: a name or a glob. `near`: of a name that nothing has. */
  'secrets.exists': {
    params: SecretPick,
    result: z.object({ matches: z.int().nonnegative(), near: z.array(SecretName) }),
  },
  /** null: nothing has this name. */
  'secrets.view': {
    params: SecretPick,
    result: z.object({ secret: SecretView.nullable(), near: z.array(SecretName) }),
  },
  'session.status': { params: z.object({}), result: SessionView },
  'session.lock': { params: z.object({}), result: SessionView },
  /** Its size is judged in the core, so that a refusal has words of its own. */
  'text.scan': { params: z.object({ text: z.string() }), result: z.object({ findings: z.array(TextFinding) }) },
  /** Answers `pending` after `waitMs`; the request lives on. */
  'run.start': { params: z.object({ request: RunRequest, waitMs, live }), result: RequestAnswer },
  'call.start': { params: z.object({ request: CallRequest, waitMs }), result: RequestAnswer },
  'secret.request': { params: z.object({ wish: SecretWish, waitMs }), result: RequestAnswer },
  /** Unless it is used, the session ends in so many ms; never later than it would. */
  'session.shorten': {
    params: z.object({
      ms: z
        .int()
        .min(0)
        .max(24 * 3_600_000),
    }),
    result: SessionView,
  },
  'session.extend': { params: z.object({ wish: LongerWish, waitMs }), result: RequestAnswer },
  /** After the person's yes this connection may read the log, until it closes or Postern locks. */
  'audit.export': { params: z.object({ wish: ExportWish, waitMs }), result: RequestAnswer },
  /** Newest first; `before` is a sequence to go on from. `json`: an `AuditEntry`, whose shapes a shim need not carry. */
  'audit.page': {
    params: z.object({ before: z.int().positive().nullable(), limit: z.int().min(1).max(500) }),
    result: z.object({ entries: z.array(z.object({ sequence: z.int().positive(), json: z.string() })) }),
  },
  'request.wait': { params: z.object({ requestId: RequestId, waitMs, live }), result: RequestAnswer },
  /** The key that the client made because the welcome asked for one. */
  'client.rotate': { params: z.object({ key: ClientKey }), result: z.object({}) },
  'request.cancel': { params: z.object({ requestId: RequestId }), result: z.object({ cancelled: z.boolean() }) },
} as const;

export type BrokerMethod = keyof typeof brokerMethods;
export type ParamsOf<M extends BrokerMethod> = z.infer<(typeof brokerMethods)[M]['params']>;
export type ResultOf<M extends BrokerMethod> = z.infer<(typeof brokerMethods)[M]['result']>;

/** The same table, typed so that a method picked at run time keeps its own params and result. */
export const methodTable: {
  readonly [M in BrokerMethod]: { readonly params: z.ZodType<ParamsOf<M>>; readonly result: z.ZodType<ResultOf<M>> };
} = brokerMethods;

export function isBrokerMethod(name: string): name is BrokerMethod {
  return Object.hasOwn(brokerMethods, name);
}

/** What a waiting call tells the person, who reads it in the agent's own window. */
export const waitingWords: Readonly<Record<WaitingFor, string>> = {
  pairing: 'Waiting for you to let this agent in, in Postern',
  unlock: 'Waiting for you to unlock Postern',
  approval: 'Waiting for you to approve in Postern',
  value: 'Waiting for you to type the value into Postern',
  run: 'It is under way',
};

/** First frame of a connection. `claims` are shown as claims and decide nothing. */
export const Hello = z.strictObject({
  type: z.literal('hello'),
  protocol: z.int(),
  client: ClientId,
  key: ClientKey,
  claims: z.strictObject({ name: z.string().max(200), version: z.string().max(100) }),
  /** SHA-256 of the agent's own session id, never the id. */
  session: Sha256.nullable(),
});
export type Hello = z.infer<typeof Hello>;

export const Call = z.strictObject({
  type: z.literal('call'),
  id: z.int().positive(),
  method: z.string().max(64),
  params: z.unknown(),
});
export type Call = z.infer<typeof Call>;

/** Withdraws a call and the request behind it. */
export const Cancel = z.strictObject({ type: z.literal('cancel'), id: z.int().positive() });

/** What every version's first frame has; looked at before the rest, so that versions can differ in the rest. */
export const AnyHello = z.looseObject({ type: z.literal('hello'), protocol: z.int() });

export const ShimFrame = z.discriminatedUnion('type', [Hello, Call, Cancel]);
export type ShimFrame = z.infer<typeof ShimFrame>;

export const BrokerFrame = z.discriminatedUnion('type', [
  /** `rotate`: the client is to make itself a new key. */
  z.object({
    type: z.literal('welcome'),
    protocol: z.int(),
    version: z.string(),
    rotate: z.literal(true).optional(),
  }),
  /** What the request behind a call waits for; told at once and after each change, so that the shim knows how far it came. */
  z.object({ type: z.literal('progress'), id: z.int().positive(), waitingFor: WaitingFor }),
  z.object({ type: z.literal('live'), id: z.int().positive(), part: LivePart }),
  z.object({ type: z.literal('result'), id: z.int().positive(), result: z.unknown() }),
  /** id null: the connection itself is refused and will be closed. `retryMs`: asking again makes sense after so long. */
  z.object({
    type: z.literal('error'),
    id: z.int().positive().nullable(),
    code: FaultCode,
    message: z.string(),
    retryMs: z.int().positive().optional(),
  }),
]);
export type BrokerFrame = z.infer<typeof BrokerFrame>;
