// Commands whose point is to print the environment, and with it every secret that was injected.
import type { InnerCommand } from '../commands/inner-command.ts';
import { lastPart } from '../commands/program-name.ts';
import { jqWordReadsEnvironment } from './jq-risk.ts';

/**
 * Judges by the program's name alone, wherever the program lies: it is for denials. true also for reading `/proc/…/environ` by
 * any program. What an interpreter's own code prints (`python -c …`) is out of its reach: false, and unknown as a risk.
 */
export function printsEnvironment(command: InnerCommand): boolean {
  const [program = '', ...rest] = command.words;
  if ([...command.words, ...command.readsFrom].some(readsEnviron)) return true;
  const options = rest.filter((word) => word.startsWith('-'));
  const letters = options.filter((word) => !word.startsWith('--')).join('');
  const operands = rest.filter((word) => !word.startsWith('-'));
  switch (lastPart(program)) {
    case 'printenv':
    case 'env': // one that starts a program is looked through, so what is left of it prints
      return true;
    case 'set':
      return rest.length === 0;
    case 'export':
    case 'readonly':
      return operands.length === 0 || letters.includes('p');
    case 'declare':
    case 'typeset':
    case 'local':
      return (operands.length === 0 && !/[fF]/.test(letters)) || letters.includes('p');
    case 'compgen':
      return /[ve]/.test(letters) || rest.some((word) => /^(?:variable|export)$/.test(word));
    case 'ps':
      return printsPsEnvironment(rest);
    case 'jq':
    case 'gojq':
    case 'jaq':
      return rest.some(jqWordReadsEnvironment);
    default:
      return false;
  }
}

/**
 * The variables of `envNames` stand in what an `echo`, `printf`, `cat`, `tee` or a here-string would print, so a value that
 * one of them holds would come out. Names are as in the environment, without `$`.
 */
export function disclosesVariable(command: InnerCommand, envNames: readonly string[]): boolean {
  const [program = '', ...rest] = command.words;
  if (!printers.has(lastPart(program))) return false;
  const texts = [...rest, ...command.readsFrom];
  return envNames.some((name) => texts.some((text) => namesVariable(text, name)));
}

const printers = new Set(
  'echo printf print cat tee less more head tail base64 base32 xxd od hexdump rev tac nl fold'.split(' '),
);

/** `$NAME`, `${NAME}`, and `${NAME:0:9}`, `${!NAME}` and the like, which print it in part or by way of another. */
function namesVariable(text: string, name: string): boolean {
  const names = text.matchAll(/\$(?:\{[#!]?)?([A-Za-z_][A-Za-z0-9_]*)/g);
  return [...names].some(([, found]) => found === name);
}

/** Also through a glob or doubled slashes, and by way of a whole process folder, which `grep -r` would read. */
function readsEnviron(word: string): boolean {
  const parts = word.split('/').filter((part) => part !== '' && part !== '.');
  const proc = /(?:^|\W)\/proc(?:\/|$)/.test(word) ? parts.indexOf('proc') : -1;
  if (proc === -1) return /^environ$/.test(parts.at(-1) ?? '');
  const [process = 'self', ...files] = parts.slice(proc + 1);
  if (files.length === 0) return /^(?:self|thread-self|\d+)$|[$*?[{]/.test(process);
  return files.some((file) => /^environ(?:\W|$)|[*?[{]/.test(file));
}

/** Without a dash (BSD) an `e` shows the environment; with one it means every process, and `-E` shows it on a Mac. */
function printsPsEnvironment(words: readonly string[]): boolean {
  return words.some((word) => /^[acefgjlmrsuvwxALSTX]*e[acefgjlmrsuvwxALSTX]*$|^-[A-Za-z]*E|environ/.test(word));
}
