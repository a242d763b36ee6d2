// What of a value is secret by itself. A host, a header, the armour of a key stand in ordinary text too: they are hidden
// together with the secret part beside them and never alone.
import { minValueLength } from './strength.ts';

export interface Part {
  readonly text: string;
  /** [from, to) in UTF-16 units, in order: where it is no secret by itself. */
  readonly ordinary: readonly Stretch[];
}

export type Stretch = readonly [from: number, to: number];

/** The value without the white space at its ends, and what of it is likely to appear alone. */
export function partsOf(value: string): readonly Part[] {
  const text = value.toWellFormed().trim();
  const parts = new Map([[text, ordinaryIn(text)]]);
  const add = (part: string) => {
    if (part.length < minValueLength || parts.has(part) || parts.size === mostParts) return;
    parts.set(part, ordinaryIn(part));
  };
  for (const part of innerParts(text)) add(part);
  for (const line of text.split(lineEnd)) {
    // A longer one is found as a piece of the whole.
    if (line.trim().length < longestShortLine && !isPlainLine(line.trim())) add(line.trim());
  }
  return [...parts].map(([part, ordinary]) => ({ text: part, ordinary }));
}

const lineEnd = /\r\n|\r|\n/g;
const longestShortLine = 12;
/** The whole among them: a list of a hundred thousand words would keep everybody waiting. */
const mostParts = 256;
/** In UTF-16 units. A longer text is not read as JSON: each string of it is looked for in all of it. */
const longestJson = 128 * 1024;

function* innerParts(text: string): Generator<string> {
  const password = urlPassword(text);
  if (password !== null) {
    yield password.text;
    yield decoded(password.text);
  }
  for (const string of jsonStrings(text)) yield string;
  // `user:value`, as for a basic header.
  const pair = /^[^\s:/]{1,64}:(?<value>[^\s:/]\S*)$/.exec(text)?.groups?.value;
  if (pair !== undefined) yield pair;
}

function ordinaryIn(text: string): readonly Stretch[] {
  const found = isStructured(text) ?? [...text.matchAll(armour)].map(stretchOf).concat(keyHeads(text), names(text));
  return merged(found, text.length);
}

/** Of a URL, a JSON web token or a JSON document: all but what is secret in it. null: it is none of them. */
function isStructured(text: string): Stretch[] | null {
  const secret = urlSecrets(text) ?? tokenSecrets(text) ?? jsonSecrets(text);
  return secret === null || secret.length === 0 ? null : [...allBut(merged(secret, text.length), text.length)];
}

/** What lies between stretches, up to the end. */
export function allBut(stretches: readonly Stretch[], length: number): readonly Stretch[] {
  const between: Stretch[] = [];
  let at = 0;
  for (const [from, to] of [...stretches, [length, length] as const]) {
    if (from > at) between.push([at, from]);
    at = Math.max(at, to);
  }
  return between;
}

function urlPassword(text: string): { readonly text: string; readonly at: number } | null {
  const found = /^(?<before>[A-Za-z][A-Za-z0-9+.-]*:\/\/[^\s/@:]*:)(?<password>[^\s/@]+)@/.exec(text)?.groups;
  const { before, password } = found ?? {};
  return before === undefined || password === undefined ? null : { text: password, at: before.length };
}

/** The password of a URL, and what looks random in its path and query. */
function urlSecrets(text: string): Stretch[] | null {
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:\/\/\S+$/.test(text)) return null;
  const password = urlPassword(text);
  const secrets: Stretch[] = password === null ? [] : [[password.at, password.at + password.text.length]];
  const afterHost = /^[^/]*\/\/[^/?#]*/.exec(text)?.[0].length ?? 0;
  for (const step of text.slice(afterHost).matchAll(/[^/?&=#]{16,}/g)) {
    if (/[0-9]/.test(step[0])) secrets.push([afterHost + step.index, afterHost + step.index + step[0].length]);
  }
  return secrets;
}

/** Payload and signature: the header is the same in many. */
function tokenSecrets(text: string): Stretch[] | null {
  const header = /^eyJ[A-Za-z0-9_-]+\.(?=[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$)/.exec(text)?.[0].length;
  return header === undefined ? null : [[header, text.length]];
}

/** Strings of a JSON document that have a secret's name or look random. */
function jsonSecrets(text: string): Stretch[] | null {
  const strings = jsonStrings(text);
  if (strings.length === 0) return null;
  return strings.flatMap((string) => {
    const written = JSON.stringify(string).slice(1, -1);
    const at = text.indexOf(written);
    const place = (index: number) => at + JSON.stringify(string.slice(0, index)).length - 2;
    return at === -1
      ? []
      : allBut(ordinaryIn(string), string.length).map(([from, to]) => [place(from), place(to)] as const);
  });
}

function jsonStrings(text: string): readonly string[] {
  if (text.length > longestJson || !/^[{[]/.test(text)) return [];
  try {
    return [...secretStrings(JSON.parse(text), '')];
  } catch {
    return []; // Not JSON: a value like any other.
  }
}

function* secretStrings(value: unknown, name: string): Generator<string> {
  if (typeof value === 'string') {
    const isSecret = secretName.test(name) ? !isUrlAlone(value) : isRandomText(value);
    if (value.length >= minValueLength && isSecret) yield value;
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) yield* secretStrings(inner, Array.isArray(value) ? name : key);
  }
}

const secretName = /pass|secret|token|credential|key|signature|auth$/i;

function isUrlAlone(value: string): boolean {
  return (urlSecrets(value) ?? [value]).length === 0;
}

/** Something in it has letters and digits mixed, as a machine draws them; addresses and names of hosts are none. */
function isRandomText(value: string): boolean {
  if (/^[a-z][a-z0-9+.-]*:\/\/|^[^\s@]+@[^\s@]+$/i.test(value))
    return !isUrlAlone(value) && urlPassword(value) !== null;
  return [...value.matchAll(/[A-Za-z0-9+/_=-]{16,}/g)].some(
    ([run]) => /[A-Za-z]/.test(run) && (run.match(/[0-9]/g) ?? []).length >= 3,
  );
}

const armour = /-----(?:BEGIN|END) [^-\n]+-----/g;

/** How every key of a kind begins, before the first byte that is its own. */
const keyHead =
  /MII[A-Za-z0-9+/]{5}IBADANBgkqhkiG9w0BAQEFAASC[A-Za-z0-9+/]{4}MII[A-Za-z0-9+/]{5}IBAAKC[A-Za-z0-9+/]{4}|MI[A-Za-z0-9+/]{6}IBAAKB?[A-Za-z0-9+/]{4,5}|MI[A-Za-z0-9+/]{2}AgEAM[A-Za-z0-9+/]{2}GByqGSM49AgEG[A-Za-z0-9+/]{5,12}BG[A-Za-z0-9+/]{2}MGsCAQEEI|MC4CAQAwBQYDK2VwBCIEI|MHcCAQEEI|b3BlbnNzaC1rZXktdjEAAAAA[A-Za-z0-9+/]{6,80}?AAAAB|Proc-Type: [^\n]*\nDEK-Info: /g;

function keyHeads(text: string): Stretch[] {
  return [...text.matchAll(keyHead)].map(stretchOf);
}

/** The names of `NAME=value` lines, and rules drawn of one character. */
function names(text: string): Stretch[] {
  if (!/[\r\n]/.test(text) || text.includes('-----BEGIN ')) return [];
  return [...text.matchAll(/^(?:export )?[A-Za-z_][A-Za-z0-9_.]*[ ]?[=:] ?(?=[^\s=])|^(.)\1{7,}$/gm)].map(stretchOf);
}

function stretchOf(match: RegExpMatchArray): Stretch {
  const from = match.index ?? 0;
  return [from, from + match[0].length];
}

function merged(stretches: readonly Stretch[], length: number): Stretch[] {
  const out: [number, number][] = [];
  for (const [from, to] of stretches.toSorted((a, b) => a[0] - b[0])) {
    const last = out.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], Math.min(to, length));
    else if (to > from) out.push([from, Math.min(to, length)]);
  }
  return out;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The armour of a key, or one character over and over, such as a line of dashes. */
export function isPlainLine(line: string): boolean {
  return /^-----(BEGIN|END) [^-]+-----$/.test(line) || new Set(line).size === 1;
}
