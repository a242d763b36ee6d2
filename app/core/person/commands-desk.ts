// The commands `postern` and `postern-mcp` in ~/.local/bin: put there and taken out again by the person. It touches no file that is
// not its own.
import type { CommandsView } from '../../contract/connect.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { commandNames, commandScript, commandState, type Started } from '../connect/command-scripts.ts';
import { withTilde } from '../connect/program-paths.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConfigFiles } from '../ports/config-files.ts';

export interface CommandsDeskParts {
  readonly files: ConfigFiles;
  readonly audit: Pick<AuditLog, 'record'>;
  readonly clock: Clock;
  readonly place: { readonly platform: string; readonly home: string };
}

export class CommandsDesk {
  readonly #parts: CommandsDeskParts;
  readonly #folder: string;

  constructor(parts: CommandsDeskParts) {
    this.#parts = parts;
    this.#folder = `${parts.place.home}/.local/bin`;
  }

  /** `started` null: there is no Node. `searchPath`: the PATH of the login shell. null: not offered on this system. */
  async view(started: Started | null, searchPath: string): Promise<CommandsView> {
    const { files, place } = this.#parts;
    if (!this.#isOffered) return null;
    const commands = commandNames.map(async (name) => {
      const wanted = started === null ? null : commandScript(name, started);
      // What cannot be read is nobody's of ours.
      const state = await files.read(this.#path(name)).then(
        (bytes) => commandState(bytes, wanted),
        () => 'foreign' as const,
      );
      return { name, state };
    });
    return {
      folder: withTilde(this.#folder, place.home),
      onPath: searchPath.split(':').some((each) => each.replace(/\/+$/, '') === this.#folder),
      commands: await Promise.all(commands),
    };
  }

  /** @throws BrokerError config_foreign when one of the names is taken (nothing is written then), audit_unwritable, and as `ConfigFiles.write` */
  async install(started: Started): Promise<void> {
    const { files } = this.#parts;
    const before = await this.#own();
    this.#record('install');
    await files.makeFolder(this.#folder);
    for (const { name, bytes: expected } of before) {
      const bytes = commandScript(name, started);
      await files.write({ path: this.#path(name), expected, bytes, mode: 0o755, backup: false, lock: null });
    }
  }

  /** @throws BrokerError as `install` */
  async remove(): Promise<void> {
    const before = await this.#own();
    this.#record('remove');
    for (const { name, bytes } of before) {
      if (bytes !== null) await this.#parts.files.remove(this.#path(name), bytes);
    }
  }

  get #isOffered(): boolean {
    return this.#parts.place.platform !== 'win32';
  }

  #path(name: string): string {
    return `${this.#folder}/${name}`;
  }

  async #own() {
    if (!this.#isOffered) throw new BrokerError('bad_request');
    const read = commandNames.map(async (name) => ({ name, bytes: await this.#parts.files.read(this.#path(name)) }));
    const all = await Promise.all(read);
    if (all.some(({ bytes }) => commandState(bytes, null) === 'foreign')) throw new BrokerError('config_foreign');
    return all;
  }

  /** SECURITY P3: on record before it is written. */
  #record(act: 'install' | 'remove'): void {
    const { audit, clock } = this.#parts;
    audit.record({ kind: 'commands.written', at: clock.now(), act, folder: this.#folder });
  }
}
