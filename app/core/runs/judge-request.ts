// What is wrong with a request before anything is looked up: each refusal has its own code. Pure.
import type { FaultCode } from '../../contract/fault.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { RunRequest } from '../../contract/run.ts';
import { runLimits } from '../../contract/run.ts';
import { containsMarker } from '../redaction/markers.ts';
import { refuseEnvName } from './environment.ts';

/** @throws BrokerError with the code of the first thing that is wrong */
export function judgeRequest(request: RunRequest): void {
  const code = wrongCommand(request) ?? wrongNames(request);
  if (code !== null) throw new BrokerError(code);
}

function wrongCommand({ command, stdin, cwd, path }: RunRequest): FaultCode | null {
  const parts = typeof command === 'string' ? [command] : command;
  if ((parts[0] ?? '').trim() === '') return 'command_empty';
  if (parts.reduce((sum, part) => sum + Buffer.byteLength(part) + 1, 0) > runLimits.commandBytes)
    return 'command_too_long';
  if ([...parts, cwd, path ?? ''].some((part) => part.includes('\0'))) return 'command_has_nul';
  if (!cwd.startsWith('/') && !/^[A-Za-z]:[\\/]/.test(cwd)) return 'cwd_missing';
  return [...parts, stdin ?? ''].some(containsMarker) ? 'command_has_marker' : null;
}

function wrongNames({ secrets, globs = [] }: RunRequest): FaultCode | null {
  if (secrets.length + globs.length === 0) return 'secrets_empty';
  const wished = secrets.flatMap(({ env }) => (env === undefined ? [] : [env]));
  return (
    wished.map(refuseEnvName).find((code) => code !== null) ?? (repeated(wished).length > 0 ? 'env_repeated' : null)
  );
}

/** The variables that are named again; compared as Windows does, without case. */
export function repeated(names: readonly string[]): string[] {
  const upper = names.map((name) => name.toUpperCase());
  return names.filter((_name, at) => upper.indexOf(upper[at] ?? '') < at);
}
