// For tests: makes examples of secrets from templates such as `ghp_{word:36}`, so that no file of the repository holds a string
// that looks like a secret. The same templates give the same examples in every run.

export interface ShapeVector {
  readonly rule: string;
  /** [before, the secret, after]; two or more. */
  readonly finds: readonly (readonly [string, string, string])[];
  /** In which this rule finds nothing; two or more. */
  readonly misses: readonly string[];
}

/**
 * A rule whose secrets have a form of their own. In a template `{word:36}` is drawn, and «…» marks the secret where it is not all.
 * Near misses are made here: the last drawn run one character short, and a row of one character, as in an example.
 */
export function formed(rule: string, ...templates: readonly [string, ...string[]]): ShapeVector {
  const [first] = templates;
  return { rule, finds: findsOf(templates), misses: [plain(drawn(shortened(first))), plain(rowOf(first))] };
}

/** A rule that goes by what stands around its secrets; `misses` are templates too. */
export function placed(
  rule: string,
  templates: readonly string[],
  misses: readonly [string, string, ...string[]],
): ShapeVector {
  return { rule, finds: findsOf(templates), misses: misses.map((template) => plain(drawn(template))) };
}

/** A single template is drawn from twice. */
function findsOf(templates: readonly string[]): ShapeVector['finds'] {
  const all = templates.length === 1 ? [...templates, ...templates] : templates;
  return all.map((template) => {
    const text = drawn(template);
    const [before = '', secret = '', after = ''] = text.includes('«') ? text.split(/[«»]/) : ['', text, ''];
    return [before, secret, after];
  });
}

function plain(text: string): string {
  return text.replace(/[«»]/g, '');
}

const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const digits = '0123456789';
const alphabets: Readonly<Record<string, string>> = {
  word: lower + upper + digits,
  low: lower + digits,
  /** As base64url; the first and the last character are letters. */
  sign: `${lower}${upper}${digits}-_`,
  base64: `${lower}${upper}${digits}+/`,
  base58: '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz',
  hex: '0123456789abcdef',
  letters: lower + upper,
  capitals: upper + digits,
  base32: `${upper}234567`,
  bech32: 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L',
  nostr: 'qpzry9x8gf2tvdw0s3jn54khce6mua7l',
  number: digits,
};
const runs = /\{([a-z0-9]+):([0-9]+)\}/g;
const uuids = '{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}';

let state = 7;
function drawn(template: string): string {
  return template.replaceAll('{uuid}', uuids).replace(runs, (_, alphabet: string, length: string) => {
    const text = Array.from({ length: Number(length) }, () => oneOf(alphabets[alphabet] ?? '')).join('');
    return alphabet === 'sign' ? `k${text.slice(2)}k` : text;
  });
}

function oneOf(characters: string): string {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return characters.charAt((state >>> 10) % characters.length);
}

function shortened(template: string): string {
  const text = template.replaceAll('{uuid}', uuids);
  const last = [...text.matchAll(runs)].at(-1);
  if (last === undefined) return text;
  const [run, alphabet, length] = last;
  return `${text.slice(0, last.index)}{${alphabet}:${Number(length) - 1}}${text.slice(last.index + run.length)}`;
}

function rowOf(template: string): string {
  return template
    .replaceAll('{uuid}', uuids)
    .replace(runs, (_, alphabet: string, length: string) =>
      (alphabets[alphabet] ?? '').charAt(0).repeat(Number(length)),
    );
}
