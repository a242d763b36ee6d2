// What a command comes down to: every program it starts, wrappers seen through. It never guesses: what it does not understand
// makes the command `parsed: false`, so that it may be allowed once only.
import { shellName } from '../../contract/shell-name.ts';
import { isPartOf, isShellWord, keptNames, readBuiltin } from './builtin-words.ts';
import { execsOf, withReplaced } from './find-exec.ts';
import type { InnerCommand, ReadCommand } from './inner-command.ts';
import type { Place } from './place.ts';
import { topPlace } from './place.ts';
import { isInSystemFolder, isPosixShell, lastPart } from './program-name.ts';
import { filesOf } from './redirected-files.ts';
import { isInterpreter, scriptOperand, scriptWords, shellBuiltins } from './script-words.ts';
import type { ShellLine, SimpleCommand } from './shell-line.ts';
import { canonicalSteps, readShellLine } from './shell-line.ts';
import { readShellOptions } from './shell-options.ts';
import type { Word } from './shell-word.ts';
import { fixedWord, variablesOf } from './shell-word.ts';
import { decidesPrograms } from './telling-variables.ts';
import { packageName, unwrap } from './unwrap.ts';
import { findWrapper, isOpaque } from './wrappers.ts';

export type CommandText =
  /** `shell` is the program that will read the line; not given: some POSIX shell. */
  | { readonly kind: 'shell'; readonly line: string; readonly shell?: string }
  | { readonly kind: 'argv'; readonly argv: readonly string[] };

/** How many wrappers are looked through, one inside the other. */
const maxDepth = 8;
/** How many variables and redirections are handed on to the commands inside; more are not understood. */
const maxHandedOn = 64;

/** Never throws; takes time linear in the command's length. */
export function readCommand(command: CommandText): ReadCommand {
  const reader = new Reader();
  const steps = reader.read(command);
  const { commands, programs } = reader;
  const parsed = reader.parsed();
  const text = command.kind === 'shell' ? command.line : command.argv;
  const canonical = JSON.stringify(parsed ? steps : { unread: text });
  return { commands, programs: [...programs], parsed, canonical };
}

class Reader {
  readonly commands: InnerCommand[] = [];
  readonly programs = new Set<string>();
  #understood = true;
  readonly #assigned = new Set<string>();
  readonly #used = new Set<string>();

  read(command: CommandText): readonly unknown[] {
    if (command.kind === 'shell') {
      const name = shellName(command.shell ?? 'sh');
      if (!isPosixShell(name)) this.#understood = false;
      const line = readShellLine(command.line);
      this.#line(line, { ...topPlace, shell: name });
      return canonicalSteps(line.steps);
    }
    const words = command.argv.map(fixedWord);
    if (words.length > 0) this.#program(words, topPlace);
    const [program = ''] = command.argv;
    const form = isShellWord(program) ? ['argv'] : [];
    return [...form, ...canonicalSteps([{ assignments: [], words, redirections: [] }])];
  }

  /** SECURITY P10: a variable that the command itself sets has a value that nobody has seen. */
  parsed(): boolean {
    return this.#understood && this.commands.length > 0 && ![...this.#used].some((name) => this.#assigned.has(name));
  }

  #line(line: ShellLine, place: Place): void {
    if (!line.understood) this.#understood = false;
    const commands = line.steps.filter((step) => typeof step === 'object');
    const kept = this.#handOn([...place.assigns, ...commands.flatMap(keptNames)]);
    let { moved } = place;
    let { writesTo, readsFrom } = place;
    for (const command of commands) {
      this.#command(command, { ...place, assigns: kept, moved, writesTo, readsFrom });
      moved ||= this.commands.at(-1)?.words[0] === 'cd';
      writesTo = [];
      readsFrom = [];
    }
  }

  #command({ assignments, words, redirections }: SimpleCommand, place: Place): void {
    for (const word of [
      ...words,
      ...assignments.map(({ value }) => value),
      ...redirections.map(({ target }) => target),
    ]) {
      for (const name of variablesOf(word)) this.#used.add(name);
    }
    for (const { name, value } of assignments) this.#assign(name, value.text);
    if (words.length === 0) return;
    this.#program(words, {
      ...place,
      assigns: this.#handOn([...place.assigns, ...assignments.map(({ name }) => name)]),
      writesTo: this.#handOn([...place.writesTo, ...filesOf(redirections, '>')]),
      readsFrom: this.#handOn([...place.readsFrom, ...filesOf(redirections, '<')]),
    });
  }

  #program(words: readonly Word[], place: Place): void {
    const [program] = words;
    if (program?.reach !== 'fixed' || place.via.length > maxDepth) {
      this.#giveUp(words, place);
      return;
    }
    const name = lastPart(program.text);
    if (!place.unlisted && !isPartOf(place.shell, program.text)) this.programs.add(program.text);
    if (isOpaque(name, words[1]?.text)) this.#giveUp(words, place);
    else if (isPosixShell(name)) this.#shell(words, name, place);
    else if (name === 'find') this.#find(words, place);
    else this.#wrapped(words, name, place);
    if (startsOthers(name, words) && !isInSystemFolder(program.text)) this.#understood = false;
  }

  #wrapped(words: readonly Word[], name: string, place: Place): void {
    const second = words[1]?.reach === 'fixed' ? words[1].text : null;
    const found = findWrapper(name, second);
    if (found === null) {
      this.#plain(words, place);
      return;
    }
    const { wrapper, length } = found;
    const inner = unwrap(wrapper, words.slice(length));
    if (inner.kind === 'unknown') this.#giveUp(words, place);
    else if (inner.kind === 'alone') {
      if (place.appended) this.#understood = false;
      this.#record(words, place);
    } else {
      for (const { name: assigned, value } of inner.assignments) this.#assign(assigned, value);
      for (const removed of inner.removes) this.#assign(removed, '');
      const names = [...inner.assignments.map((assignment) => assignment.name), ...inner.removes];
      const under: Place = {
        ...place,
        shell: wrapper.inShell === true ? place.shell : null,
        via: [...place.via, found.name],
        assigns: this.#handOn([...place.assigns, ...names]),
        appended: place.appended || wrapper.appends === true,
        unlisted: wrapper.starts === 'package' || wrapper.starts === 'applet',
      };
      const rest = withReplaced(inner.words, inner.replaced);
      if (wrapper.starts === 'package') this.#package(rest, under);
      else if (wrapper.starts === 'line') this.#joined(rest, under);
      else this.#program(rest, under);
    }
  }

  /** A package has its own name, not the one of a program on PATH; a package called `env` is no wrapper. */
  #package(words: readonly Word[], place: Place): void {
    const [first, ...rest] = words;
    if (first?.reach !== 'fixed' || isOpaque(first.text)) {
      this.#giveUp(words, place);
      return;
    }
    this.#record([fixedWord(packageName(first.text)), ...rest], place);
  }

  #joined(words: readonly Word[], place: Place): void {
    if (words.some(({ reach }) => reach !== 'fixed')) this.#giveUp(words, place);
    else this.#line(readShellLine(words.map(({ text }) => text).join(' ')), { ...place, shell: 'sh' });
  }

  #shell(words: readonly Word[], name: string, place: Place): void {
    const options = readShellOptions(words);
    const line = options === null ? undefined : words[options.at];
    if (options === null || (options.isLine && line?.reach !== 'fixed')) this.#giveUp(words, place);
    else if (options.isLine && line !== undefined) {
      const via = [...place.via, name];
      this.#line(readShellLine(line.text), { ...place, shell: name, via, appended: false, unlisted: false });
    } else {
      if (place.appended && line === undefined) this.#understood = false;
      this.#record(words, place);
    }
  }

  #find(words: readonly Word[], place: Place): void {
    this.#record(words, place);
    const under = { ...place, shell: null, via: [...place.via, 'find'], appended: true, unlisted: false };
    const execs = execsOf(words);
    if (execs === null) this.#understood = false;
    for (const exec of execs ?? []) this.#program(exec.words, { ...under, moved: place.moved || exec.inFolder });
  }

  /** A program that starts no other, as far as its words tell. */
  #plain(words: readonly Word[], place: Place): void {
    const name = words[0]?.text ?? '';
    if (place.shell !== null && shellBuiltins.has(name)) {
      const builtin = inShellWrapper(place.via.at(-1)) ? null : readBuiltin(words);
      if (builtin === null) this.#understood = false;
      for (const assigned of builtin?.assigned ?? []) this.#assign(assigned, valueIn(words, assigned));
    }
    if (place.appended && isInterpreter(lastPart(name))) {
      const rest = words.slice(1).map(({ text }) => text);
      if (rest.length === 0 || scriptOperand(lastPart(name), rest)?.includes('{}') === true) this.#understood = false;
    }
    this.#record(words, place);
  }

  #record(words: readonly Word[], place: Place): void {
    const { via, assigns, appended, writesTo, readsFrom } = place;
    const command = { words: words.map(({ text }) => text), assigns, via, appended, writesTo, readsFrom };
    this.commands.push(command);
    if (place.moved && scriptWords(command).some((word) => !word.startsWith('/'))) this.#understood = false;
  }

  #giveUp(words: readonly Word[], place: Place): void {
    this.#understood = false;
    if (words.length > 0) this.#record(words, place);
  }

  /** Command substitution in a value is run by shells that calculate with it. */
  #assign(name: string, value: string): void {
    this.#assigned.add(name);
    if (decidesPrograms(name, value) || /\$\(|`/.test(value)) this.#understood = false;
  }

  #handOn(items: readonly string[]): readonly string[] {
    if (items.length <= maxHandedOn) return items;
    this.#understood = false;
    return items.slice(0, maxHandedOn);
  }
}

function valueIn(words: readonly Word[], name: string): string {
  return words.find(({ text }) => text.startsWith(`${name}=`))?.text.slice(name.length + 1) ?? '';
}

function startsOthers(name: string, words: readonly Word[]): boolean {
  return isPosixShell(name) || name === 'find' || findWrapper(name, words[1]?.text ?? null) !== null;
}

/** `command cd` and `time export` are builtins still, and nobody writes them. */
function inShellWrapper(name: string | undefined): boolean {
  return name === 'command' || name === 'builtin' || name === 'time';
}
