// The broker's answers as tool answers: structured, complete by themselves, without null. No value of a secret is here to lose.
import type { ResultOf, SessionView } from '../app/contract/broker.ts';
import type { Completed, RequestAnswer, RequestOutcome, WaitingFor } from '../app/contract/run.ts';
import type { TextFinding } from '../app/contract/scan.ts';
import type { SecretView } from '../app/contract/secret.ts';
import type { ListedSecret, MaskedSecret, ScanFinding, ToolOutput } from '../app/contract/tool-schemas.ts';
import type { RequestId } from '../app/contract/vocabulary.ts';
import { blocked } from './call-advice.ts';
import { answered } from './call-answer.ts';
import { failed, refused } from './refusals.ts';

export function answerOf(answer: RequestAnswer): ToolOutput {
  return answer.state === 'done' ? outcomeOf(answer.outcome) : pending(answer.waitingFor, answer.requestId);
}

const pendingWords: Readonly<Record<WaitingFor, string>> = {
  pairing: 'The person is being asked whether this client may use Postern.',
  unlock: 'Postern is locked. The request waits until the person unlocks it, in its window or from the tray.',
  approval: 'The person has not answered yet.',
  value: 'The person has not typed the value yet.',
  run: 'It is still under way.',
};

/** @param requestId null: nothing to wait for by id, the same call has to be made again */
export function pending(waitingFor: WaitingFor, requestId: RequestId | null): ToolOutput {
  const message = pendingWords[waitingFor];
  const status = { status: 'pending', waiting_for: waitingFor, message, retry: 'later' } as const;
  if (requestId === null) return { ...status, next: 'Tell the person, then call the same tool again.' };
  const next = 'Call wait_for_request with this request_id. Do not start the same request again.';
  return { ...status, request_id: requestId, next };
}

/** Postern is not there, and the client must have an answer now. */
export function away(requestId: RequestId): ToolOutput {
  return {
    status: 'pending',
    request_id: requestId,
    message: 'Postern is not running.',
    retry: 'later',
    next: 'Ask the person to start Postern, then call wait_for_request with this request_id.',
  };
}

function outcomeOf(outcome: RequestOutcome): ToolOutput {
  switch (outcome.kind) {
    case 'completed':
      return completed(outcome);
    case 'answered':
      return answered(outcome);
    case 'blocked':
      return blocked(outcome.findings);
    case 'added':
      return { status: 'completed', name: outcome.name, ...(outcome.env === null ? {} : { env: outcome.env }) };
    case 'extended':
      return { status: 'completed', vault: 'unlocked', locks_at: iso(outcome.until) };
    case 'permitted':
      return { status: 'completed' };
    case 'failed':
      return failed(outcome.code, outcome);
    case 'denied':
    case 'expired':
    case 'cancelled':
      return refused(outcome);
  }
}

function completed(run: Completed): ToolOutput {
  const next = adviceFor(run);
  return {
    status: 'completed',
    ...(run.exitCode === null ? {} : { exit_code: run.exitCode }),
    ...(run.signal === null ? {} : { signal: run.signal }),
    timed_out: run.timedOut,
    output: run.output,
    cut_bytes: run.cutBytes,
    ...(run.withheld === null ? {} : { withheld: run.withheld }),
    output_bytes: run.outputBytes,
    redactions: run.redactions.map(({ name, count }) => ({ name, count })),
    ...(run.hiddenFindings === undefined ? {} : { hidden_findings: run.hiddenFindings }),
    duration_ms: run.durationMs,
    ...(next === null ? {} : { next }),
  };
}

function adviceFor(run: Completed): string | null {
  if (run.timedOut) return 'The command was stopped at its time limit. If it needs longer, set timeout_seconds.';
  if (run.withheld === 'binary') return 'Binary output is not shown. Let the command write it to a file, or encode it.';
  if (run.cutBytes > 0) return 'The middle of the output was left out. Filter it in the command.';
  return null;
}

export function sessionAnswer(session: SessionView): ToolOutput {
  return {
    status: 'completed',
    vault: session.state,
    ...(session.locksAt === null ? {} : { locks_at: iso(session.locksAt) }),
    ...(session.secretCount === null ? {} : { secret_count: session.secretCount }),
    questions_waiting: session.waiting,
  };
}

export function listAnswer(secrets: readonly SecretView[]): ToolOutput {
  const next = 'No secret fits. Call request_secret to ask the person for one.';
  return { status: 'completed', secrets: secrets.map(listed), ...(secrets.length === 0 ? { next } : {}) };
}

export function existsAnswer({ matches, near }: ResultOf<'secrets.exists'>): ToolOutput {
  const found = { status: 'completed', exists: matches > 0, matches } as const;
  if (matches > 0) return found;
  const next = 'No secret fits. Use list_secrets to see all names, or call request_secret to ask the person for one.';
  return { ...found, ...(near.length === 0 ? { next } : { near, next: `A name in "near" may be meant. ${next}` }) };
}

export function maskedAnswer(name: string, { secret, near }: ResultOf<'secrets.view'>): ToolOutput {
  return secret === null
    ? failed('unknown_secret', { about: [name], near })
    : { status: 'completed', secret: masked(secret) };
}

export function cancelAnswer(cancelled: boolean): ToolOutput {
  const ended = 'It had ended before. wait_for_request gives its answer, unless that was picked up.';
  return { status: 'completed', cancelled, ...(cancelled ? {} : { next: ended }) };
}

/** What is to be done differs: a value is the person's already, what only looks like a secret is not in Postern. */
export function scanAnswer(findings: readonly TextFinding[]): ToolOutput {
  const kinds = new Set(findings.map(({ kind }) => kind));
  const next = [
    kinds.has('vault_value')
      ? 'The text holds values of the person: take them out, and tell the person where you found them.'
      : '',
    kinds.has('secret_shape')
      ? 'What looks like a secret: take it out too, unless it is only an example. The person can add it after request_secret.'
      : '',
  ].filter((text) => text !== '');
  return {
    status: 'completed',
    findings: findings.map(scanFinding),
    ...(next.length === 0 ? {} : { next: next.join(' ') }),
  };
}

function scanFinding(finding: TextFinding): ScanFinding {
  const { kind, count } = finding;
  if (finding.kind === 'vault_value')
    return { kind, what: 'the whole value of a secret', secret: finding.secret, count };
  return { kind, what: finding.what, count, lines: finding.lines };
}

function listed(secret: SecretView): ListedSecret {
  return {
    name: secret.name,
    tier: secret.tier,
    ...(secret.description ? { description: secret.description } : {}),
    ...(secret.tags.length > 0 ? { tags: [...secret.tags] } : {}),
    kind: secret.kind,
    ...(secret.url ? { url: secret.url } : {}),
    ...(secret.projects.length > 0 ? { projects: [...secret.projects] } : {}),
    ...(secret.environment === null ? {} : { environment: secret.environment }),
    fields: secret.fields.map(({ name, env, inject, value, lastFour }) => ({
      name,
      given_as: inject,
      ...(env === null ? {} : { env }),
      ...(value === null ? {} : { value }),
      ...(lastFour === null ? {} : { ends_with: lastFour }),
    })),
    ...(secret.authPattern === null ? {} : { auth_pattern: secret.authPattern }),
    ...(secret.authName === undefined ? {} : { auth_name: secret.authName }),
    ...(secret.authText === undefined ? {} : { auth_text: secret.authText }),
    ...(secret.authInstructions ? { auth_instructions: secret.authInstructions } : {}),
    ...(secret.allowedHosts.length > 0 ? { allowed_hosts: [...secret.allowedHosts] } : {}),
    ...(secret.expiresAt === null ? {} : { expires_at: iso(secret.expiresAt) }),
    updated_at: iso(secret.updatedAt),
  };
}

/** SECURITY P1: of a sensitive value always as many stars, so that nothing tells its length. */
const stars = '********';

function masked(secret: SecretView): MaskedSecret {
  const { fields, ...rest } = listed(secret);
  return {
    ...rest,
    fields: fields.map((field, at) => {
      const sensitive = secret.fields[at]?.sensitive ?? true;
      return { ...field, sensitive, ...(sensitive ? { masked: `${stars}${field.ends_with ?? ''}` } : {}) };
    }),
    version: secret.version,
    created_at: iso(secret.createdAt),
  };
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
