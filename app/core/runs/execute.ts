// The part of a run in which plaintext exists: inject, run, redact, collect. Nothing leaves it unredacted.
import type { AuditCommand } from '../../contract/audit-command.ts';
import { BrokerError, type FaultCode, faultCodeOf } from '../../contract/fault.ts';
import type { Action, RunOutcome } from '../../contract/run.ts';
import { recordQuietly } from '../audit/record-quietly.ts';
import { wipe } from '../crypto/wipe.ts';
import type { RunExit } from '../ports/runner.ts';
import { digestOf } from './action.ts';
import { baseEnvironment } from './environment.ts';
import { type FieldInUse, fieldsInUse, type Injected, inject, requireInjectable } from './injection.ts';
import { endWords } from './live-end.ts';
import { createLiveOutput } from './live-output.ts';
import type { LiveHandle } from './live-runs.ts';
import { type ShownOutput, withoutFindings } from './output-findings.ts';
import { cancelled, type RequestHandle } from './request-entry.ts';
import type { OneRunHouse } from './run-house.ts';
import { createRunOutput, nothingWritten } from './run-output.ts';
import { programOf } from './shell.ts';

export interface Start {
  readonly handle: Pick<RequestHandle, 'id' | 'owner' | 'signal' | 'stop'>;
  readonly by: 'approval' | 'grant' | 'rule';
  /** The grant it runs under; null: under none. */
  readonly grant: string | null;
  /** The command as the audit may hold it. */
  readonly command: AuditCommand;
  /** The folder as the audit may hold it. */
  readonly cwd: string;
}

/** @throws BrokerError audit_unwritable, run_failed, as `inject`, as `References.resolve` and as `RunFiles.withFiles` */
export function execute(house: OneRunHouse, action: Action, start: Start): Promise<RunOutcome> {
  const { id, signal } = start.handle;
  const ids = [...new Set(action.secrets.map(({ id }) => id))];
  return house.secrets.withRevealed(ids, async (revealed) => {
    const held = fieldsInUse(action.secrets, revealed);
    for (const field of held) requireInjectable(field);
    // SECURITY P3: no record, no run; asking another store for a value counts as part of it.
    house.audit.record({
      kind: 'run.started',
      at: house.clock.now(),
      requestId: id,
      client: action.client,
      action: digestOf(action),
      secrets: [...new Set(action.secrets.map(({ name }) => name))],
      command: start.command,
      cwd: start.cwd.slice(0, 4096),
      by: start.by,
    });
    const startedAt = house.clock.now();
    const watched = house.live.begin(start.handle, {
      ...{ clientName: action.client.name, command: start.command.text, cwd: start.cwd },
      ...{ secrets: [...new Set(action.secrets.map(({ name }) => name))], startedAt },
    });
    const ran = await attempt(house, action, { signal, watched }, held);
    watched.end(endWords(ran.exit, ran.fault, signal));
    const durationMs = Math.max(0, house.clock.now() - startedAt);
    const { exit, fault, written } = ran;
    const { cutBytes, withheld, redactions, hiddenFindings } = written;
    recordQuietly(house.audit, house.log, {
      kind: 'run.finished',
      at: house.clock.now(),
      requestId: id,
      client: action.client,
      exitCode: exit?.exitCode ?? null,
      signal: exit?.signal ?? null,
      end: fault === null ? (exit?.end ?? 'failed') : 'failed',
      ...{ durationMs, redactions, cutBytes, withheld },
      ...(hiddenFindings === undefined ? {} : { hiddenFindings }),
      ...(signal.reason === 'person' ? { stoppedBy: 'person' as const } : {}),
    });
    if (start.grant !== null && redactions.length > 0) endLeaking(house, start.grant);
    if (exit?.end === 'aborted' || (exit === null && signal.aborted)) return cancelled(signal);
    if (fault !== null || exit === null) throw new BrokerError(fault ?? 'internal');
    const timedOut = exit.end === 'timed_out';
    return { kind: 'completed', exitCode: exit.exitCode, signal: exit.signal, timedOut, ...written, durationMs };
  });
}

/** A grant whose runs print secrets again and again ends: the next run asks the person. */
function endLeaking(house: OneRunHouse, id: string): void {
  const ended = house.grants.leaked(id);
  if (ended === null) return;
  const client = { id: ended.clientId, name: ended.clientName };
  recordQuietly(house.audit, house.log, {
    ...{ kind: 'grant.revoked', at: house.clock.now(), client, grant: id, why: 'leaks' },
  });
}

interface Watched {
  readonly signal: AbortSignal;
  readonly watched: LiveHandle;
}

interface Ran {
  /** null: it never ran to an end. */
  readonly exit: RunExit | null;
  readonly fault: FaultCode | null;
  readonly written: ShownOutput;
}

/** Never rejects, so that every run that was recorded as started is recorded as finished. */
async function attempt(house: OneRunHouse, action: Action, run: Watched, held: readonly FieldInUse[]): Promise<Ran> {
  try {
    const ran = await withResolved(house, action, run.signal, (resolved) => {
      const fields = inOrder(action, [...held, ...resolved]);
      const injected = inject(fields, house.clock.now());
      for (const { about, value } of fields) {
        if (about.sensitive) house.released.add(about.name, value);
        house.secrets.markUsed(about.id, house.clock.now());
      }
      return withPaths(house, injected, (env) => runRedacted(house, action, run, { ...injected, env }));
    });
    return { ...ran, written: await withoutFindings(house, action.client.id, ran.written) };
  } catch (thrown) {
    return { exit: null, fault: faultCodeOf(thrown), written: nothingWritten };
  }
}

/** Fields that are files exist for as long as `use` runs, and their variables hold the paths. */
function withPaths<T>(
  house: OneRunHouse,
  { env, files }: Injected,
  use: (env: Injected['env']) => Promise<T>,
): Promise<T> {
  if (files.length === 0) return use(env);
  return house.runFiles.withFiles(files, (paths) => {
    return use({ ...env, ...Object.fromEntries(files.map((file, i) => [file.env, paths[i] ?? ''])) });
  });
}

/** Values that lie elsewhere are asked for here, after the approval; they are wiped when `use` ends. */
async function withResolved<T>(
  house: OneRunHouse,
  action: Action,
  signal: AbortSignal,
  use: (fields: readonly FieldInUse[]) => Promise<T>,
): Promise<T> {
  const resolved: FieldInUse[] = [];
  try {
    for (const about of action.secrets) {
      if (about.reference === null) continue;
      const wanted = about.inject === 'file' ? 'bytes' : 'text';
      resolved.push({ about, value: await house.references.resolve(about.reference, signal, wanted) });
    }
    return await use(resolved);
  } finally {
    wipe(...resolved.map(({ value }) => value));
  }
}

async function runRedacted(
  house: OneRunHouse,
  action: Action,
  { signal, watched }: Watched,
  { env, stdin }: Injected,
): Promise<Ran> {
  const { openScreen, clock } = house;
  const matcher = await house.released.matcher();
  const output = createRunOutput(matcher, action, openScreen);
  const live = createLiveOutput({ matcher, openScreen, clock, watched }, action);
  const base = baseEnvironment(await house.login.resolve(), action);
  let exit: RunExit | null = null;
  let fault: FaultCode | null = null;
  try {
    exit = await house.runner.run(
      {
        ...programOf(action),
        env: { ...base, ...env },
        cwd: action.cwd,
        stdin: stdin ?? (action.stdin === null ? null : Buffer.from(action.stdin, 'utf8')),
        tty: action.tty,
        size: action.terminal,
        timeoutMs: action.timeoutMs,
      },
      (chunk, stream) => {
        output.take(chunk, stream);
        return live.take(chunk, stream);
      },
      signal,
    );
    await live.end();
    await output.end();
  } catch (thrown) {
    fault = faultCodeOf(thrown);
  } finally {
    live.close();
  }
  return { exit, fault, written: output.finish() };
}

function inOrder(action: Action, fields: readonly FieldInUse[]): FieldInUse[] {
  return action.secrets.flatMap((about) => fields.find((field) => field.about === about) ?? []);
}
