// One program as it is on this computer right now: whether it is here, and what its settings say of Postern.
import type { ProgramState, ProgramView } from '../../contract/connect.ts';
import { BrokerError, type FaultCode } from '../../contract/fault.ts';
import type { AgentPrograms } from '../ports/agent-programs.ts';
import type { ConfigFiles } from '../ports/config-files.ts';
import { type Found, findEntry } from './config-text.ts';
import { ourEntry } from './entry.ts';
import { actsIn, stateOf } from './judge.ts';
import { isAbsolutePath, withTilde } from './program-paths.ts';
import type { ProgramRow } from './program-table.ts';

export interface Surveyor {
  readonly programs: AgentPrograms;
  readonly files: ConfigFiles;
  /** Absolute path of the shim. */
  readonly shim: string;
}

export interface ProgramLook {
  readonly state: ProgramState;
  /** Absolute: the settings file that counts. */
  readonly file: string;
  readonly bytes: Buffer | null;
  readonly found: Found | null;
  /** Why it is unreadable; null otherwise. */
  readonly fault: FaultCode | null;
}

export async function lookAt(row: ProgramRow, { programs, files, shim }: Surveyor): Promise<ProgramLook> {
  const nothing = { file: row.files[0] ?? '', bytes: null, found: null, fault: null };
  if (!(await isHere(row, programs, files))) return { ...nothing, state: 'not_found' };
  let file = nothing.file;
  try {
    let bytes: Buffer | null = null;
    for (const each of row.files) {
      bytes = await files.read(each);
      if (bytes === null) continue;
      file = each;
      break;
    }
    const found = findEntry(row.form, bytes);
    const command = found?.entry?.command ?? '';
    const starts = isAbsolutePath(command) && (await programs.isProgram(command));
    const state = stateOf(found, { args: ourEntry('', shim, row.id).args, starts });
    return { state, file, bytes, found, fault: null };
  } catch (thrown) {
    if (!(thrown instanceof BrokerError)) throw thrown;
    return { ...nothing, file, state: 'unreadable', fault: thrown.code };
  }
}

export function programView(row: ProgramRow, look: ProgramLook, home: string, canRun: boolean): ProgramView {
  const { id, name, afterwards } = row;
  const { state, fault } = look;
  return { id, name, state, file: withTilde(look.file, home), may: actsIn(state, canRun), afterwards, fault };
}

async function isHere(row: ProgramRow, programs: AgentPrograms, files: ConfigFiles): Promise<boolean> {
  if (await files.hasFolder(row.folder)) return true;
  for (const name of row.commands) if ((await programs.find(name)).length > 0) return true;
  return false;
}
