// One use of a tool, its words told apart into options and operands the way getopt and its kin do.
// SECURITY: where two readings are possible, both are taken: a value that looks like an option counts as an option too.
import type { OptionFloors, ToolRisk } from './tool-risk.ts';

export interface UsedOption {
  /** With its dashes, without its value. */
  readonly name: string;
  /** null: none was given. */
  readonly value: string | null;
  /** The tool's tables name it. */
  readonly listed: boolean;
  /** How many operands stand before it. */
  readonly after: number;
}

export interface Use {
  readonly operands: readonly string[];
  readonly options: readonly UsedOption[];
  /** false: `--` stands where it may be a value, words behind it look like options, or too many letters stand behind a dash. */
  readonly plain: boolean;
}

/** `names` as in a table: `-d|--delete`. */
export function has(use: Use, names: string): boolean {
  return matching(use, names).length > 0;
}

/** What was given to any of these options, in order; an option without a value gives ''. */
export function valuesOf(use: Use, names: string): readonly string[] {
  return matching(use, names).map(({ value }) => value ?? '');
}

/** A long option that no table lists may be the beginning of one that a table does: getopt takes abbreviations. */
export function isNamed(option: UsedOption, names: string): boolean {
  return names
    .split('|')
    .some(
      (name) =>
        name === option.name || (!option.listed && /^--[a-z]/.test(option.name) && name.startsWith(option.name)),
    );
}

export function readUse(tool: ToolRisk, words: readonly string[]): Use {
  const reader = new UseReader(tool);
  reader.read(words);
  return { operands: reader.operands, options: reader.options, plain: reader.plain };
}

function matching(use: Use, names: string): readonly UsedOption[] {
  return use.options.filter((option) => isNamed(option, names));
}

/** More letters behind one dash than any tool has options. */
const maxLetters = 64;

class UseReader {
  readonly operands: string[] = [];
  readonly options: UsedOption[] = [];
  plain = true;
  readonly #oneDash: boolean;
  readonly #values: ReadonlySet<string>;
  readonly #listed: ReadonlySet<string>;
  #ended = false;

  constructor(tool: ToolRisk) {
    this.#oneDash = tool.oneDash === true;
    this.#values = new Set(listOf(tool.values));
    this.#listed = new Set([...listOf(tool.flags), ...this.#values, ...floorNames(tool)]);
  }

  read(words: readonly string[]): void {
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at] ?? '';
      if (this.#ended || word === '-' || !word.startsWith('-')) this.#operand(word);
      else if (word === '--') this.#ended = true;
      else if (this.#takesNext(word, words[at + 1])) at += 1;
    }
  }

  #operand(word: string): void {
    if (this.#ended && word.startsWith('-') && word !== '-') this.plain = false;
    this.operands.push(word);
  }

  /** true: the next word was its value, and nothing else. */
  #takesNext(word: string, next: string | undefined): boolean {
    if (!this.#oneDash && !word.startsWith('--') && !/^-\d+$/.test(word)) return this.#cluster(word, next);
    const equals = word.indexOf('=');
    const written = equals === -1 ? word : word.slice(0, equals);
    const name = this.#oneDash ? written.replace(/^--/, '-') : written;
    if (equals !== -1) return this.#add(name, word.slice(equals + 1));
    return this.#values.has(name) ? this.#withNext(name, next) : this.#add(name, null);
  }

  /** `-sXDELETE`: letters one by one, until one takes the rest as its value. */
  #cluster(word: string, next: string | undefined): boolean {
    for (let at = 1; at < word.length; at += 1) {
      if (at > maxLetters) {
        this.plain = false;
        return false;
      }
      const name = `-${word[at]}`;
      const rest = word.slice(at + 1);
      if (this.#values.has(name))
        return rest === '' ? this.#withNext(name, next) : this.#add(name, rest.replace(/^=/, ''));
      this.#add(name, rest.startsWith('=') ? rest.slice(1) : null);
      if (rest.startsWith('=')) return false;
    }
    return false;
  }

  #withNext(name: string, next: string | undefined): boolean {
    this.#add(name, next ?? null);
    if (next === '--') this.plain = false;
    return next === '--' || next === '-' || next?.startsWith('-') === false;
  }

  #add(name: string, value: string | null): false {
    const listed = this.#listed.has(name) || /^-\d+$/.test(name);
    this.options.push({ name, value, listed, after: this.operands.length });
    return false;
  }
}

function listOf(names: string | undefined): readonly string[] {
  return names?.split(/\s+/).filter((name) => name !== '') ?? [];
}

function floorNames(tool: ToolRisk): readonly string[] {
  const verbs = Object.values(tool.verbs ?? {});
  const ofVerbs = verbs.flatMap((risk) => (typeof risk === 'object' ? [risk.but] : []));
  const floors: readonly (OptionFloors | undefined)[] = [tool.but, tool.front, ...ofVerbs];
  return floors.flatMap((table) => Object.keys(table ?? {}).flatMap((names) => names.split('|')));
}
