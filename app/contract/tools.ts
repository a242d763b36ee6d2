// The MCP tools an agent sees: names, words for models, schemas. The shim serves this table with or without a broker.
import { z } from 'zod';
import {
  CancelRequestInput,
  HttpRequestInput,
  ListSecretsInput,
  NoInput,
  RequestSecretInput,
  RunWithSecretsInput,
  ScanTextInput,
  SecretExistsInput,
  SecretGetMaskedInput,
  SetTtlInput,
  UpdateSecretInput,
  WaitForRequestInput,
} from './tool-inputs.ts';
import {
  CancelRequestOutput,
  GuideOutput,
  HttpRequestOutput,
  ListSecretsOutput,
  RequestSecretOutput,
  RunWithSecretsOutput,
  ScanTextOutput,
  SecretExistsOutput,
  SecretGetMaskedOutput,
  SessionOutput,
  SetTtlOutput,
  WaitForRequestOutput,
} from './tool-schemas.ts';

/** Hints for clients; they decide nothing here. */
const looksOnly = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };
const asksThePerson = { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false };

export const tools = {
  list_secrets: {
    title: 'List secrets',
    description:
      "Names the secrets you may use, with how each one authenticates and which environment variable it goes into. Never values. Call it before run_with_secrets or http_request when you do not know a secret's exact name.",
    input: ListSecretsInput,
    output: ListSecretsOutput,
    annotations: looksOnly,
    alwaysLoaded: true,
  },
  secret_exists: {
    title: 'Is there such a secret?',
    description:
      'Tells whether there is a secret with this name, or how many fit a glob such as "aws/*"; of a name that is not there, similar ones. Only secrets that you may use count.',
    input: SecretExistsInput,
    output: SecretExistsOutput,
    annotations: looksOnly,
    alwaysLoaded: false,
  },
  secret_get_masked: {
    title: 'Describe one secret',
    description:
      'Describes one secret: its fields and variables, how it authenticates, where it may be sent, when it expires. Fields that are not sensitive, such as a user name, come in full; others masked, without their length. To use a value, call run_with_secrets or http_request.',
    input: SecretGetMaskedInput,
    output: SecretGetMaskedOutput,
    annotations: looksOnly,
    alwaysLoaded: false,
  },
  run_with_secrets: {
    title: 'Run a command with secrets',
    description:
      'Runs a command with secrets in its environment variables and returns its output with every value redacted. Use it whenever a command needs a token, key or password; for a plain HTTP API use http_request. The person sees the exact command and approves it, so this may take minutes; a pending answer carries a request_id for wait_for_request. Refer to values as "$NAME" in the command.',
    input: RunWithSecretsInput,
    output: RunWithSecretsOutput,
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
    alwaysLoaded: true,
  },
  http_request: {
    title: 'Call an HTTP API with secrets',
    description:
      "Makes one HTTPS request with a secret added to it and returns the answer with every value redacted. Use it instead of run_with_secrets to call an HTTP API: the value enters no process, and secrets of the tier placeholder go no other way. Name the secret and leave sign-in out: Postern adds it by the secret's auth_pattern, and only for its allowed_hosts. Redirects are not followed. The person sees the exact request and approves it, so this may take minutes; a pending answer carries a request_id for wait_for_request.",
    input: HttpRequestInput,
    output: HttpRequestOutput,
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
    alwaysLoaded: true,
  },
  request_secret: {
    title: 'Ask the person for a secret',
    description:
      'Asks the person to add a secret that list_secrets does not have. You give its name, purpose and where to obtain it; the person types the value into Postern. You never see it, and there is no argument for it.',
    input: RequestSecretInput,
    output: RequestSecretOutput,
    annotations: asksThePerson,
    alwaysLoaded: false,
  },
  update_secret: {
    title: 'Ask the person for a new value',
    description:
      'Asks the person to type a new value for a secret that is there, because it expired, was revoked or is rejected. You say why and where to obtain it; the person types it into Postern. You never see it, and there is no argument for it.',
    input: UpdateSecretInput,
    output: RequestSecretOutput,
    annotations: { ...asksThePerson, destructiveHint: true },
    alwaysLoaded: false,
  },
  wait_for_request: {
    title: 'Wait for a pending request',
    description:
      'Waits for the answer to a request that came back as pending, and returns what the tool that was called first would have returned. An answer can be picked up once. Call it again while it stays pending.',
    input: WaitForRequestInput,
    output: WaitForRequestOutput,
    annotations: { ...looksOnly, idempotentHint: false },
    alwaysLoaded: false,
  },
  cancel_request: {
    title: 'Withdraw a pending request',
    description:
      'Withdraws a request that came back as pending: the person is not asked any more, and what it started is stopped. Use it when the result is no longer needed.',
    input: CancelRequestInput,
    output: CancelRequestOutput,
    annotations: { ...asksThePerson, destructiveHint: true, idempotentHint: true },
    alwaysLoaded: false,
  },
  scan_text: {
    title: 'Look for secrets in a text',
    description:
      'Tells whether a text holds whole values of secrets that you may use, or what only looks like a secret, such as a token or a private key. Call it before you commit, publish or send text that might hold one. Never pieces and never where a value stands. It is no way to guess values: texts that hold them again and again pause you.',
    input: ScanTextInput,
    output: ScanTextOutput,
    annotations: { ...looksOnly, idempotentHint: false },
    alwaysLoaded: false,
  },
  session_status: {
    title: 'Session status',
    description:
      'Tells whether Postern is locked, when it locks by itself, and how many questions wait for the person. You need not call it first: a request waits for the unlock by itself.',
    input: NoInput,
    output: SessionOutput,
    annotations: looksOnly,
    alwaysLoaded: false,
  },
  set_ttl: {
    title: 'Change when Postern locks',
    description:
      'Sets how long Postern stays unlocked while nobody uses it, 0.5 to 24 hours from now. Shorter is done at once; for longer the person is asked, so this may take minutes and may come back as pending. What is approved goes on keeping it unlocked, a day at most.',
    input: SetTtlInput,
    output: SetTtlOutput,
    annotations: asksThePerson,
    alwaysLoaded: false,
  },
  lock: {
    title: 'Lock Postern now',
    description:
      'The kill switch: locks Postern at once, stops every running command and ends every approval, for all agents. Only the person can unlock it again. Use it when the person asks for it or when something looks wrong.',
    input: NoInput,
    output: SessionOutput,
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
    alwaysLoaded: false,
  },
  get_guide: {
    title: 'How to use Postern',
    description: 'The manual for models: how to write commands, recipes for common tools, what each answer means.',
    input: NoInput,
    output: GuideOutput,
    annotations: looksOnly,
    alwaysLoaded: false,
  },
} as const;

export type ToolName = keyof typeof tools;

export function isToolName(name: string): name is ToolName {
  return Object.hasOwn(tools, name);
}

const ObjectSchema = z.looseObject({
  type: z.literal('object'),
  properties: z.record(z.string(), z.looseObject({})).optional(),
  required: z.array(z.string()).optional(),
});

/** What `tools/list` answers, in the table's order; schemas as JSON Schema 2020-12, MCP's own default. */
export function toolListing() {
  return Object.entries(tools).map(([name, { title, description, input, output, annotations, alwaysLoaded }]) => ({
    name,
    title,
    description,
    inputSchema: jsonSchema(input),
    outputSchema: jsonSchema(output),
    annotations,
    // Some clients show a model only the names of tools; these few have to be known without a search.
    ...(alwaysLoaded ? { _meta: { 'anthropic/alwaysLoad': true } } : {}),
  }));
}

function jsonSchema(schema: z.ZodType): z.infer<typeof ObjectSchema> {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', override: dropSafeIntegerBounds });
  return ObjectSchema.parse(rest);
}

/** Zod writes the safe-integer range into every integer; it tells a model nothing. */
function dropSafeIntegerBounds({ jsonSchema: node }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
  if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
}
