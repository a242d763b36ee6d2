// The part of a run in which plaintext exists: inject, run, redact, collect. Nothing leaves it unredacted.
import type { AuditCommand } from '../../contract/audit.ts';
import type { FaultCode } from '../../contract/fault.ts';
import { BrokerError, faultCodeOf } from '../../contract/fault.ts';
import type { Action, RunOutcome } from '../../contract/run.ts';
import type { RequestId } from '../../contract/vocabulary.ts';
import { recordQuietly } from '../audit/record-quietly.ts';
import type { RunExit } from '../ports/runner.ts';
import { judgeValue } from '../redaction/strength.ts';
import type { RevealedSecret } from '../vault/secrets.ts';
import { digestOf } from './action.ts';
import { baseEnvironment, maxEnvTotalBytes, maxEnvValueBytes } from './environment.ts';
import { cancelled } from './requests.ts';
import type { RunHouse } from './run-house.ts';
import { createRunOutput } from './run-output.ts';
import { programOf } from './shell.ts';

export interface Start {
  readonly requestId: RequestId;
  readonly by: 'approval' | 'grant';
  /** The command as the audit may hold it. */
  readonly command: AuditCommand;
  readonly signal: AbortSignal;
}

/** @throws BrokerError secret_too_short, secret_too_plain, secret_too_long, env_too_large, audit_unwritable, run_failed */
export function execute(house: RunHouse, action: Action, start: Start): Promise<RunOutcome> {
  const ids = action.secrets.map(({ id }) => id);
  return house.secrets.withRevealed(ids, async (values) => {
    const secretEnv = injected(action, values);
    const base = baseEnvironment(await house.login.resolve(), action.path);
    const audited = { requestId: start.requestId, client: action.client };
    // SECURITY P3: no record, no run.
    house.audit.record({
      kind: 'run.started',
      at: house.clock.now(),
      ...audited,
      action: digestOf(action),
      secrets: action.secrets.map(({ name }) => name),
      command: start.command,
      cwd: action.cwd,
      by: start.by,
    });
    for (const { id, name, value } of values) {
      house.released.add(name, value);
      house.secrets.markUsed(id, house.clock.now());
    }
    return runRedacted(house, action, start, { ...base, ...secretEnv });
  });
}

async function runRedacted(
  house: RunHouse,
  action: Action,
  { requestId, signal }: Start,
  env: Readonly<Record<string, string>>,
): Promise<RunOutcome> {
  const written = createRunOutput(house.released.matcher(), action.maxOutputBytes);
  const startedAt = house.clock.now();
  let exit: RunExit | null = null;
  let fault: FaultCode | null = null;
  try {
    exit = await house.runner.run(
      {
        ...programOf(action),
        env,
        cwd: action.cwd,
        stdin: action.stdin === null ? null : Buffer.from(action.stdin, 'utf8'),
        tty: action.tty,
        timeoutMs: action.timeoutMs,
      },
      written.take,
      signal,
    );
    written.end();
  } catch (thrown) {
    fault = faultCodeOf(thrown);
  }
  const durationMs = Math.max(0, house.clock.now() - startedAt);
  const { output, cutBytes, withheld, outputBytes, redactions } = written.finish();
  recordQuietly(house.audit, house.log, {
    kind: 'run.finished',
    at: house.clock.now(),
    requestId,
    client: action.client,
    exitCode: exit?.exitCode ?? null,
    signal: exit?.signal ?? null,
    end: fault === null ? (exit?.end ?? 'failed') : 'failed',
    durationMs,
    redactions,
    cutBytes,
    withheld,
  });
  if (fault !== null || exit === null) throw new BrokerError(fault ?? 'internal');
  if (exit.end === 'aborted') return cancelled(signal);
  const { exitCode, signal: ended } = exit;
  const timedOut = exit.end === 'timed_out';
  return {
    kind: 'completed',
    exitCode,
    signal: ended,
    timedOut,
    output,
    cutBytes,
    withheld,
    outputBytes,
    redactions,
    durationMs,
  };
}

/** The secrets as environment variables. SECURITY P12: a value that could not be found again in output is never injected. */
function injected(action: Action, values: readonly RevealedSecret[]): Record<string, string> {
  const env: Record<string, string> = {};
  let total = 0;
  for (const { id, version, env: name } of action.secrets) {
    const revealed = values.find((value) => value.id === id);
    if (revealed?.version !== version) throw new BrokerError('action_changed');
    const { value: bytes } = revealed;
    const value = bytes.toString('utf8');
    const weak = judgeValue(value);
    if (weak !== 'ok') throw new BrokerError(weak);
    if (bytes.includes(0)) throw new BrokerError('secret_has_nul');
    if (bytes.length > maxEnvValueBytes) throw new BrokerError('secret_too_long');
    total += bytes.length + name.length + 2;
    env[name] = value;
  }
  if (total > maxEnvTotalBytes) throw new BrokerError('env_too_large');
  return env;
}
