// What the audit log says: one shape for each kind of event, as the person reads it.
// SECURITY P1: no shape has a field for a secret value; every object is strict, so none can be slipped in.
import { z } from 'zod';
import { AuditCommand } from './audit-command.ts';
import { PauseReason } from './client.ts';
import type { FaultCode } from './fault.ts';
import { isFaultCode } from './fault.ts';
import { WrapKind } from './keys.ts';
import { Lasting, Reach } from './lasting.ts';
import { RuleId } from './policy.ts';
import { ActionChange } from './run.ts';
import { FieldName } from './secret.ts';
import { ClientId, EpochMs, RequestId, SecretName, Sha256 } from './vocabulary.ts';

/** What the person confirmed that they are here for. */
export const PresencePurpose = z.enum([
  'unlock',
  'approval',
  'reveal',
  'export',
  'references',
  'history',
  'keys',
  'restore',
  'backup',
  'settings',
  'policy',
]);
export type PresencePurpose = z.infer<typeof PresencePurpose>;

/** `digest` names the one thing that is confirmed; null: the purpose alone does. `by`: who or what asked the person. */
const presence = { purpose: PresencePurpose, digest: Sha256.nullable(), by: z.enum(['system', 'passphrase']) };

/** A client as the person knows it. Before pairing the name is only its claim. */
export const AuditClient = z.strictObject({ id: ClientId, name: z.string().max(200) });
export type AuditClient = z.infer<typeof AuditClient>;

const code = z.custom<FaultCode>((value) => typeof value === 'string' && isFaultCode(value));
const path = z.string().max(4096);
const secrets = z.array(SecretName).max(32);
const grant = z.string().min(1).max(64);

/** Epoch milliseconds of the moment it happened, by the clock of the broker. */
const at = EpochMs;
/** `action` is null when the question was no run: pairing, a wish for a value, or a request never frozen. */
const asked = { at, requestId: RequestId, client: AuditClient, action: Sha256.nullable() };
/** `wish`: the client whose `request_secret` this answers; null: the person's own idea. */
const secretChange = {
  at,
  name: SecretName,
  version: z.int().positive(),
  by: z.literal('person'),
  wish: AuditClient.nullable(),
};

const named = { at, name: SecretName };
const revision = z.int().positive();
const count = z.int().nonnegative();

export const AuditEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('vault.created'), at }),
  z.strictObject({ kind: z.literal('vault.unlocked'), at }),
  z.strictObject({
    kind: z.literal('vault.locked'),
    at,
    why: z.enum(['person', 'agent', 'idle', 'unused', 'day', 'suspend', 'screen', 'display', 'quit']),
  }),
  z.strictObject({ kind: z.literal('unlock.failed'), at, code }),

  z.strictObject({ kind: z.literal('presence.confirmed'), at, ...presence }),
  z.strictObject({ kind: z.literal('presence.refused'), at, ...presence }),
  /** `loosened`: some of it makes the vault easier to use for whoever sits there, and needed presence. */
  z.strictObject({
    kind: z.literal('settings.changed'),
    at,
    names: z.array(z.string().max(40)).min(1).max(20),
    loosened: z.boolean(),
  }),

  /** An unknown client wants to be paired. `host`: the program behind it as the system reports it; null: not readable. */
  z.strictObject({ kind: z.literal('client.asked'), at, client: AuditClient, host: path.nullable() }),
  z.strictObject({ kind: z.literal('client.paired'), at, client: AuditClient, host: path.nullable() }),
  z.strictObject({ kind: z.literal('client.refused'), at, client: AuditClient, code }),
  /** `not_mine`: the person answered a question with "I did not ask for this". `scans`: Postern itself did it. */
  z.strictObject({ kind: z.literal('client.paused'), at, client: AuditClient, why: PauseReason }),
  z.strictObject({ kind: z.literal('client.resumed'), at, client: AuditClient }),
  z.strictObject({ kind: z.literal('client.removed'), at, client: AuditClient }),
  /** Whether its output also loses what only looks like a secret. */
  z.strictObject({ kind: z.literal('client.output_set'), at, client: AuditClient, hidesFindings: z.boolean() }),
  /** An agent had a text searched. `secrets`: those whose whole values were in it; `findings`: places that look like a secret. */
  z.strictObject({ kind: z.literal('text.scanned'), at, client: AuditClient, bytes: count, secrets, findings: count }),

  z.strictObject({ kind: z.literal('secret.added'), ...secretChange }),
  z.strictObject({ kind: z.literal('secret.updated'), ...secretChange }),
  z.strictObject({ kind: z.literal('secret.removed'), ...secretChange }),
  /** An older version, `from`, became the newest one. */
  z.strictObject({ kind: z.literal('secret.brought_back'), ...named, version: revision, from: revision }),
  z.strictObject({ kind: z.literal('secret.history_forgotten'), ...named, version: revision }),
  z.strictObject({ kind: z.literal('secret.reference_confirmed'), ...named, version: revision }),
  /** A value left the vault for the person's own eyes or clipboard. `code`: the one-time code that a seed makes. */
  z.strictObject({
    kind: z.literal('secret.revealed'),
    ...named,
    field: FieldName,
    how: z.enum(['shown', 'copied', 'code']),
  }),
  /** A plain file of values was written at a place that the person chose. */
  z.strictObject({ kind: z.literal('secrets.exported'), at, names: z.int().positive() }),
  z.strictObject({
    kind: z.literal('secrets.imported'),
    at,
    source: z.string().max(40),
    added: count,
    replaced: count,
    skipped: count,
  }),

  z.strictObject({ kind: z.literal('keys.passphrase_changed'), at }),
  z.strictObject({ kind: z.literal('keys.recovery_made'), at }),
  z.strictObject({ kind: z.literal('keys.wrap_changed'), at, wrap: WrapKind, present: z.boolean() }),
  z.strictObject({ kind: z.literal('keys.rotated'), at, keyVersion: revision, end: z.enum(['begun', 'done']) }),

  z.strictObject({ kind: z.literal('backup.saved'), at, how: z.enum(['person', 'rolling']) }),
  z.strictObject({ kind: z.literal('backup.restored'), at, added: count, replaced: count, removed: count }),
  /** A repair found the keys of the log before nowhere: that one is put aside, and this is the first event of a new one. */
  z.strictObject({ kind: z.literal('audit.begun_anew'), at }),
  z.strictObject({ kind: z.literal('vault.repaired'), at, mended: count, lost: count }),

  /** What an agent asked for, before anything was judged: names as it wrote them. `command` and `cwd` null: a wish. */
  z.strictObject({
    kind: z.literal('request.received'),
    at,
    requestId: RequestId,
    client: AuditClient,
    secrets: z.array(z.string().max(256)).max(32),
    command: AuditCommand.nullable(),
    cwd: path.nullable(),
  }),

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
    by: z.enum(['agent', 'lock', 'disconnect', 'pause', 'quit']),
  }),

  /** No question was asked. `says`: the rule, or what the person had said before. */
  z.strictObject({
    kind: z.literal('run.denied'),
    ...asked,
    by: z.enum(['remembered', 'rule']),
    says: z.string().max(500),
  }),
  z.strictObject({ kind: z.literal('rule.used'), ...asked, rule: RuleId }),

  /** The person accepted another policy. `changes`: the difference in words, the first hundred lines of it. */
  z.strictObject({
    kind: z.literal('policy.changed'),
    at,
    from: z.enum(['file', 'app', 'approval']),
    digest: Sha256,
    changes: z.array(z.string().max(500)).max(100),
    loosened: z.boolean(),
  }),

  /** `grant` is the grant's own id; it says nothing outside the session it lived in. */
  z.strictObject({
    kind: z.literal('grant.used'),
    at,
    requestId: RequestId,
    client: AuditClient,
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
    at,
    requestId: RequestId,
    client: AuditClient,
    action: Sha256,
    secrets,
    command: AuditCommand,
    cwd: path,
    by: z.enum(['approval', 'grant', 'rule']),
  }),
  /** `end` failed: the command could not be started after all. */
  z.strictObject({
    kind: z.literal('run.finished'),
    at,
    requestId: RequestId,
    client: AuditClient,
    exitCode: z.int().nullable(),
    signal: z.string().max(32).nullable(),
    end: z.enum(['exited', 'timed_out', 'aborted', 'failed']),
    durationMs: z.int().nonnegative(),
    redactions: z.array(z.strictObject({ name: SecretName, count: z.int().positive() })).max(1000),
    cutBytes: z.int().nonnegative(),
    withheld: z.enum(['binary']).nullable(),
    /** Places in the output that only looked like a secret, and were hidden; absent: none. */
    hiddenFindings: z.int().positive().optional(),
  }),
  z.strictObject({ kind: z.literal('run.refused'), at, requestId: RequestId, client: AuditClient, code }),
  /** It was allowed and then not run, for this was no longer as it had been. */
  z.strictObject({
    kind: z.literal('run.changed'),
    ...asked,
    changes: z.array(z.strictObject(ActionChange.unwrap().shape)).max(100),
  }),

  /** The person pressed Verify, and this is what it said. */
  z.strictObject({ kind: z.literal('audit.verified'), at, whole: z.boolean(), events: z.int().nonnegative() }),
  /** The person said "I restored a backup": the anchor outside knew `anchored` events, the file holds `found`. */
  z.strictObject({
    kind: z.literal('rollback.accepted'),
    at,
    anchored: z.int().nonnegative(),
    found: z.int().nonnegative(),
  }),
]);
export type AuditEvent = z.infer<typeof AuditEvent>;

/** A line of the log. `event` null: its sealed body does not open, so only its place is known. */
export const AuditEntry = z.strictObject({ sequence: z.int().positive(), event: AuditEvent.nullable() });
export type AuditEntry = z.infer<typeof AuditEntry>;
