// Connecting agents' programs as the person does it: what is found, what would change, and, once they have confirmed exactly that,
// the change and a handshake. Only while the vault is open, for nothing is written that is not on record.
import type {
  AgentProgram,
  ConnectAct,
  ConnectPlan,
  ConnectReport,
  ConnectText,
  ConnectView,
  ConnectWay,
} from '../../contract/connect.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { VaultState } from '../../contract/vocabulary.ts';
import { ClientId } from '../../contract/vocabulary.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { configText, findEntry } from '../connect/config-text.ts';
import { type Change, type Intent, planChange } from '../connect/connect-plan.ts';
import { connectText, typed } from '../connect/connect-text.ts';
import { ourEntry } from '../connect/entry.ts';
import { actsIn, sameEntry } from '../connect/judge.ts';
import { findNode, type NodeProgram } from '../connect/node-program.ts';
import { lookAt, type ProgramLook, programView } from '../connect/program-look.ts';
import { folderOf, withTilde } from '../connect/program-paths.ts';
import { type ProgramRow, programTable } from '../connect/program-table.ts';
import { diffLines, shortened } from '../connect/text-diff.ts';
import type { AgentPrograms } from '../ports/agent-programs.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConfigFiles } from '../ports/config-files.ts';
import type { Pause } from '../ports/pause.ts';
import type { Randomness } from '../ports/randomness.ts';
import type { VaultWords } from '../redaction/vault-words.ts';
import { hideShapes } from '../runs/output-findings.ts';
import type { CommandsDesk } from './commands-desk.ts';

export interface ConnectDeskParts {
  readonly vault: { readonly state: VaultState };
  readonly programs: AgentPrograms;
  readonly files: ConfigFiles;
  readonly commands: CommandsDesk;
  readonly words: Pick<VaultWords, 'search'>;
  readonly audit: Pick<AuditLog, 'record'>;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly pause: Pause;
  readonly place: { readonly platform: string; readonly home: string };
}

/** What the person wants to be done about a program. */
export interface Wish {
  readonly id: AgentProgram;
  readonly act: ConnectAct;
  readonly way: ConnectWay;
}

interface Planned {
  readonly id: string;
  readonly intent: Intent;
  readonly change: Change;
}

const ownCommandMs = 30_000;

export class ConnectDesk {
  readonly #parts: ConnectDeskParts;
  /** The one that is shown; it holds the text of a settings file. */
  #planned: Planned | null = null;

  constructor(parts: ConnectDeskParts) {
    this.#parts = parts;
  }

  /** `shim`, here and below: absolute path of the shim's one file. @throws BrokerError locked */
  async view(shim: string): Promise<ConnectView> {
    this.#requireOpen();
    const { programs, commands, place } = this.#parts;
    const { rows, node } = await this.#around();
    const views = rows.map(async (row) => programView(row, await this.#look(row, shim), place.home, node !== null));
    return {
      programs: await Promise.all(views),
      node,
      text: node === null ? null : connectText(node.path, shim),
      commands: await commands.view(node && { node: node.path, shim }, (await programs.environment()).PATH ?? ''),
    };
  }

  /**
   * What would be written or run. Nothing is, and a plan before it is forgotten.
   * @throws BrokerError locked, node_missing, config_changed (it is in another state by now), config_foreign, config_folder_missing,
   * and as `ConfigFiles.read` and `withEntry`
   */
  async plan(shim: string, { id, act: wished, way }: Wish): Promise<ConnectPlan> {
    this.#requireOpen();
    const { programs, files } = this.#parts;
    const { rows, node } = await this.#around();
    const row = rows.find((each) => each.id === id);
    if (row === undefined) throw new BrokerError('bad_request');
    const look = await this.#look(row, shim);
    if (look.fault !== null) throw new BrokerError(look.fault);
    // A repair that stopped half way has taken the old entry out.
    const act = wished === 'repair' && look.state === 'not_connected' ? 'connect' : wished;
    if (look.state === 'foreign') throw new BrokerError('config_foreign');
    if (act !== 'disconnect' && node === null) throw new BrokerError('node_missing');
    if (!actsIn(look.state, node !== null).includes(act)) throw new BrokerError('config_changed');
    const entry = act === 'disconnect' || node === null ? null : ourEntry(node.path, shim, id);
    const intent = { row, act, look, entry, shim };
    const change = await planChange(intent, way, programs);
    if (change.kind === 'edit' && !(await files.hasFolder(folderOf(look.file))))
      throw new BrokerError('config_folder_missing');
    const planned = { id: this.#parts.randomness.bytes(16).toString('hex'), intent, change };
    const shown = await this.#shown(planned);
    this.#requireOpen();
    this.#planned = planned;
    return shown;
  }

  /**
   * Does what was shown, if all is still as it was then, and then starts what is configured, as the program would.
   * @throws BrokerError locked, config_changed, audit_unwritable, client_tool_failed, client_tool_slow, and as `ConfigFiles.write`
   */
  async apply(id: string): Promise<ConnectReport> {
    const planned = this.#planned;
    this.#planned = null;
    if (planned === null || planned.id !== id) throw new BrokerError('config_changed');
    const { programs, files, place } = this.#parts;
    const { row, look, entry, shim } = planned.intent;
    if (!isAsShown(planned, await this.#look(row, shim))) throw new BrokerError('config_changed');
    this.#record(planned.intent);
    const backup = await this.#carryOut(planned);
    const now = findEntry(row.form, await files.read(look.file))?.entry ?? null;
    if (entry === null ? now !== null : !sameEntry(now, entry)) throw new BrokerError('client_tool_failed');
    const handshake = entry === null ? null : await programs.greet({ file: entry.command, args: entry.args });
    return { backup: backup === null ? null : withTilde(backup, place.home), handshake };
  }

  /** For a terminal, or to paste elsewhere. @throws BrokerError node_missing */
  async text(shim: string): Promise<ConnectText> {
    const node = await findNode(this.#parts.programs);
    if (node === null) throw new BrokerError('node_missing');
    return connectText(node.path, shim);
  }

  /** @throws BrokerError locked, node_missing, and as `CommandsDesk` */
  async writeCommands(shim: string, act: 'install' | 'remove'): Promise<void> {
    this.#requireOpen();
    const { commands, programs } = this.#parts;
    if (act === 'remove') return commands.remove();
    const node = await findNode(programs);
    if (node === null) throw new BrokerError('node_missing');
    await commands.install({ node: node.path, shim });
  }

  /** At a lock. */
  forget(): void {
    this.#planned = null;
  }

  async #around(): Promise<{ readonly rows: readonly ProgramRow[]; readonly node: NodeProgram | null }> {
    const { programs, place } = this.#parts;
    const env = await programs.environment();
    return { rows: programTable({ ...place, env }), node: await findNode(programs) };
  }

  #look(row: ProgramRow, shim: string): Promise<ProgramLook> {
    const { programs, files } = this.#parts;
    return lookAt(row, { programs, files, shim });
  }

  /** SECURITY P1: a settings file may hold the keys of other servers; they are not shown. */
  async #shown({ id, intent: { look }, change }: Planned): Promise<ConnectPlan> {
    const { words, pause, place } = this.#parts;
    const file = withTilde(look.file, place.home);
    if (change.kind === 'command')
      return { kind: 'command', id, file, lines: change.runs.map(({ args }) => typed(change.name, args)) };
    const lines = diffLines(configText(look.bytes), configText(change.bytes));
    const { texts } = await words.search(lines.map(({ text }) => text));
    const hidden = await Promise.all(texts.map((text) => hideShapes(text, pause)));
    const safe = lines.map(({ kind }, at) => ({ kind, text: hidden[at]?.text ?? '' }));
    return { kind: 'edit', id, file, creates: look.bytes === null, lines: shortened(safe) };
  }

  /** SECURITY P3: on record before it is written. */
  #record({ row, act, look }: Intent): void {
    this.#requireOpen();
    const { audit, clock } = this.#parts;
    const client = { id: ClientId.parse(row.id), name: row.name };
    audit.record({ kind: 'client.config_written', at: clock.now(), client, act, file: look.file });
  }

  async #carryOut({ intent: { row, look }, change }: Planned): Promise<string | null> {
    const { programs, files } = this.#parts;
    if (change.kind === 'edit') {
      const { file: path, bytes: expected } = look;
      return files.write({ path, expected, bytes: change.bytes, mode: 0o600, backup: true, lock: row.lock });
    }
    for (const run of change.runs) await programs.run(run, ownCommandMs);
    return null;
  }

  #requireOpen(): void {
    if (this.#parts.vault.state !== 'unlocked') throw new BrokerError('locked');
  }
}

/** A program that runs writes its settings all the time: where its own command makes the change, only our entry counts. */
function isAsShown({ intent: { look }, change }: Planned, now: ProgramLook): boolean {
  if (now.file !== look.file || now.fault !== null) return false;
  if (change.kind === 'command') return JSON.stringify(now.found?.value) === JSON.stringify(look.found?.value);
  return look.bytes === null ? now.bytes === null : now.bytes?.equals(look.bytes) === true;
}
