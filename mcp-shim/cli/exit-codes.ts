// What the command line exits with. Everything else is the exit code of the command itself.
import { constants } from 'node:os';
import type { FaultCode } from '../../app/contract/fault.ts';
import type { RequestOutcome } from '../../app/contract/run.ts';

/** As in sysexits.h (69), `timeout` (124, 125) and POSIX shells (126, 127). */
export const exitCodes = {
  usage: 2,
  notRunning: 69,
  timedOut: 124,
  refused: 125,
  cannotRun: 126,
  notFound: 127,
} as const;

export const exitWords: readonly (readonly [code: string, means: string])[] = [
  [String(exitCodes.usage), 'the arguments are wrong'],
  [String(exitCodes.notRunning), 'Postern is not running'],
  [String(exitCodes.timedOut), 'the command was stopped at its time limit'],
  [String(exitCodes.refused), 'refused: by you, by a rule or by Postern; standard error says why'],
  [String(exitCodes.cannotRun), 'the command could not be started'],
  [String(exitCodes.notFound), 'the command was not found'],
  ['128+n', 'a signal ended the command or this program: 130 for Ctrl-C, 141 when nobody reads the output'],
];

/** 128 and the number of the signal, as shells say it; 128 for one that this system does not know. */
export function exitCodeOfSignal(name: string): number {
  const [, number = 0] = Object.entries(constants.signals).find(([known]) => known === name) ?? [];
  return 128 + number;
}

export function exitCodeOfFault(code: FaultCode): number {
  if (code === 'app_not_running') return exitCodes.notRunning;
  if (code === 'command_not_found') return exitCodes.notFound;
  return code === 'run_failed' || code === 'cwd_missing' ? exitCodes.cannotRun : exitCodes.refused;
}

export function exitCodeOfOutcome(outcome: RequestOutcome): number {
  switch (outcome.kind) {
    case 'completed':
      if (outcome.timedOut) return exitCodes.timedOut;
      if (outcome.signal !== null) return exitCodeOfSignal(outcome.signal);
      return outcome.exitCode ?? exitCodes.refused;
    case 'added':
    case 'extended':
    case 'permitted':
    case 'answered':
      return 0;
    case 'failed':
      return exitCodeOfFault(outcome.code);
    case 'denied':
    case 'expired':
    case 'cancelled':
    case 'blocked':
      return exitCodes.refused;
  }
}
