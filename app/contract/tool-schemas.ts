// What each MCP tool gives, in snake_case. Flat objects without null: the most portable JSON Schema there is.
import { z } from 'zod';

export const ToolStatus = z.enum([
  'completed',
  'answered',
  'denied',
  'blocked',
  'expired',
  'cancelled',
  'failed',
  'pending',
]);
export type ToolStatus = z.infer<typeof ToolStatus>;

/** Whether calling again makes sense: never, with a changed input, or with the same once `next` has happened. */
export const Retry = z.enum(['no', 'changed', 'later']);
export type Retry = z.infer<typeof Retry>;

const outcome = {
  status: ToolStatus,
  code: z.string().optional().describe('When failed: what kind of failure.'),
  message: z.string().optional().describe('What happened.'),
  retry: Retry.optional().describe(
    'Whether to call again: no; with a changed input; or later, with the same, after `next`.',
  ),
  retry_after_seconds: z.int().optional().describe('When later: not before so many seconds, where that is known.'),
  next: z.string().optional().describe('What to do now.'),
};
const waiting = {
  waiting_for: z.enum(['pairing', 'unlock', 'approval', 'value', 'run']).optional().describe('When pending.'),
};
const request = {
  ...outcome,
  ...waiting,
  request_id: z.string().optional().describe('When pending: give it to wait_for_request.'),
  denied_by: z
    .enum(['person', 'remembered', 'rule', 'headless'])
    .optional()
    .describe(
      'When denied: the person now, the person before, or a rule of theirs; headless: Postern runs without a window, so nobody could be asked.',
    ),
  reason: z.string().optional().describe("When denied: the person's own words, or their rule."),
};
const names = {
  about: z.array(z.string()).optional().describe('Names that the failure is about.'),
  near: z.array(z.string()).optional().describe('Existing names that are similar.'),
};
const shown = {
  cut_bytes: z.int().optional().describe('Bytes left out of the middle.'),
  withheld: z.literal('binary').optional().describe('It was binary and is not shown.'),
  redactions: z.array(z.object({ name: z.string(), count: z.int() })).optional(),
  hidden_findings: z.int().optional().describe('Places that only looked like a secret, and were hidden.'),
  duration_ms: z.int().optional(),
};
const run = {
  exit_code: z.int().optional().describe("The command's exit code. Missing when a signal ended it."),
  signal: z.string().optional(),
  timed_out: z.boolean().optional(),
  output: z.string().optional().describe('What the command printed; [REDACTED:name] stands where a value stood.'),
  output_bytes: z.int().optional(),
  ...shown,
};
const call = {
  http_status: z.int().optional().describe('When answered: the status of the API, also 4xx and 5xx.'),
  headers: z
    .record(z.string(), z.string())
    .optional()
    .describe('Of the answer; names in lower case. A redirect is not followed: look at `location`.'),
  body: z.string().optional().describe('Of the answer; [REDACTED:name] stands where a value stood.'),
  body_bytes: z.int().optional(),
  blocked_for: z
    .array(z.enum(['vault_value', 'secret_shape']))
    .optional()
    .describe('When blocked: what the request held.'),
  ...shown,
};
const added = {
  name: z.string().optional().describe('The secret that the person added.'),
  env: z.string().optional().describe('Its environment variable.'),
};

export const ListedField = z.object({
  name: z.string(),
  env: z.string().optional().describe('Environment variable it is given in when you name none.'),
  given_as: z
    .enum(['environment', 'file', 'totp', 'stdin'])
    .describe(
      'environment: the variable holds the value. file: it holds the path of a file. totp: it holds a one-time code.',
    ),
  value: z.string().optional().describe('Only of a field that is not secret, such as a user name.'),
  ends_with: z.string().optional().describe('The last four characters, where the person allowed that.'),
});
export type ListedField = z.infer<typeof ListedField>;

const MaskedField = ListedField.extend({
  sensitive: z.boolean(),
  masked: z
    .string()
    .optional()
    .describe(
      'Of a sensitive field: eight stars whatever its length, then the last four characters where the person allowed that.',
    ),
});

export const ListedSecret = z.object({
  name: z.string(),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  kind: z.string().optional().describe('What kind of secret it is.'),
  url: z.string().optional(),
  projects: z.array(z.string()).optional().describe('Projects it is for. None: any.'),
  environment: z.string().optional().describe('Such as dev, staging or prod.'),
  fields: z.array(ListedField).describe('Its parts. A command gets those with `env`, unless you name one.'),
  tier: z
    .enum(['placeholder', 'run', 'guarded', 'never'])
    .describe(
      'run: for commands and http_request. guarded: the same, and the person must be present. placeholder: for http_request alone. never: for neither.',
    ),
  auth_pattern: z.enum(['bearer', 'basic', 'header', 'query', 'environment', 'other']).optional(),
  auth_name: z.string().optional(),
  auth_text: z.string().optional(),
  auth_instructions: z.string().optional(),
  allowed_hosts: z.array(z.string()).optional().describe('Where http_request may send it.'),
  expires_at: z.string().optional().describe('ISO 8601.'),
  updated_at: z.string().describe('ISO 8601.'),
});
export type ListedSecret = z.infer<typeof ListedSecret>;

export const MaskedSecret = ListedSecret.extend({
  fields: z.array(MaskedField).describe('Its parts: those that are not sensitive in full, the others masked.'),
  version: z.int().describe('Goes up with each change.'),
  created_at: z.string().describe('ISO 8601.'),
});
export type MaskedSecret = z.infer<typeof MaskedSecret>;

export const ScanFinding = z.object({
  kind: z.enum(['vault_value', 'secret_shape']),
  what: z.string().describe('What it is, in words.'),
  secret: z.string().optional().describe("The person's secret whose whole value is in the text."),
  count: z.int(),
  lines: z.array(z.int()).optional().describe('Where it looks like a secret: the first lines, from 1.'),
});
export type ScanFinding = z.infer<typeof ScanFinding>;

const locksAt = z.string().optional().describe('When Postern locks by itself, ISO 8601.');

export const ListSecretsOutput = z.object({ ...outcome, ...waiting, secrets: z.array(ListedSecret).optional() });
export const RunWithSecretsOutput = z.object({ ...request, ...names, ...run });
export const HttpRequestOutput = z.object({ ...request, ...names, ...call });
export const RequestSecretOutput = z.object({ ...request, ...names, ...added });
export const SecretExistsOutput = z.object({
  ...outcome,
  ...waiting,
  exists: z.boolean().optional(),
  matches: z.int().optional().describe('How many secrets the name or glob fits.'),
  near: names.near,
});
export const SecretGetMaskedOutput = z.object({ ...outcome, ...waiting, ...names, secret: MaskedSecret.optional() });
export const WaitForRequestOutput = z.object({ ...request, ...names, ...run, ...call, ...added, locks_at: locksAt });
export const CancelRequestOutput = z.object({
  ...outcome,
  cancelled: z.boolean().optional().describe('false: it had ended before.'),
});
export const ScanTextOutput = z.object({ ...outcome, ...waiting, findings: z.array(ScanFinding).optional() });
export const SessionOutput = z.object({
  ...outcome,
  ...waiting,
  vault: z.enum(['empty', 'locked', 'unlocked']).optional().describe('empty: the person has not set Postern up yet.'),
  locks_at: locksAt,
  secret_count: z.int().optional(),
  questions_waiting: z.int().optional().describe('Questions that wait for the person.'),
});
export const SetTtlOutput = z.object({ ...SessionOutput.shape, ...request });
export const GuideOutput = z.object({ ...outcome, guide: z.string().optional() });

/** Any tool's answer: the union of all fields, for code that words them. */
export const ToolOutput = z.object({
  ...WaitForRequestOutput.shape,
  ...ListSecretsOutput.shape,
  ...SecretExistsOutput.shape,
  ...SecretGetMaskedOutput.shape,
  ...CancelRequestOutput.shape,
  ...ScanTextOutput.shape,
  ...SessionOutput.shape,
  ...GuideOutput.shape,
});
export type ToolOutput = z.infer<typeof ToolOutput>;
