// What the audit log says of each request of an agent, from what it asked for to what came of it.
// SECURITY P1: no shape has a field for a secret value; every object is strict, so none can be slipped in.
import { z } from 'zod';
import { AuditCommand } from './audit-command.ts';
import { AuditClient, asked, at, ofRequest, path, secrets } from './audit-shapes.ts';
import { FaultCode } from './fault-code.ts';
import { Lasting, Reach } from './lasting.ts';
import { RuleId } from './policy.ts';
import { ActionChange } from './run.ts';
import { SecretName, Sha256 } from './vocabulary.ts';

const grant = z.string().min(1).max(64);

export const runEvents = [
  /** What an agent asked for, before anything was judged: names as it wrote them. `command` and `cwd` null: a wish. */
  z.strictObject({
    kind: z.literal('request.received'),
    ...ofRequest,
    secrets: z.array(z.string().max(256)).max(32),
    command: AuditCommand.nullable(),
    cwd: path.nullable(),
    /** Absent: a run, or a wish for a new value. */
    wish: z.enum(['update', 'longer', 'export']).optional(),
  }),
  /** The person said yes to a longer session, or to the log being read. */
  z.strictObject({ kind: z.literal('session.extended'), ...ofRequest, hours: z.number() }),
  z.strictObject({ kind: z.literal('audit.exported'), ...ofRequest }),

  z.strictObject({ kind: z.literal('approval.asked'), ...asked }),
  /** `without`: secrets that the person took out first. */
  z.strictObject({
    kind: z.literal('approval.allowed'),
    ...asked,
    lasting: Lasting,
    reach: Reach,
    without: secrets,
  }),
  z.strictObject({
    kind: z.literal('approval.denied'),
    ...asked,
    reason: z.string().max(500).nullable(),
    remember: z.enum(['no', 'session', 'rule']),
  }),
  z.strictObject({ kind: z.literal('approval.expired'), ...asked }),
  z.strictObject({
    kind: z.literal('approval.withdrawn'),
    ...asked,
    by: z.enum(['agent', 'person', 'lock', 'disconnect', 'pause', 'quit']),
  }),

  /** No question was asked. `says`: the rule, what the person had said before, or why somebody would have had to be asked. */
  z.strictObject({
    kind: z.literal('run.denied'),
    ...asked,
    by: z.enum(['remembered', 'rule', 'headless']),
    says: z.string().max(500),
  }),
  z.strictObject({ kind: z.literal('rule.used'), ...asked, rule: RuleId }),

  /** `grant` is the grant's own id; it says nothing outside the session it lived in. */
  z.strictObject({
    kind: z.literal('grant.used'),
    ...ofRequest,
    action: Sha256,
    grant,
  }),
  z.strictObject({
    kind: z.literal('grant.revoked'),
    at,
    client: AuditClient,
    grant,
    why: z.enum(['person', 'lock', 'pause', 'remove', 'leaks']),
  }),

  z.strictObject({
    kind: z.literal('run.started'),
    ...ofRequest,
    action: Sha256,
    secrets,
    command: AuditCommand,
    cwd: path,
    by: z.enum(['approval', 'grant', 'rule']),
  }),
  /** `end` failed: the command could not be started after all. */
  z.strictObject({
    kind: z.literal('run.finished'),
    ...ofRequest,
    exitCode: z.int().nullable(),
    signal: z.string().max(32).nullable(),
    end: z.enum(['exited', 'timed_out', 'aborted', 'failed']),
    durationMs: z.int().nonnegative(),
    redactions: z.array(z.strictObject({ name: SecretName, count: z.int().positive() })).max(1000),
    cutBytes: z.int().nonnegative(),
    withheld: z.enum(['binary']).nullable(),
    /** Places in the output that only looked like a secret, and were hidden; absent: none. */
    hiddenFindings: z.int().positive().optional(),
    /** Who stopped it from the live view; absent: nobody did. */
    stoppedBy: z.literal('person').optional(),
  }),
  z.strictObject({ kind: z.literal('run.refused'), ...ofRequest, code: FaultCode }),
  /** It was allowed and then not run, for this was no longer as it had been. */
  z.strictObject({
    kind: z.literal('run.changed'),
    ...asked,
    changes: z.array(z.strictObject(ActionChange.unwrap().shape)).max(100),
  }),
] as const;
