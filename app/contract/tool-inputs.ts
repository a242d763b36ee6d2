// What each MCP tool takes, in snake_case. Strict, flat objects: the most portable JSON Schema there is. SECURITY P1: no value has a place here.
import { z } from 'zod';
import { callLimits } from './call.ts';
import { runLimits } from './run.ts';
import { RequestId, SecretName } from './vocabulary.ts';

const requestId = RequestId.describe('The request_id of an earlier answer with status "pending".');

export const ListSecretsInput = z.strictObject({
  tag: z.string().max(40).optional().describe('Only secrets with this tag.'),
  glob: z.string().max(256).optional().describe('Only secrets whose name matches, such as "github/*".'),
  project: z.string().max(40).optional().describe('Only secrets for this project, and those for any project.'),
  environment: z.string().max(40).optional().describe('Only secrets of this environment, such as "prod".'),
});

export const SecretExistsInput = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(256)
    .describe(
      'A name such as "github/token", or a glob: * within one step of a name, ** across steps, ? one character.',
    ),
});

export const SecretGetMaskedInput = z.strictObject({
  name: z.string().min(1).max(256).describe('Name of the secret, as list_secrets gives it.'),
});

export const RunWithSecretsInput = z.strictObject({
  command: z
    .union([z.string(), z.array(z.string()).max(10_000)])
    .describe(
      'A string is a line for the person\'s shell, so "$GITHUB_TOKEN" works in it. An array is a program and its arguments without a shell: nothing is expanded.',
    ),
  secrets: z
    .array(
      z
        .strictObject({
          name: z
            .string()
            .max(256)
            .optional()
            .describe('Name of the secret, as list_secrets gives it. Each entry has a name or a glob.'),
          glob: z
            .string()
            .max(256)
            .optional()
            .describe(
              'Instead of a name: all secrets that fit, such as "aws/*", each in its own variables. Those that no command may have, or that have no variable, are left out.',
            ),
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
        })
        .refine(isNameOrGlob, 'expected a name (with field and env, if need be) or else a glob alone'),
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

export const HttpRequestInput = z
  .strictObject({
    method: z.string().max(32).describe('GET, HEAD, POST, PUT, PATCH or DELETE.'),
    url: z
      .string()
      .max(callLimits.urlChars)
      .describe(
        'The whole https address with its query. Its host has to be one of the allowed_hosts of each secret. Leave out what the secret adds.',
      ),
    headers: z
      .record(z.string(), z.string())
      .optional()
      .describe('Such as {"Accept": "application/json"}. No sign-in and no cookies: the secret adds its own header.'),
    body: z.string().max(callLimits.heldBodyBytes).optional().describe('Text to send, as it is; at most 1 MiB.'),
    json: z
      .union([z.looseObject({}), z.array(z.unknown())])
      .optional()
      .describe(
        'Instead of body: a JSON object or array, sent as application/json unless headers name another Content-Type.',
      ),
    secrets: z
      .array(z.string().max(256))
      .min(1)
      .max(callLimits.secrets)
      .describe(
        'Names of secrets, as list_secrets gives them. Postern adds each in its own way (auth_pattern); you say nothing about where.',
      ),
    timeout_seconds: z
      .int()
      .min(1)
      .max(callLimits.maxTimeoutMs / 1000)
      .optional()
      .describe(
        `The answer has so many seconds to begin, and as many to be complete. Default ${callLimits.defaultTimeoutMs / 1000}.`,
      ),
    max_answer_bytes: z
      .int()
      .min(1024)
      .max(callLimits.maxAnswerBytes)
      .optional()
      .describe(`A longer answer keeps its head and tail. Default ${callLimits.defaultAnswerBytes}.`),
    reason: z.string().max(1000).optional().describe('One sentence for the person who approves: why you need this.'),
  })
  .refine(({ body, json }) => body === undefined || json === undefined, 'expected body or json, not both');

export const RequestSecretInput = z.strictObject({
  name: SecretName.describe('Name for the new secret, such as "github/token".'),
  purpose: z.string().min(1).max(1000).describe('One sentence for the person: what it is for.'),
  obtain_from: z.string().max(500).optional().describe('Where the person gets the value: a page or a command.'),
  env: z.string().max(128).optional().describe('Environment variable it is usually given in.'),
});

export const UpdateSecretInput = z.strictObject({
  name: SecretName.describe('Name of the secret, as list_secrets gives it.'),
  purpose: z.string().min(1).max(1000).describe('One sentence for the person: why it needs a new value.'),
  obtain_from: z.string().max(500).optional().describe('Where the person gets the new value: a page or a command.'),
});

export const SetTtlInput = z.strictObject({
  hours: z.number().min(0.5).max(24).multipleOf(0.5).describe('From now, in steps of half an hour: 0.5 to 24.'),
  reason: z.string().max(1000).optional().describe('One sentence for the person, who is asked when it gets longer.'),
});

export const ScanTextInput = z.strictObject({
  text: z.string().describe('The text to look through, at most 256 KiB.'),
});

export const WaitForRequestInput = z.strictObject({ request_id: requestId });
export const CancelRequestInput = z.strictObject({ request_id: requestId });
export const NoInput = z.strictObject({});

function isNameOrGlob(asked: {
  name?: string | undefined;
  glob?: string | undefined;
  field?: string | undefined;
  env?: string | undefined;
}): boolean {
  if (asked.glob === undefined) return asked.name !== undefined;
  return asked.name === undefined && asked.field === undefined && asked.env === undefined;
}
