// What the audit log says: one shape for each kind of event, as the person reads it.
// SECURITY P1: no shape has a field for a secret value; every object is strict, so none can be slipped in.
import { z } from 'zod';
import { callEvents } from './audit-call-events.ts';
import { runEvents } from './audit-run-events.ts';
import { AuditClient, at, path, secrets } from './audit-shapes.ts';
import { PauseReason } from './client.ts';
import { ConnectAct } from './connect.ts';
import { FaultCode } from './fault-code.ts';
import { WrapKind } from './keys.ts';
import { FieldName } from './secret.ts';
import { EpochMs, SecretName, Sha256, Tier } from './vocabulary.ts';

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
  'client',
  'agent',
  'provider',
  'admin',
]);
export type PresencePurpose = z.infer<typeof PresencePurpose>;

export const SecretsLook = z.enum(['list', 'exists', 'view']);
export type SecretsLook = z.infer<typeof SecretsLook>;

/** `digest` names the one thing that is confirmed; null: the purpose alone does. `by`: who or what asked the person. */
const presence = { purpose: PresencePurpose, digest: Sha256.nullable(), by: z.enum(['system', 'passphrase']) };

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
  z.strictObject({ kind: z.literal('unlock.failed'), at, code: FaultCode }),
  /** By an agent, which may. `endsAt`: when the session ends now. */
  z.strictObject({ kind: z.literal('session.shortened'), at, client: AuditClient, endsAt: EpochMs }),

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
  z.strictObject({ kind: z.literal('client.refused'), at, client: AuditClient, code: FaultCode }),
  /** `not_mine`: the person answered a question with "I did not ask for this". `scans`: Postern itself did it. */
  z.strictObject({ kind: z.literal('client.paused'), at, client: AuditClient, why: PauseReason }),
  z.strictObject({ kind: z.literal('client.resumed'), at, client: AuditClient }),
  z.strictObject({ kind: z.literal('client.removed'), at, client: AuditClient }),
  /** What it may use from now on. `loosened`: that is more than before, in some way, and needed presence. */
  z.strictObject({
    ...{
      kind: z.literal('client.limits_set'),
      at,
      client: AuditClient,
      secrets: z.array(z.string().max(1000)).max(100),
    },
    ...{ tiers: z.array(Tier).max(4), tools: z.array(z.string().max(64)).max(64).nullable() },
    ...{ callsPerMinute: count, burst: count, loosened: z.boolean() },
  }),
  /** `asked`: by the person. `done`: it came with its new key, and the old one opens nothing any more. */
  z.strictObject({ kind: z.literal('client.key_rotated'), at, client: AuditClient, end: z.enum(['asked', 'done']) }),
  /** Whether its output also loses what only looks like a secret. */
  z.strictObject({ kind: z.literal('client.output_set'), at, client: AuditClient, hidesFindings: z.boolean() }),
  /** The person had the settings of an agent's program changed, so that it knows Postern or no longer does. */
  z.strictObject({ kind: z.literal('client.config_written'), at, client: AuditClient, act: ConnectAct, file: path }),
  /** The commands `postern` and `postern-mcp` were put into this folder, or taken out. */
  z.strictObject({ kind: z.literal('commands.written'), at, act: z.enum(['install', 'remove']), folder: path }),
  /** An agent asked which secrets there are, whether one is, or about one; and of how many it was told. */
  z.strictObject({ kind: z.literal('client.looked_up'), at, client: AuditClient, how: SecretsLook, found: count }),
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

  /** The person accepted another policy. `changes`: the difference in words, the first hundred lines of it. */
  z.strictObject({
    kind: z.literal('policy.changed'),
    at,
    from: z.enum(['file', 'app', 'approval']),
    digest: Sha256,
    changes: z.array(z.string().max(500)).max(100),
    loosened: z.boolean(),
  }),

  ...runEvents,
  ...callEvents,

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
