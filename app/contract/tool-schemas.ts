// What each MCP tool takes and gives, in snake_case. Flat objects without null: the most portable JSON Schema there is.
import { z } from 'zod';
import { runLimits } from './run.ts';
import { RequestId, SecretName } from './vocabulary.ts';

const requestId = RequestId.describe('The request_id of an earlier answer with status "pending".');

export const ListSecretsInput = z.strictObject({
  tag: z.string().max(40).optional().describe('Only secrets with this tag.'),
  glob: z.string().max(256).optional().describe('Only secrets whose name matches, such as "github/*".'),
});

export const RunWithSecretsInput = z.strictObject({
  command: z
    .union([z.string(), z.array(z.string()).max(10_000)])
    .describe(
      'A string is a line for the person\'s shell, so "$GITHUB_TOKEN" works in it. An array is a program and its arguments without a shell: nothing is expanded.',
    ),
  secrets: z
    .array(
      z.strictObject({
        name: z.string().max(256).describe('Name of the secret, as list_secrets gives it.'),
        field: z
          .string()
          .max(64)
          .optional()
          .describe('One field of the secret. Default: all fields that have an `env` of their own.'),
        env: z
          .string()
          .max(256)
          .optional()
          .describe("Environment variable for that field. Default: the field's own `env`."),
      }),
    )
    .max(runLimits.secrets)
    .describe('The secrets that the command needs, and no others.'),
  cwd: z.string().max(4096).optional().describe('Absolute working folder. Default: the folder you were started in.'),
  stdin: z.string().max(runLimits.stdinBytes).optional().describe('Text for standard input.'),
  timeout_seconds: z
    .int()
    .min(1)
    .max(runLimits.maxTimeoutMs / 1000)
    .optional()
    .describe(`The command is stopped after this many seconds. Default ${runLimits.defaultTimeoutMs / 1000}.`),
  max_output_bytes: z
    .int()
    .min(1024)
    .max(runLimits.maxOutputBytes)
    .optional()
    .describe(`Longer output keeps its head and tail. Default ${runLimits.defaultOutputBytes}.`),
  tty: z.boolean().optional().describe('false: plain pipes instead of a terminal, for exact bytes. Default true.'),
  path: z.string().max(32_768).optional().describe("PATH for the command, instead of the person's own."),
  reason: z.string().max(1000).optional().describe('One sentence for the person who approves: why you need this.'),
  environment: z
    .string()
    .max(32)
    .optional()
    .describe('Such as "dev" or "prod": reads the names of the secrets as the person set it up for that environment.'),
});

export const RequestSecretInput = z.strictObject({
  name: SecretName.describe('Name for the new secret, such as "github/token".'),
  purpose: z.string().min(1).max(1000).describe('One sentence for the person: what it is for.'),
  obtain_from: z.string().max(500).optional().describe('Where the person gets the value: a page or a command.'),
  env: z.string().max(128).optional().describe('Environment variable it is usually given in.'),
});

export const ScanTextInput = z.strictObject({
  text: z.string().describe('The text to look through, at most 256 KiB.'),
});

export const WaitForRequestInput = z.strictObject({ request_id: requestId });
export const NoInput = z.strictObject({});

export const ToolStatus = z.enum(['completed', 'denied', 'expired', 'cancelled', 'failed', 'pending']);
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
    .enum(['person', 'remembered', 'rule'])
    .optional()
    .describe('When denied: the person now, the person before, or a rule of theirs.'),
  reason: z.string().optional().describe("When denied: the person's own words, or their rule."),
};
const names = {
  about: z.array(z.string()).optional().describe('Names that the failure is about.'),
  near: z.array(z.string()).optional().describe('Existing names that are similar.'),
};
const run = {
  exit_code: z.int().optional().describe("The command's exit code. Missing when a signal ended it."),
  signal: z.string().optional(),
  timed_out: z.boolean().optional(),
  output: z.string().optional().describe('What the command printed; [REDACTED:name] stands where a value stood.'),
  cut_bytes: z.int().optional().describe('Bytes left out of the middle of `output`.'),
  withheld: z.literal('binary').optional().describe('The output was binary and is not shown.'),
  output_bytes: z.int().optional(),
  redactions: z.array(z.object({ name: z.string(), count: z.int() })).optional(),
  hidden_findings: z.int().optional().describe('Places in `output` that only looked like a secret, and were hidden.'),
  duration_ms: z.int().optional(),
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
    .describe('run: for commands. guarded: the same, and the person must be present. Others: not for commands.'),
  auth_pattern: z.enum(['bearer', 'basic', 'header', 'query', 'environment', 'other']).optional(),
  auth_instructions: z.string().optional(),
  allowed_hosts: z.array(z.string()).optional(),
  expires_at: z.string().optional().describe('ISO 8601.'),
  updated_at: z.string().describe('ISO 8601.'),
});
export type ListedSecret = z.infer<typeof ListedSecret>;

export const ScanFinding = z.object({
  kind: z.enum(['vault_value', 'secret_shape']),
  what: z.string().describe('What it is, in words.'),
  secret: z.string().optional().describe("The person's secret whose whole value is in the text."),
  count: z.int(),
  lines: z.array(z.int()).optional().describe('Where it looks like a secret: the first lines, from 1.'),
});
export type ScanFinding = z.infer<typeof ScanFinding>;

export const ListSecretsOutput = z.object({ ...outcome, ...waiting, secrets: z.array(ListedSecret).optional() });
export const RunWithSecretsOutput = z.object({ ...request, ...names, ...run });
export const RequestSecretOutput = z.object({ ...request, ...names, ...added });
export const WaitForRequestOutput = z.object({ ...request, ...names, ...run, ...added });
export const ScanTextOutput = z.object({ ...outcome, ...waiting, findings: z.array(ScanFinding).optional() });
export const SessionOutput = z.object({
  ...outcome,
  ...waiting,
  vault: z.enum(['empty', 'locked', 'unlocked']).optional().describe('empty: the person has not set Postern up yet.'),
  locks_at: z.string().optional().describe('When it locks by itself, ISO 8601.'),
  secret_count: z.int().optional(),
  questions_waiting: z.int().optional().describe('Questions that wait for the person.'),
});
export const GuideOutput = z.object({ ...outcome, guide: z.string().optional() });

/** Any tool's answer: the union of all fields, for code that words them. */
export const ToolOutput = z.object({
  ...WaitForRequestOutput.shape,
  ...ListSecretsOutput.shape,
  ...ScanTextOutput.shape,
  ...SessionOutput.shape,
  ...GuideOutput.shape,
});
export type ToolOutput = z.infer<typeof ToolOutput>;
