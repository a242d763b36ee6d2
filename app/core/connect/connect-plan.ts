// What a connect, repair or disconnect would do: the commands it would run, or the bytes it would write. Made before the person
// confirms, and carried out as it is or not at all.
import type { ConnectAct, ConnectWay } from '../../contract/connect.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { AgentPrograms, ProgramRun } from '../ports/agent-programs.ts';
import { withEntry, withoutEntry } from './config-text.ts';
import type { Entry } from './entry.ts';
import type { ProgramLook } from './program-look.ts';
import type { OwnCommand, ProgramRow } from './program-table.ts';

export interface Intent {
  readonly row: ProgramRow;
  readonly act: ConnectAct;
  /** As it was found. */
  readonly look: ProgramLook;
  /** What is to stand there; null: nothing. */
  readonly entry: Entry | null;
  /** Absolute path of the shim. */
  readonly shim: string;
}

/** `command`: the program's own, by name, with the runs of it. `edit`: all bytes of its settings file afterwards. */
export type Change =
  | { readonly kind: 'command'; readonly name: string; readonly runs: readonly ProgramRun[] }
  | { readonly kind: 'edit'; readonly bytes: Buffer };

/** @throws BrokerError as `withEntry` */
export async function planChange(intent: Intent, way: ConnectWay, programs: AgentPrograms): Promise<Change> {
  const { row, look, entry } = intent;
  const own = way === 'own' && row.own !== null ? await ownRuns(row.own, intent, programs) : null;
  if (own !== null) return own;
  if (entry !== null) return { kind: 'edit', bytes: withEntry(row.form, look.bytes, entry) };
  if (look.bytes === null) throw new BrokerError('config_changed');
  return { kind: 'edit', bytes: withoutEntry(row.form, look.bytes) };
}

/** null: its command is not on the PATH, or is no program that can be started without a shell (a `.cmd` of Windows). */
async function ownRuns(own: OwnCommand, { act, entry }: Intent, programs: AgentPrograms): Promise<Change | null> {
  const [file] = await programs.find(own.name);
  if (file === undefined) return null;
  // None of them takes a name that is there already as a change, or not all of them do.
  const remove = act === 'connect' ? [] : [{ file, args: own.remove }];
  const add = entry === null ? [] : [{ file, args: own.add(entry) }];
  return { kind: 'command', name: own.name, runs: [...remove, ...add] };
}
