// One command from its start until nothing of it is left: limits, exit, stragglers. Where its output goes is for the runners.
import { setTimeout as sleep } from 'node:timers/promises';
import { BrokerError } from '../contract/fault.ts';
import type { OutputSink, OutputStream, RunEnd, RunExit, RunSpec } from '../core/ports/runner.ts';
import { openInput } from './command-pipes.ts';
import { type CommandEnd, startLeader } from './command-start.ts';
import { newMark } from './detached-spawn.ts';
import type { ProcessGroup } from './process-group.ts';
import { followGroup } from './process-group.ts';

/** What the last of a command may take after it: the `tee` of `exec > >(tee log)` ends a moment after its shell. */
const settleMs = 250;
/** For the exit of a command that the kernel will not let go of. */
const lostMs = 1000;

export interface StartedCommand {
  readonly group: ProcessGroup;
  readonly exited: Promise<CommandEnd>;
}

/** For a run that was aborted before it began. */
export const notStarted: RunExit = { exitCode: null, signal: null, end: 'aborted' };

/**
 * Starts `spec` as the leader of a session and a process group of its own, writing to the descriptors `stdout` and `stderr`.
 * It gets no controlling terminal: a prompt through /dev/tty fails at once, and its end hangs up nobody who still writes.
 * @throws BrokerError run_failed
 */
export function startCommand(spec: RunSpec, stdout: number, stderr: number): StartedCommand {
  const mark = newMark();
  const input = spec.stdin === null ? null : openInput(spec.stdin);
  const { file, argv0 = file, args, env, cwd } = spec;
  const leader = startLeader({ file, argv0, args, env, cwd, stdio: [input?.end ?? null, stdout, stderr], mark });
  input?.given();
  if (leader === null) {
    input?.close();
    throw new BrokerError('run_failed');
  }
  const exited = leader.exited.finally(() => input?.close());
  return { group: followGroup(leader, mark), exited };
}

/** Holds a started command to its limits. Resolves when it has exited and everything that it started is gone. */
export async function untilGone(command: StartedCommand, timeoutMs: number, signal: AbortSignal): Promise<RunExit> {
  const { group, exited } = command;
  let end: RunEnd = 'exited';
  const lost = new Promise<CommandEnd>((resolve) => {
    const cut = async (why: RunEnd) => {
      end = why;
      await group.end();
      await sleep(lostMs, undefined, { ref: false });
      resolve({ exitCode: null, signal: null });
    };
    const timer = setTimeout(cut, timeoutMs, 'timed_out');
    const abort = () => cut('aborted');
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    void exited.then(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    });
  });
  const exit = await Promise.race([exited, lost]);
  const isGone = end === 'exited' && (await group.settle(settleMs));
  if (!isGone) await group.end();
  return { ...exit, end };
}

export interface GuardedSink {
  /** Fires when the caller aborts, and when the sink has failed. */
  readonly signal: AbortSignal;
  /** A promise: nothing more before it resolves. */
  hand(chunk: Uint8Array, stream: OutputStream): unknown;
  /** Throws what the sink threw; does nothing when it did not. */
  rethrow(): void;
}

/** SECURITY P12: a sink that throws gets nothing more, and its fault ends the run instead of the app. */
export function guardSink(sink: OutputSink, outer: AbortSignal): GuardedSink {
  const failed = new AbortController();
  return {
    signal: AbortSignal.any([outer, failed.signal]),
    hand(chunk, stream) {
      if (failed.signal.aborted) return undefined;
      try {
        return sink(chunk, stream);
      } catch (fault) {
        failed.abort(fault);
        return undefined;
      }
    },
    rethrow() {
      if (failed.signal.aborted) throw failed.signal.reason;
    },
  };
}
