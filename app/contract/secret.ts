// What may be said about a secret (view), what the person types (draft), and what a field of it is.
import { z } from 'zod';
import { AuthText } from './provider.ts';
import { Reference } from './reference.ts';
import { EnvName, EpochMs, RecordId, SecretName, Tier } from './vocabulary.ts';

/** The largest value of a field, in UTF-8 bytes. */
export const maxValueBytes = 1_048_576;
/** The largest value of a field that is not sensitive: it stands in lists. */
export const maxPlainValueChars = 4096;
export const maxFields = 20;

/** What kind of thing a secret is; decides the form that the person fills in, and nothing else. */
export const SecretKind = z.enum([
  'token',
  'login',
  'database',
  'ssh_key',
  'certificate',
  'aws',
  'totp',
  'file',
  'other',
]);
export type SecretKind = z.infer<typeof SecretKind>;

/** The longest a yes of the person may last for a secret; `rule`: as long as they like. */
export const LongestYes = z.enum(['once', 'minutes', 'session', 'rule']);
export type LongestYes = z.infer<typeof LongestYes>;

/** How a caller authenticates with a secret; tells the agent how to use it. */
export const AuthPattern = z.enum(['bearer', 'basic', 'header', 'query', 'environment', 'other']);
export type AuthPattern = z.infer<typeof AuthPattern>;

/** The header or parameter that carries it over HTTP: `X-Api-Key`. */
export const AuthName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/);

/** Name of a field within its secret, such as `password`. */
export const FieldName = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/)
  .brand<'FieldName'>();
export type FieldName = z.infer<typeof FieldName>;

/**
 * How a run gets a field. `environment`: the value is the variable. `file`: the variable holds the path of a file that lives
 * as long as the run. `totp`: the value is a TOTP seed, the variable holds the current code. `stdin`: the value is the
 * command's standard input, and there is no variable.
 */
export const Injection = z.enum(['environment', 'file', 'totp', 'stdin']);
export type Injection = z.infer<typeof Injection>;

const label = z.string().min(1).max(40);

/** What is said about a field, without its value. */
export const aboutField = {
  name: FieldName,
  /** false: agents may read the value, for example a user name. */
  sensitive: z.boolean(),
  inject: Injection,
  /** The variable a run sets when the agent names none; null: only when it names one. */
  env: EnvName.nullable(),
};

const about = {
  name: SecretName,
  kind: SecretKind,
  description: z.string().max(500),
  tags: z.array(label).max(20).readonly(),
  url: z.string().max(2000),
  /** Projects it belongs to; none: to all. */
  projects: z.array(label).max(20).readonly(),
  /** Such as `dev`, `staging` or `prod`. */
  environment: label.nullable(),
  tier: Tier,
  authPattern: AuthPattern.nullable(),
  authInstructions: z.string().max(2000),
  /** With the patterns `header` and `query`. Missing: `http_request` cannot use it. */
  authName: AuthName.optional(),
  /** What stands there, with fields in braces: `Token token={value}`. Missing: the value alone. */
  authText: AuthText.optional(),
  allowedHosts: z.array(z.string().min(1).max(253)).max(20).readonly(),
  expiresAt: EpochMs.nullable(),
  /** The person wants to be reminded so many days after the value was last changed. */
  rotateAfterDays: z.int().min(1).max(3650).nullable(),
  /** Agents may see the last four characters of values of 16 and more. */
  showsLastFour: z.boolean(),
};

/** What the person types about a secret, without its fields. */
export const SecretAbout = z.object({
  ...about,
  notes: z.string().max(10_000),
  longestYes: LongestYes.default('rule'),
});
export type SecretAbout = z.infer<typeof SecretAbout>;

/** Plaintext on its way into the vault. It may be empty only until the core refuses it with a code of its own. */
const typedValue = z.string().max(maxValueBytes);

/** Where a field's value comes from: typed now, pointed at, or (in a change) as it is stored under the field `from`. */
export const FieldContent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('value'), value: typedValue }),
  z.object({ kind: z.literal('reference'), reference: Reference }),
  z.object({ kind: z.literal('kept'), from: FieldName }),
]);
export type FieldContent = z.infer<typeof FieldContent>;

export const FieldDraft = z.object({ ...aboutField, content: FieldContent });
export type FieldDraft = z.infer<typeof FieldDraft>;

/** What the person types in a trusted window, or what an import reads: values exist only on the way into the vault. */
export const SecretDraft = SecretAbout.extend({ fields: z.array(FieldDraft).min(1).max(maxFields).readonly() });
export type SecretDraft = z.infer<typeof SecretDraft>;

/** `value`: of a field that is not sensitive, in full; otherwise null. SECURITY P1. */
const fieldView = {
  ...aboutField,
  value: z.string().max(maxPlainValueChars).nullable(),
  /** The last four characters of a sensitive value of 16 and more, where the person allowed that. */
  lastFour: z.string().max(16).nullable(),
};

/** What an agent may know of a field. */
export const FieldView = z.object(fieldView).readonly();
export type FieldView = z.infer<typeof FieldView>;

/** What an agent may know. SECURITY P1: there is no room for a sensitive value here. */
export const SecretView = z
  .object({
    ...about,
    fields: z.array(FieldView).readonly(),
    version: z.int().positive(),
    createdAt: EpochMs,
    updatedAt: EpochMs,
  })
  .readonly();
export type SecretView = z.infer<typeof SecretView>;

/** `reference`: where the value really lies; null: in the vault. `active` false: restored, and not confirmed yet. */
export const OwnFieldView = z
  .object({ ...fieldView, reference: z.object({ text: Reference, active: z.boolean() }).readonly().nullable() })
  .readonly();
export type OwnFieldView = z.infer<typeof OwnFieldView>;

/** What the main window may know: the agent's view and the person's own notes. Still no sensitive value. */
export const OwnSecretView = z
  .object({
    ...about,
    id: RecordId,
    notes: z.string(),
    longestYes: LongestYes,
    fields: z.array(OwnFieldView).readonly(),
    version: z.int().positive(),
    createdAt: EpochMs,
    updatedAt: EpochMs,
    /** When a value of it was last changed. */
    rotatedAt: EpochMs,
    lastUsedAt: EpochMs.nullable(),
    /** Older versions that can be brought back. */
    olderVersions: z.int().nonnegative(),
  })
  .readonly();
export type OwnSecretView = z.infer<typeof OwnSecretView>;

/** An older version of a secret, as the person picks it from a list. */
export const OlderVersion = z
  .object({ version: z.int().positive(), at: EpochMs, name: SecretName, valuesDiffer: z.boolean() })
  .readonly();
export type OlderVersion = z.infer<typeof OlderVersion>;

/** One line of the list of secrets: what it is searched and grouped by. */
export const SecretSummary = z
  .object({
    id: RecordId,
    name: SecretName,
    kind: SecretKind,
    description: z.string(),
    tags: z.array(label).readonly(),
    projects: z.array(label).readonly(),
    environment: label.nullable(),
    tier: Tier,
    /** Variables that its fields are given in. */
    variables: z.array(EnvName).readonly(),
    expiresAt: EpochMs.nullable(),
    /** When it is due for a new value; null: the person asked for no reminder. */
    rotateBy: EpochMs.nullable(),
    /** A reference waits for the person to confirm it. */
    inactive: z.boolean(),
    updatedAt: EpochMs,
    lastUsedAt: EpochMs.nullable(),
  })
  .readonly();
export type SecretSummary = z.infer<typeof SecretSummary>;
