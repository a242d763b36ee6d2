// What looks like a secret and is none: examples in documentation, markers of redaction, variables, a row of x.
import { isWordsAndNumbers, looksRandom } from './randomness.ts';

/**
 * Whether the value of a finding is only an example, a template or a marker: `AKIA…EXAMPLE`, `xxxx…`, `your-token-here`,
 * `<token>`, `${TOKEN}`, `[REDACTED:…]`, `1234567890…`.
 */
export function isPlaceholder(value: string): boolean {
  if (exampleWords.test(value) || templates.test(value)) return true;
  const tail = value.slice(-16);
  return new Set(tail).size < Math.min(5, tail.length) || rows.test(value);
}

const exampleWords =
  /example|placeholder|sample|changeme|change[_-]me|replace[_-]?(?:me|with|this)|your[_-]?[a-z]|insert[_-]|dummy|redacted|not[_-]?a[_-]?real/i;
const templates = /^[<$%{[(*]|\$\{|\{\{|\[REDACTED:|%s|\.\.\.|x{6}|X{6}|\*{3}|…/;
const rows = /01234567|12345678|abcdefgh|deadbeefdeadbeef/i;

/** Whether a value that was given a password's name is one, rather than code, a path, or a word that everyone uses. */
export function couldBePassword(value: string): boolean {
  if (isCode(value) || isPath(value) || commonWords.test(value) || !/[0-9]/.test(value)) return false;
  if (/pass|secret|token|scram/i.test(value) && isWordsAndNumbers(value)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length;
  return (
    value.length >= 8 &&
    kinds >= (value.length >= 16 || /[a-z][0-9].*[a-z][0-9]|[0-9][a-z].*[0-9][a-z]/i.test(value) ? 2 : 3)
  );
}

function isPath(value: string): boolean {
  return /^(?:\.{0,2}|~)\//.test(value) || /^[\w.-]+(?:\/[\w.-]+)*\/[\w-]+\.[a-z0-9]{1,4}$/i.test(value);
}

/** The same for a value in a place where only a login stands, so that `m42ploz2wd` is enough. */
export function couldBeLogin(value: string): boolean {
  if (isCode(value) || value.length < 6 || commonWords.test(value) || namesAPassword.test(value)) return false;
  const [letters, digits] = [/[A-Za-z]/.test(value), /[0-9]/.test(value)];
  if (letters && (digits || /[^A-Za-z0-9_.-]/.test(value))) return true;
  return (value.match(/[a-z][A-Z]|[A-Z]{2}[a-z]/g)?.length ?? 0) >= 3;
}

const namesAPassword =
  /^(?:my|the|db|user|some|new|old|root|admin)[_-]?(?:passw(?:or)?d?|pwd|secret|token)[0-9]{0,3}$/i;

/** `process.env.TOKEN`, `getToken(…`, `items[0]`, `a&&b`: an expression, and no value. */
export function isCode(value: string): boolean {
  if (/&&|\|\||=>|\(\)|\)[?:]/.test(value)) return true;
  if (/^[A-Za-z_$][A-Za-z0-9_$?.]{0,100}[([{!?:]/.test(value)) return true;
  return dottedName.test(value) && !value.split('.').some((step) => step.length >= 16 && looksRandom(step));
}

const dottedName = /^[A-Za-z_$][A-Za-z0-9_$]*(?:\??\.[A-Za-z_$][A-Za-z0-9_$]*)+$/;
const commonWords =
  /^(?:password|passwd|pass|secret|postgres|mysql|root|admin|user|guest|test|token|key|none|null|true|false)[0-9!]{0,4}$/i;
