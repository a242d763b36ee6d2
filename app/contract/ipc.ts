// Every channel between the windows and the main process, in two tables: one for the main window, one for the trusted windows.
// SECURITY P1/P7: no channel of the main window carries a value or an approval.
import { z } from 'zod';
import { Answer, Question, QuestionSummary } from './approval.ts';
import { AuditEntry, ChainVerdict } from './audit.ts';
import { SessionView } from './broker.ts';
import { ClientView } from './client.ts';
import type { FaultCode } from './fault.ts';
import { BrokerError, isFaultCode } from './fault.ts';
import { OwnSecretView, SecretDraft } from './secret.ts';
import { ClientId, RecordId, RequestId, Sha256 } from './vocabulary.ts';

const nothing = z.undefined();
const silence = z.void();

export const KeychainState = z.enum(['ready', 'locked', 'absent']);

/** All that the main window's frame shows; sent whole on every change. */
export const AppState = z.object({
  session: SessionView,
  version: z.string(),
  electronVersion: z.string(),
  /** Running on the old fallback Electron: said on every start. */
  oldElectron: z.boolean(),
  keychain: KeychainState,
  /** The shim may start Postern; it starts locked. */
  agentsMayStart: z.boolean(),
  waiting: z.array(QuestionSummary),
});
export type AppState = z.infer<typeof AppState>;

export const ConnectText = z.object({
  /** The line for a terminal that registers the shim with Claude Code. */
  claudeCommand: z.string(),
  /** The same as an entry for a client's JSON. */
  json: z.string(),
});
export type ConnectText = z.infer<typeof ConnectText>;

export const mainChannels = {
  'state.get': { params: nothing, result: AppState },
  'session.lock': { params: nothing, result: silence },
  /** Opens the trusted window for unlock or, without a vault, for set-up. */
  'session.open': { params: nothing, result: silence },
  'secrets.list': { params: nothing, result: z.array(OwnSecretView) },
  'secrets.openAdd': { params: nothing, result: silence },
  'secrets.openEdit': { params: z.object({ id: RecordId }), result: silence },
  'secrets.remove': { params: z.object({ id: RecordId }), result: silence },
  'questions.open': { params: z.object({ id: RequestId }), result: silence },
  'questions.deny': { params: z.object({ id: RequestId }), result: silence },
  'clients.list': { params: nothing, result: z.array(ClientView) },
  'clients.pause': { params: z.object({ id: ClientId }), result: silence },
  'clients.resume': { params: z.object({ id: ClientId }), result: silence },
  'clients.remove': { params: z.object({ id: ClientId }), result: silence },
  /** Newest first; `before` is a sequence to go on from. */
  'audit.list': {
    params: z.object({ before: z.int().positive().nullable(), limit: z.int().min(1).max(500) }),
    result: z.array(AuditEntry),
  },
  'audit.verify': { params: nothing, result: ChainVerdict },
  'start.allow': { params: z.object({ allowed: z.boolean() }), result: silence },
  'connect.text': { params: nothing, result: ConnectText },
  'connect.copy': { params: z.object({ which: z.enum(['claudeCommand', 'json']) }), result: silence },
} as const;

/** What a trusted window is about. It asks once and again on every `subject` push. */
export const TrustedSubject = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('setup'),
    keychain: KeychainState,
    oldElectron: z.boolean(),
    electronVersion: z.string(),
  }),
  /** `knocking`: names that clients with waiting requests give themselves; claims. */
  z.object({ kind: z.literal('unlock'), waiting: z.array(QuestionSummary), knocking: z.array(z.string()) }),
  z.object({ kind: z.literal('question'), question: Question }),
  /** Value entry. `secret` null: a new one. A stored value is never sent here. */
  z.object({ kind: z.literal('secret'), secret: OwnSecretView.nullable() }),
]);
export type TrustedSubject = z.infer<typeof TrustedSubject>;

const passphrase = z.string().min(1).max(1024);

export const trustedChannels = {
  'subject.get': { params: nothing, result: TrustedSubject.nullable() },
  'vault.create': {
    params: z.object({ passphrase, useKeychain: z.boolean(), acceptOldElectron: z.boolean() }),
    result: silence,
  },
  'vault.unlock': { params: z.object({ passphrase, acceptRollback: z.boolean() }), result: silence },
  /** `digest` names the action that was drawn; another one is refused. Null for pairing and wishes. */
  'question.answer': {
    params: z.object({ id: RequestId, digest: Sha256.nullable(), answer: Answer }),
    result: silence,
  },
  /** The question with this id is on the screen: arming starts now. */
  'question.drawn': { params: z.object({ id: RequestId }), result: silence },
  /** `id` null: a new secret. `draft.value` null: the stored value stays. `wish`: the request this answers. */
  'secret.save': {
    params: z.object({
      id: RecordId.nullable(),
      wish: RequestId.nullable(),
      draft: SecretDraft.omit({ value: true }).extend({ value: SecretDraft.shape.value.nullable() }),
    }),
    result: silence,
  },
  /** Height in CSS pixels that the content needs. */
  'window.fit': { params: z.object({ height: z.int().min(100).max(4000) }), result: silence },
  'window.close': { params: nothing, result: silence },
} as const;

export type MainChannel = keyof typeof mainChannels;
export type TrustedChannel = keyof typeof trustedChannels;
export type MainParams<C extends MainChannel> = z.infer<(typeof mainChannels)[C]['params']>;
export type MainResult<C extends MainChannel> = z.infer<(typeof mainChannels)[C]['result']>;
export type TrustedParams<C extends TrustedChannel> = z.infer<(typeof trustedChannels)[C]['params']>;
export type TrustedResult<C extends TrustedChannel> = z.infer<(typeof trustedChannels)[C]['result']>;

/** Main → window: something changed; ask again. It has no payload. */
export const changedEvent = 'changed';

const faultCode = z.custom<FaultCode>((value) => typeof value === 'string' && isFaultCode(value));

/** What crosses the bridge: faults as values, since Electron flattens thrown errors into text. */
export const IpcReply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), code: faultCode, message: z.string() }),
]);
export type IpcReply = z.infer<typeof IpcReply>;

/**
 * The window's end of a call: what the broker answered, parsed by its channel's `shape`.
 * @throws BrokerError with the broker's code; `internal` when the answer does not have the form of a reply or of its channel
 */
export function openReply<T>(answer: unknown, shape: { parse(value: unknown): T }): T {
  const reply = IpcReply.safeParse(answer);
  if (!reply.success) throw new BrokerError('internal');
  if (!reply.data.ok) throw new BrokerError(reply.data.code);
  try {
    return shape.parse(reply.data.value);
  } catch (cause) {
    throw new BrokerError('internal', { cause });
  }
}

/** What each preload puts on `window.postern`. */
export interface Bridge {
  invoke(channel: string, params: unknown): Promise<unknown>;
  onChanged(listener: () => void): () => void;
}
