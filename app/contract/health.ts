// What the person is told about the state of their secrets, and about copies of them in files. SECURITY P1/P7: no shape here has
// room for a value or for text out of a file.
import { z } from 'zod';
import { FieldName } from './secret.ts';
import { EpochMs, RecordId, SecretName } from './vocabulary.ts';

/** What can be wrong with a secret, the worst first. */
export const healthKinds = [
  'leaked',
  'expired',
  'weak',
  'reused',
  'expiring',
  'old',
  'never_used',
  'undescribed',
] as const;
export const HealthKind = z.enum(healthKinds);
export type HealthKind = z.infer<typeof HealthKind>;

/** What the person can do about it: `rotate`: a new value; `edit`: what is said about it; `snooze`: not now. */
export const HealthFix = z.enum(['rotate', 'edit', 'remove', 'snooze']);
export type HealthFix = z.infer<typeof HealthFix>;

const healthFinding = { kind: HealthKind, sentence: z.string(), fixes: z.array(HealthFix).readonly() };

/** `fields`: those it is about; none: the secret as a whole. */
export const HealthFinding = z.object({ ...healthFinding, fields: z.array(FieldName).readonly() }).readonly();
export type HealthFinding = z.infer<typeof HealthFinding>;

export const SecretHealth = z
  .object({ id: RecordId, name: SecretName, findings: z.array(HealthFinding).min(1).readonly() })
  .readonly();
export type SecretHealth = z.infer<typeof SecretHealth>;

export const HealthReport = z
  .object({
    at: EpochMs,
    /** 100: nothing to do. Anything to do makes it at most 99. */
    score: z.int().min(0).max(100),
    /** The score in words: how many secrets are in order, and what the others need. */
    words: z.string(),
    checked: z.int().nonnegative(),
    /** Findings that the person put off and that are not due again. */
    snoozed: z.int().nonnegative(),
    /** The worst first, then by name; a secret in order is not here. */
    secrets: z.array(SecretHealth).readonly(),
  })
  .readonly();
export type HealthReport = z.infer<typeof HealthReport>;

/** The person put a finding off until then. */
export const Snooze = z.object({ id: RecordId, kind: HealthKind, until: EpochMs }).readonly();
export type Snooze = z.infer<typeof Snooze>;

/** Secrets looked at so far. */
export const HealthProgress = z.object({ done: z.int().nonnegative(), total: z.int().nonnegative() }).readonly();
export type HealthProgress = z.infer<typeof HealthProgress>;

/** From `/`, a drive or a share, so that it means the same wherever the app was started. */
const absolutePath = z
  .string()
  .max(4096)
  .regex(/^(?:\/|[A-Za-z]:[\\/]|\\\\)[^\0]*$/);

/** `folder`: all that lies under it. `dotfiles`: only the files directly in it whose names begin with a dot. `file`: itself. */
export const ScanRoot = z.object({ kind: z.enum(['folder', 'dotfiles', 'file']), path: absolutePath }).readonly();
export type ScanRoot = z.infer<typeof ScanRoot>;

/** Where to look for copies of secrets, as the person chose it. */
export const ScanRoots = z.array(ScanRoot).min(1).max(100).readonly();
export type ScanRoots = z.infer<typeof ScanRoots>;

/** `redact`: delete the text from the file. `import`: keep it in Postern instead. */
export const ExposureFix = z.enum(['rotate', 'redact', 'import']);
export type ExposureFix = z.infer<typeof ExposureFix>;

/** `line` counts from 1; what goes over several lines counts at its first. A value in the path itself is redacted there. */
const place = { path: z.string(), line: z.int().positive(), fixes: z.array(ExposureFix).readonly() };

export const ExposureFinding = z.discriminatedUnion('kind', [
  /** A value of the vault. `form` plain: as it is; encoded: as base64, hex, in a URL, or escaped. */
  z
    .object({
      kind: z.literal('vault'),
      ...place,
      secret: SecretName,
      field: FieldName,
      form: z.enum(['plain', 'encoded']),
    })
    .readonly(),
  /** Something that looks like a secret. `what`: the name of `rule` in words. `moved`: the secret that the person made of it. */
  z
    .object({
      kind: z.literal('shape'),
      ...place,
      rule: z.string(),
      what: z.string(),
      moved: z.object({ id: RecordId, name: SecretName }).readonly().optional(),
    })
    .readonly(),
]);
export type ExposureFinding = z.infer<typeof ExposureFinding>;

/** Which of the findings that look like a secret. */
export const ShapePlace = z
  .object({ path: z.string().max(4096), line: z.int().positive(), rule: z.string().max(64) })
  .readonly();
export type ShapePlace = z.infer<typeof ShapePlace>;

/**
 * Why something was not searched. `large`: over 16 MiB. `binary`: a NUL in its first 8 KiB. `unreadable`: no permission, or gone
 * meanwhile. `special`: no regular file. `link`: a symbolic link; what it points at is searched only if it lies in a root.
 * `elsewhere`: on another file system than its root. `deep`: too many folders deep. `many`: here the scan ended, with more
 * files than one takes. `generated`: a folder such as `node_modules` or `.git/objects`.
 */
export const SkipReason = z.enum([
  'large',
  'binary',
  'unreadable',
  'special',
  'link',
  'elsewhere',
  'deep',
  'many',
  'generated',
]);
export type SkipReason = z.infer<typeof SkipReason>;

const count = z.int().nonnegative();

/** `secrets`: those made ready to be searched for. The files begin when all are. */
export const ExposureProgress = z
  .object({ secrets: count, ofSecrets: count, files: count, bytes: count, skipped: count, findings: count })
  .readonly();
export type ExposureProgress = z.infer<typeof ExposureProgress>;

export const ExposureReport = z
  .object({
    /** `cancelled`: what was found up to then. */
    end: z.enum(['complete', 'cancelled']),
    findings: z.array(ExposureFinding).readonly(),
    /** Findings beyond the most that are listed of one file and of all. */
    unlisted: count,
    files: count,
    bytes: count,
    skipped: z.record(SkipReason, count),
    /** Fields whose values cannot be told from ordinary text, so they were not searched for. */
    unsearched: z.array(z.object({ secret: SecretName, field: FieldName }).readonly()).readonly(),
  })
  .readonly();
export type ExposureReport = z.infer<typeof ExposureReport>;
