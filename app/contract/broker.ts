// The wire between shim and broker: newline-delimited JSON frames, parsed on both sides.
import { z } from 'zod';
import type { FaultCode } from './fault.ts';
import { isFaultCode } from './fault.ts';
import { RequestAnswer, RunRequest, WaitingFor } from './run.ts';
import { TextFinding } from './scan.ts';
import { SecretView } from './secret.ts';
import { ClientId, EpochMs, RequestId, SecretName, Sha256, VaultState } from './vocabulary.ts';

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

export const SecretFilter = z.object({ tag: z.string().max(40).optional(), glob: z.string().max(256).optional() });
export type SecretFilter = z.infer<typeof SecretFilter>;

/** `request_secret`: the agent says what it needs; the person types the value. */
export const SecretWish = z.object({
  name: SecretName,
  purpose: z.string().max(1000),
  obtainFrom: z.string().max(500).optional(),
  env: z.string().max(128).optional(),
});
export type SecretWish = z.infer<typeof SecretWish>;

const waitMs = z
  .int()
  .min(0)
  .max(24 * 3_600_000);

/** Method → what goes in and what comes out. The one table of what an agent can ask of the broker. */
export const brokerMethods = {
  'secrets.list': { params: SecretFilter, result: z.object({ secrets: z.array(SecretView) }) },
  'session.status': { params: z.object({}), result: SessionView },
  'session.lock': { params: z.object({}), result: SessionView },
  /** Its size is judged in the core, so that a refusal has words of its own. */
  'text.scan': { params: z.object({ text: z.string() }), result: z.object({ findings: z.array(TextFinding) }) },
  /** Answers `pending` after `waitMs`; the request lives on. */
  'run.start': { params: z.object({ request: RunRequest, waitMs }), result: RequestAnswer },
  'secret.request': { params: z.object({ wish: SecretWish, waitMs }), result: RequestAnswer },
  'request.wait': { params: z.object({ requestId: RequestId, waitMs }), result: RequestAnswer },
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
  run: 'The command is running',
};

/** First frame of a connection. `claims` are shown as claims and decide nothing. */
export const Hello = z.strictObject({
  type: z.literal('hello'),
  protocol: z.int(),
  client: ClientId,
  /** 32 random bytes in base64url; only its hash is kept. */
  key: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
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

const faultCode = z.custom<FaultCode>((value) => typeof value === 'string' && isFaultCode(value));

export const BrokerFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('welcome'), protocol: z.int(), version: z.string() }),
  /** What the request behind a call waits for; told at once and after each change, so that the shim knows how far it came. */
  z.object({ type: z.literal('progress'), id: z.int().positive(), waitingFor: WaitingFor }),
  z.object({ type: z.literal('result'), id: z.int().positive(), result: z.unknown() }),
  /** id null: the connection itself is refused and will be closed. */
  z.object({ type: z.literal('error'), id: z.int().positive().nullable(), code: faultCode, message: z.string() }),
]);
export type BrokerFrame = z.infer<typeof BrokerFrame>;
