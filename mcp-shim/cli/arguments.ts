// The arguments of one command, held against its own line of the table.
import { parseArgs } from 'node:util';
import type { CliCommand } from './commands.ts';

/** The arguments do not fit; the message is for the person who typed them. */
export class UsageFault extends Error {}

export class Arguments {
  /** What is neither an option nor behind `--`. */
  readonly words: readonly string[];
  /** What stands behind the first `--`; null: there is none. */
  readonly rest: readonly string[] | null;
  /** The answer is one JSON object, whatever it is. */
  readonly asObject: boolean;
  readonly #values: Readonly<Record<string, unknown>>;

  /** @throws UsageFault */
  constructor({ options, answersInLines }: CliCommand, args: readonly string[]) {
    const end = args.indexOf('--');
    const own = end === -1 ? args : args.slice(0, end);
    this.rest = end === -1 ? null : args.slice(end + 1);
    const known = options.map(({ name, short, value, many = false }) => [
      name,
      { type: value === null ? ('boolean' as const) : ('string' as const), multiple: many, ...(short && { short }) },
    ]);
    try {
      const config = { args: [...own], options: Object.fromEntries(known), allowPositionals: true };
      const { values, positionals } = parseArgs(config);
      this.#values = values;
      this.words = positionals;
      this.asObject = this.has('json') && answersInLines !== true;
    } catch (thrown) {
      throw new UsageFault(thrown instanceof Error ? thrown.message.replace(/\.(\s.*)?$/s, '') : '');
    }
  }

  has(name: string): boolean {
    return this.#values[name] === true;
  }

  /** null: not given. Of an option that is given twice the last one counts. */
  one(name: string): string | null {
    const value = this.#values[name];
    return typeof value === 'string' ? value : null;
  }

  all(name: string): readonly string[] {
    const values = this.#values[name];
    return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
  }
}
