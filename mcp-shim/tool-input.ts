// What an agent gave a tool, parsed: it fits the tool's schema, or it is said where and how it does not.
import { isAbsolute, resolve } from 'node:path';
import type { z } from 'zod';
import type { CallRequest } from '../app/contract/call.ts';
import { BrokerError } from '../app/contract/fault.ts';
import type { RunRequest } from '../app/contract/run.ts';
import type { HttpRequestInput, RunWithSecretsInput } from '../app/contract/tool-inputs.ts';

export class InputFault extends Error {
  /** Paths and expectations; values are not quoted. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super('The input of a tool does not fit its schema.');
    this.problems = problems;
  }
}

/** @throws InputFault */
export function parsed<S extends z.ZodType>(schema: S, input: unknown): z.infer<S> {
  const result = schema.safeParse(input ?? {});
  if (result.success) return result.data;
  throw new InputFault(result.error.issues.map(({ path, message }) => `${pathText(path)}: ${message}`));
}

function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return text === '' ? 'arguments' : text.replace(/^\./, '');
}

/** @param own the shim's working folder; null when it is gone. @throws BrokerError cwd_missing */
export function runRequest(input: z.infer<typeof RunWithSecretsInput>, own: string | null): RunRequest {
  // The broker runs elsewhere: a relative folder means something only here.
  if (own === null && !isAbsolute(input.cwd ?? '')) throw new BrokerError('cwd_missing');
  const globs = input.secrets.flatMap(({ glob }) => glob ?? []);
  return {
    command: input.command,
    secrets: input.secrets.flatMap(({ name, field, env }) =>
      name === undefined
        ? []
        : [{ name, ...(field === undefined ? {} : { field }), ...(env === undefined ? {} : { env }) }],
    ),
    ...(globs.length === 0 ? {} : { globs }),
    cwd: resolve(own ?? '/', input.cwd ?? ''),
    ...(input.stdin === undefined ? {} : { stdin: input.stdin }),
    ...(input.timeout_seconds === undefined ? {} : { timeoutMs: input.timeout_seconds * 1000 }),
    ...(input.max_output_bytes === undefined ? {} : { maxOutputBytes: input.max_output_bytes }),
    ...(input.tty === undefined ? {} : { tty: input.tty }),
    ...(input.path === undefined ? {} : { path: input.path }),
    ...(input.environment === undefined ? {} : { environment: input.environment }),
    ...(input.reason === undefined ? {} : { reason: input.reason }),
  };
}

/** The body as it is sent: text as given, or JSON made here, so that what is approved is what was asked for. */
export function callRequest({ json, ...input }: z.infer<typeof HttpRequestInput>): CallRequest {
  const body = input.body ?? (json === undefined ? undefined : JSON.stringify(json));
  const given = Object.entries(input.headers ?? {});
  const isTyped = json === undefined || given.some(([name]) => name.toLowerCase() === 'content-type');
  const headers: CallRequest['headers'] = isTyped ? given : [...given, ['Content-Type', 'application/json']];
  return {
    ...{ method: input.method, url: input.url, secrets: input.secrets },
    ...(headers.length === 0 ? {} : { headers }),
    ...(body === undefined ? {} : { body }),
    ...(input.timeout_seconds === undefined ? {} : { timeoutMs: input.timeout_seconds * 1000 }),
    ...(input.max_answer_bytes === undefined ? {} : { maxAnswerBytes: input.max_answer_bytes }),
    ...(input.reason === undefined ? {} : { reason: input.reason }),
  };
}
