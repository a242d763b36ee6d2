// A question to the person and its answer, as the trusted window draws and returns them.
import { z } from 'zod';
import { CallAction } from './call.ts';
import { PairingQuestion } from './client.ts';
import { AgentQuestion, gatewayLimits } from './gateway.ts';
import { Lasting, Reach } from './lasting.ts';
import { Scope } from './provider.ts';
import { Action, ActionChange, ActionFile } from './run.ts';
import { OwnSecretView } from './secret.ts';
import { EpochMs, RequestId, SecretName, Sha256 } from './vocabulary.ts';
import { ExportWish, LongerWish, SecretWish } from './wish.ts';

/** SECURITY P9: no answer counts sooner than this after its question was drawn. */
export const armedAfterMs = 600;
/** An unanswered question expires after this; `expired` is neither yes nor no. */
export const approvalLifeMs = 10 * 60_000;
/** More questions of one client than this within `burstMs` are shown as one list. */
export const burstSize = 5;
export const burstMs = 10_000;

/** Why a yes cannot last. */
export const OnceOnly = z.enum(['unparsed', 'caller', 'guarded', 'disclosure', 'secret']);
export type OnceOnly = z.infer<typeof OnceOnly>;

/** What the person may choose for this action. */
export const Offers = z
  .object({
    lasting: z.array(Lasting).readonly(),
    /** Empty where nothing may last. */
    reaches: z.array(Reach).readonly(),
    onceOnly: OnceOnly.nullable(),
    /** The agent, who edits the project's files, can change what this runs. */
    agentCanChange: z.boolean(),
  })
  .readonly();
export type Offers = z.infer<typeof Offers>;

/** What is new since the person last allowed something like it. */
export const SinceLast = z
  .object({
    allowedAt: EpochMs,
    /** Where new text stands: in argument `part` (0: the line), from one UTF-16 offset to another. */
    marks: z
      .array(z.object({ part: z.int().nonnegative(), from: z.int().nonnegative(), to: z.int().positive() }))
      .readonly(),
    added: z.array(z.string()).readonly(),
    removed: z.array(z.string()).readonly(),
    /** Secrets it holds now and did not then. */
    secrets: z.array(SecretName).readonly(),
    /** Programs and scripts that are not as they were then. */
    files: z.array(ActionFile).readonly(),
  })
  .readonly();
export type SinceLast = z.infer<typeof SinceLast>;

/** One run that waits, as one question draws it. */
export const RunAsked = z
  .object({
    id: RequestId,
    /** As it is drawn. */
    action: Action,
    /** Of what runs: what an answer names. */
    digest: Sha256,
    /** So many requests that differ in nothing wait for this one answer. */
    times: z.int().positive(),
    offers: Offers,
    since: SinceLast.nullable(),
    /** Secrets whose values stand in the command itself, where it is drawn with their markers. */
    holds: z.array(SecretName).readonly(),
  })
  .readonly();
export type RunAsked = z.infer<typeof RunAsked>;

/** One call of an API that waits, as its question draws it. */
export const CallAsked = z
  .object({
    id: RequestId,
    /** As it is drawn. */
    call: CallAction,
    /** What an agent of the gateway said it is for when it was let in: a claim, and no part of what is sent. null: none. */
    purpose: z.string().nullable(),
    /** Of what is sent: what an answer names. */
    digest: Sha256,
    times: z.int().positive(),
    offers: Offers,
  })
  .readonly();
export type CallAsked = z.infer<typeof CallAsked>;

const common = {
  id: RequestId,
  /** Place in the queue, from 1. */
  position: z.int().positive(),
  total: z.int().positive(),
  expiresAt: EpochMs,
};
/** The person's home folder, so that the window may write ~ for it. */
const home = z.string();

/** `hidden`: there is one, which the agent may not use and is not told of. */
export const WishedSecret = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('hidden') }),
  z.object({ kind: z.literal('known'), secret: OwnSecretView }),
]);
export type WishedSecret = z.infer<typeof WishedSecret>;

export const Question = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), ...common, ...RunAsked.unwrap().shape, home }),
  /** Many at once of one client. `id` and `digest` are those of the list as a whole. */
  z.object({
    kind: z.literal('several'),
    ...common,
    clientName: z.string(),
    digest: Sha256,
    runs: z.array(RunAsked).readonly(),
    home,
  }),
  z.object({ kind: z.literal('call'), ...common, ...CallAsked.unwrap().shape, home }),
  /** It was allowed, and then not run, since something had changed. Nothing is asked; the person only sees it. */
  z.object({ kind: z.literal('changed'), ...common, action: Action, changes: z.array(ActionChange).readonly(), home }),
  z.object({ kind: z.literal('pairing'), ...common, pairing: PairingQuestion, home }),
  /** To be let in at the gateway. */
  z.object({ kind: z.literal('agent'), ...common, agent: AgentQuestion }),
  /** For a value. `there`: what is there under that name already. */
  z.object({ kind: z.literal('wish'), ...common, wish: SecretWish, clientName: z.string(), there: WishedSecret }),
  /** For a longer session. */
  z.object({ kind: z.literal('longer'), ...common, wish: LongerWish, clientName: z.string() }),
  /** To read the audit log. */
  z.object({ kind: z.literal('export'), ...common, wish: ExportWish, clientName: z.string() }),
]);
export type Question = z.infer<typeof Question>;

export const Answer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('allow'),
    lasting: Lasting,
    reach: Reach,
    /** Secrets that the person took out first. */
    without: z.array(SecretName).max(32),
    /** The longest it may run, if the person lowered it. */
    timeoutMs: z.int().min(100).nullable(),
    /** How many waiting requests the person saw this to be for. */
    times: z.int().positive(),
  }),
  z.object({
    kind: z.literal('deny'),
    reason: z.string().max(500).nullable(),
    /** `session`: the same is denied without a question until Postern locks · `rule`: always, as a rule. */
    remember: z.enum(['no', 'session', 'rule']),
  }),
  /** "I did not ask for this": denies and pauses the client. */
  z.object({ kind: z.literal('not_mine') }),
  /** Of `several`: these of its runs are allowed, each named by what was drawn; all others go on waiting, or are denied. */
  z.object({
    kind: z.literal('several'),
    allowed: z.array(z.object({ id: RequestId, digest: Sha256, times: z.int().positive() })).max(200),
    lasting: Lasting,
    reach: Reach,
    others: z.enum(['wait', 'deny']),
  }),
  /** Of `agent`: it is let in, with so many of the scopes it asked for at most. */
  z.object({ kind: z.literal('admit'), scopes: z.array(Scope).min(1).max(gatewayLimits.scopes).readonly() }),
  /** Of `changed`: the person saw it. */
  z.object({ kind: z.literal('seen') }),
]);
export type Answer = z.infer<typeof Answer>;

/** A plain yes, one time, for one request. */
export const allowOnce: Extract<Answer, { kind: 'allow' }> = {
  kind: 'allow',
  lasting: { kind: 'once' },
  reach: 'exact',
  without: [],
  timeoutMs: null,
  times: 1,
};

/** A waiting question as the tray and the main window list it: nothing here can approve. */
export const QuestionSummary = z
  .object({
    id: RequestId,
    kind: z.enum(['run', 'call', 'changed', 'pairing', 'agent', 'wish', 'longer', 'export']),
    clientName: z.string(),
    askedAt: EpochMs,
    times: z.int().positive(),
  })
  .readonly();
export type QuestionSummary = z.infer<typeof QuestionSummary>;

/** An approval that lasts, as the app and the tray list it. */
export const GrantView = z
  .object({
    id: z.string(),
    clientName: z.string(),
    /** What it covers, such as `gh pr view` or the whole command. */
    covers: z.string(),
    reach: Reach,
    secrets: z.array(SecretName).readonly(),
    project: z.string().nullable(),
    /** null: until the lock. */
    until: EpochMs.nullable(),
    /** null: any number. */
    usesLeft: z.int().nonnegative().nullable(),
    grantedAt: EpochMs,
    used: z.int().nonnegative(),
    lastUsedAt: EpochMs.nullable(),
  })
  .readonly();
export type GrantView = z.infer<typeof GrantView>;

/** How often the person was asked since the unlock, and what it came to. */
export const PromptCount = z
  .object({
    asked: z.int().nonnegative(),
    /** Runs that a grant or rule allowed without a question. */
    unasked: z.int().nonnegative(),
    /** Grants that were never used. */
    unusedGrants: z.int().nonnegative(),
  })
  .readonly();
export type PromptCount = z.infer<typeof PromptCount>;
