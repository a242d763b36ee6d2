// A question to the person and its answer, as the trusted window draws and returns them.
import { z } from 'zod';
import { SecretWish } from './broker.ts';
import { PairingQuestion } from './client.ts';
import { Action } from './run.ts';
import { EpochMs, RequestId, Sha256 } from './vocabulary.ts';

/** SECURITY P9: no answer counts sooner than this after its question was drawn. */
export const armedAfterMs = 600;
/** An unanswered question expires after this; `expired` is neither yes nor no. */
export const approvalLifeMs = 10 * 60_000;

const common = {
  id: RequestId,
  /** Place in the queue, from 1. */
  position: z.int().positive(),
  total: z.int().positive(),
  expiresAt: EpochMs,
};

export const Question = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('run'),
    ...common,
    action: Action,
    digest: Sha256,
    /** The person's home folder, so that the window may write ~ for it. */
    home: z.string(),
    /** false: once is all there is (unreadable command, unknown caller, guarded secret). */
    mayLast: z.boolean(),
  }),
  z.object({ kind: z.literal('pairing'), ...common, pairing: PairingQuestion, home: z.string() }),
  z.object({ kind: z.literal('wish'), ...common, wish: SecretWish, clientName: z.string(), exists: z.boolean() }),
]);
export type Question = z.infer<typeof Question>;

export const Answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('allow'), scope: z.enum(['once', 'session']) }),
  z.object({ kind: z.literal('deny'), reason: z.string().max(500).nullable() }),
  /** "I did not ask for this": denies and pauses the client. */
  z.object({ kind: z.literal('not_mine') }),
]);
export type Answer = z.infer<typeof Answer>;

/** A waiting question as the tray and the main window list it: nothing here can approve. */
export const QuestionSummary = z
  .object({ id: RequestId, kind: z.enum(['run', 'pairing', 'wish']), clientName: z.string(), askedAt: EpochMs })
  .readonly();
export type QuestionSummary = z.infer<typeof QuestionSummary>;
