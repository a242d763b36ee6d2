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
  /** What the value also has to look like, where the surroundings alone say too little. */
  readonly demands: 'nothing' | Demand;
}

/** `random`: drawn by a machine · `password`: what a person could have chosen, told apart from code · `login`: the same, where it stands in a place for passwords. */
export type Demand = 'random' | 'password' | 'login';

/** No letter or digit before it, unless that is the `n` of an escaped line end, as in a transcript. */
export const begins = '(?<!(?<!\\\\)[A-Za-z0-9])';

/** What ends a token of a fixed length: no letter or digit follows … */
export const noWord = '(?![A-Za-z0-9])';
/** … nor the signs of base64url. */
export const noToken = '(?![A-Za-z0-9_-])';

export const uuid = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';

/** A token that is known by how it begins. `body` follows its word. */
export function token(name: string, what: string, words: readonly string[], body: string): ShapeRule {
  const heads = words.map(escaped).join('|');
  const pattern = new RegExp(`${begins}(?:${heads})${body}`, 'y');
  return { name, what, words: words.map((word) => word.toLowerCase()), pattern, demands: 'nothing' };
}

/** A token whose known part stands in its middle: `before` is looked back at. */
export function tokenAround(name: string, what: string, before: string, word: string, after: string): ShapeRule {
  const pattern = new RegExp(`(?<=${begins}(?<before>${before}))${escaped(word)}${after}`, 'y');
  return { name, what, words: [word.toLowerCase()], pattern, demands: 'nothing' };
}

function escaped(word: string): string {
  return word.replace(/[.+$|]/g, '\\$&');
}

const quote = '\\\\{0,3}["\'`]?';
/**
 * What stands between a name and its value, with the quotes of JSON, also of JSON within JSON: `=`, `:`, `:=`, `=>`, `+=` and a
 * block of YAML; the comma of a table, the blank of a command line option, the `>` of XML, and `value` as a name of its own.
 */
const assigns = `${quote}(?: {0,3}(?:string )?(?:=>|[:?+]{0,3}=|\\.=|:) {0,3}(?:[|>]-?\\s{1,12})?|>\\s{0,12}|,|,?\\s{0,24}["']?value["']?[:=] {0,3}| )${quote}`;

/** A value that is known by the name it is given. `words` are how that name begins, `rest` how it goes on to its end. */
export function named(
  [name, what]: readonly [string, string],
  words: readonly string[],
  rest: string,
  value: string,
): ShapeRule {
  const pattern = new RegExp(`(?:${words.join('|')})${rest}(?![A-Za-z0-9_-])${assigns}(?<value>${value})`, 'iy');
  return { name, what, words, pattern, demands: 'nothing' };
}

/** Any other expression. */
export function shape(name: string, what: string, words: readonly string[], pattern: RegExp): ShapeRule {
  return { name, what, words, pattern, demands: 'nothing' };
}

/** The same rule, where its value also looks like what is demanded. */
export function demanding(demands: Demand, rule: ShapeRule): ShapeRule {
  return { ...rule, demands };
}

/** The same rule, where the name does not go on from what says that it is none: `csrf_token`. */
export function notAfter(before: string, { pattern, ...rule }: ShapeRule): ShapeRule {
  return { ...rule, pattern: new RegExp(`(?<!(?:${before})[_-]?)${pattern.source}`, pattern.flags) };
}
