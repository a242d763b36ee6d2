// How a run ended, in the few words that stand over its live view.
import { type FaultCode, faultMessages } from '../../contract/fault.ts';
import type { RunExit } from '../ports/runner.ts';
import { cancelled } from './request-entry.ts';

/** `exit`, `fault`: null: there was none. `signal`: aborted when the run was ended before its time, and by whom. */
export function endWords(exit: RunExit | null, fault: FaultCode | null, signal: AbortSignal): string {
  if (exit?.end === 'aborted' || (exit === null && signal.aborted)) return stoppedWords[cancelled(signal).by];
  if (fault !== null || exit === null) return faultMessages[fault ?? 'internal'];
  if (exit.end === 'timed_out') return 'stopped, it took too long';
  return exit.exitCode === null ? `ended by ${exit.signal ?? 'a signal'}` : `exit ${exit.exitCode}`;
}

const stoppedWords: Readonly<Record<ReturnType<typeof cancelled>['by'], string>> = {
  agent: 'stopped by the agent',
  person: 'stopped by you',
  lock: 'stopped by the lock',
  disconnect: 'stopped, its agent went away',
  pause: 'stopped, its agent was paused',
  quit: 'stopped, Postern was closed',
};
