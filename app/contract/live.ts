// The redacted output of a running command while it streams: for the person's live view and for the CLI, never for an agent's
// tool call. Of escape sequences it holds colours alone.
import { z } from 'zod';
import { EpochMs, RequestId, SecretName } from './vocabulary.ts';

/** As the command wrote it; through a terminal everything is `out`. */
const stream = z.enum(['out', 'err']);

/**
 * What is shown next. Any `text` and any line of `gone` or `rows` may hold colours (`\x1b[…m`, from a closed list) and nothing
 * else of escape sequences; line ends are `\n`, also of a terminal.
 */
export const LivePart = z.discriminatedUnion('kind', [
  /** Goes on where the text of the stream stopped, which may be within a line. */
  z.object({ kind: z.literal('text'), stream, text: z.string() }),
  /**
   * The stream moves the cursor. `gone` (whole lines) is for good, then `rows` take the place of the rows of the screen part
   * before. The first one of a stream also takes the place of the unfinished line that its text ended with. After it the stream
   * has no more `text`; at its end all is `gone` and `rows` is empty.
   */
  z.object({ kind: z.literal('screen'), stream, gone: z.string(), rows: z.array(z.string()) }),
  /** What the command writes is no text, or could not be searched for secrets: nothing more of it is shown, on neither stream. */
  z.object({ kind: z.literal('withheld'), reason: z.enum(['binary', 'failed']) }),
]);
export type LivePart = z.infer<typeof LivePart>;

/** A run that is live, or was just. */
export const LiveRun = z.object({
  id: RequestId,
  clientName: z.string(),
  /** As the audit log has it: the values of secrets are hidden. */
  command: z.string(),
  cwd: z.string(),
  secrets: z.array(SecretName),
  startedAt: EpochMs,
  /** null: it runs. */
  endedAt: EpochMs.nullable(),
  /** What came of it, such as “exit code 1”; null: it runs. */
  outcome: z.string().nullable(),
});
export type LiveRun = z.infer<typeof LiveRun>;

/** Parts from `from` on (0: the first). */
export const LiveRead = z.object({
  parts: z.array(LivePart),
  /** Where to read on. */
  next: z.int().nonnegative(),
  /** Parts from `from` on that were dropped, since only the last 256 KiB of a run are kept. */
  lost: z.boolean(),
  /** No more parts will come. */
  ended: z.boolean(),
});
export type LiveRead = z.infer<typeof LiveRead>;
