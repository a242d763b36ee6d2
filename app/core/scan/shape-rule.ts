// What a rule about secret-shaped text is, and the parts that rules are made of. A rule is data: words, and one expression that
// is tried only where one of its words stands, so that no file is slow.

export interface ShapeRule {
  /** Names the rule in findings. */
  readonly name: string;
  /** The same for the person, as in "looks like a …". */
  readonly what: string;
  /** In lower case; the expression is tried where one of them begins, in either case. */
  readonly words: readonly string[];
  /**
   * Sticky, without `*`, `+` and nested quantifiers: the test over the rules proves that it takes linear time. Its group `value`,
   * if there is one, is the secret and ends the match; what a group `before` looks back at belongs to the secret too.
   */
  readonly pattern: RegExp;
  /** `random`: the value also has to look random, since the surroundings alone say too little. */
  readonly demands: 'nothing' | 'random' | 'password';
}

/** No letter or digit before it, unless that is the `n` of an escaped line end, as in a transcript. */
const begins = '(?<!(?<!\\\\)[A-Za-z0-9])';

/** A token that is known by how it begins. `body` follows its word. */
export function token(name: string, what: string, words: readonly string[], body: string): ShapeRule {
  const heads = words.map((word) => word.replace(/[.+]/g, '\\$&')).join('|');
  const pattern = new RegExp(`${begins}(?:${heads})${body}`, 'y');
  return { name, what, words: words.map((word) => word.toLowerCase()), pattern, demands: 'nothing' };
}

/** A token whose known part stands in its middle: `before` is looked back at. */
export function tokenAround(name: string, what: string, before: string, word: string, after: string): ShapeRule {
  const pattern = new RegExp(`(?<=${begins}(?<before>${before}))${word.replace(/[.:]/g, '\\$&')}${after}`, 'y');
  return { name, what, words: [word.toLowerCase()], pattern, demands: 'nothing' };
}

const quote = '\\\\{0,3}["\'`]?';
/** `=`, `:`, `:=`, `=>` or the blank of a command line option, with the quotes of JSON, also of JSON within JSON. */
const assigns = `${quote}(?: {0,3}(?:=>|:=|=|:) {0,3}| )${quote}`;

/** A value that is known by the name it is given. `words` are how that name begins, `rest` how it goes on. */
export function named(
  [name, what]: readonly [string, string],
  words: readonly string[],
  rest: string,
  value: string,
): ShapeRule {
  const pattern = new RegExp(`(?:${words.join('|')})${rest}${assigns}(?<value>${value})`, 'iy');
  return { name, what, words, pattern, demands: 'nothing' };
}

/** Any other expression. */
export function shape(name: string, what: string, words: readonly string[], pattern: RegExp): ShapeRule {
  return { name, what, words, pattern, demands: 'nothing' };
}
