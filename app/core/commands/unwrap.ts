// Reads a wrapper's own options, to find where the command that it starts begins. It never guesses.
import type { Word } from './shell-word.ts';
import type { Wrapper } from './wrappers.ts';

export type Unwrapped =
  | { readonly kind: 'unknown' }
  /** Nothing is started but the wrapper itself. */
  | { readonly kind: 'alone' }
  | {
      readonly kind: 'inner';
      readonly words: readonly Word[];
      readonly assignments: readonly { readonly name: string; readonly value: string }[];
      /** Names of variables that it takes away. */
      readonly removes: readonly string[];
      /** What stands for an added argument, as behind `xargs -I`. */
      readonly replaced: string | null;
    };

const unknown: Unwrapped = { kind: 'unknown' };

/** @param words those behind the wrapper's own name */
export function unwrap(wrapper: Wrapper, words: readonly Word[]): Unwrapped {
  if (words[0] !== undefined && wrapper.asks?.includes(words[0].text) === true) return { kind: 'alone' };
  const options = readOptions(wrapper, words);
  if (options === null) return unknown;
  let { at } = options;
  if (wrapper.operand !== undefined && at < words.length) {
    const operand = words[at];
    if (operand?.reach !== 'fixed' || !wrapper.operand.test(operand.text)) return unknown;
    at += 1;
  }
  const from = at;
  while (wrapper.assigns === true && isAssignment(words[at])) at += 1;
  const inner = words.slice(at);
  if (wrapper.dashes === true && !options.dashed && inner.some(({ text }) => text.startsWith('-'))) return unknown;
  if (inner.length === 0) return { kind: 'alone' };
  return {
    kind: 'inner',
    words: inner,
    assignments: words.slice(from, at).map(({ text }) => {
      const cut = text.indexOf('=');
      return { name: text.slice(0, cut), value: text.slice(cut + 1) };
    }),
    removes: wrapper.unsets === true ? ['u', 'unset'].flatMap((name) => options.values.get(name) ?? []) : [],
    replaced: wrapper.appends === true ? (options.values.get('I')?.at(-1) ?? null) : null,
  };
}

/** `eslint` of `eslint@9`; anything that is not a registry's name stays as written. */
export function packageName(text: string): string {
  return /^((?:@[^@/:]+\/)?[^@/:]+)@[^/:]*$/.exec(text)?.[1] ?? text;
}

/** `NAME=value` of which at least the name is known, and which stays one word. */
function isAssignment(word: Word | undefined): boolean {
  const [first] = word?.pieces ?? [];
  if (word === undefined || word.reach === 'many' || first === undefined || first.kind === 'variable') return false;
  return /^[A-Za-z_][A-Za-z0-9_]*=/.test(word.reach === 'fixed' ? word.text : first.text);
}

interface Options {
  /** Where the first word that is no option stands. */
  readonly at: number;
  /** Whether a `--` ended them. */
  readonly dashed: boolean;
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** null: an option that the table does not have, or one without its value. */
function readOptions(wrapper: Wrapper, words: readonly Word[]): Options | null {
  const values = new Map<string, string[]>();
  let at = 0;
  for (; at < words.length; at += 1) {
    const word = words[at];
    if (word?.reach !== 'fixed') break;
    if (!word.text.startsWith('-')) break;
    if (word.text === '--') return { at: at + 1, dashed: true, values };
    const option = word.text.startsWith('--') ? longOption(wrapper, word.text) : shortOptions(wrapper, word.text);
    if (option === null) return null;
    if (option.name === null) continue;
    if (option.value === null) {
      at += 1;
      if (words[at]?.reach !== 'fixed') return null;
    }
    const value = option.value ?? words[at]?.text ?? '';
    const sameName = values.get(option.name);
    if (sameName === undefined) values.set(option.name, [value]);
    else sameName.push(value);
  }
  return { at, dashed: false, values };
}

/** `name` null: takes no value. `value` null: it is the next word. */
interface Option {
  readonly name: string | null;
  readonly value: string | null;
}

function longOption(wrapper: Wrapper, text: string): Option | null {
  const cut = text.indexOf('=');
  const name = text.slice(2, cut < 0 ? undefined : cut);
  if (cut < 0 && has(wrapper.longFlags, name)) return { name: null, value: null };
  if (!has(wrapper.longValued, name)) return null;
  return { name, value: cut < 0 ? null : text.slice(cut + 1) };
}

function shortOptions(wrapper: Wrapper, text: string): Option | null {
  if (wrapper.numbers === true && /^-\d+$/.test(text)) return { name: null, value: null };
  for (let at = 1; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (wrapper.valued?.includes(letter) === true) {
      return { name: letter, value: at + 1 < text.length ? text.slice(at + 1) : null };
    }
    if (wrapper.flags?.includes(letter) !== true) return null;
  }
  return text.length > 1 ? { name: null, value: null } : null;
}

function has(names: string | undefined, name: string): boolean {
  return names?.split(' ').includes(name) === true;
}
