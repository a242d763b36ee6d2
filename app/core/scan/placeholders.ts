// What looks like a secret and is none: examples in documentation, markers of redaction, variables, a row of x.
import { looksRandom } from './randomness.ts';

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
  /example|placeholder|sample|changeme|change[_-]me|replace[_-]?(?:me|with|this)|your[_-]|insert[_-]|dummy|redacted|not[_-]?a[_-]?real/i;
const templates = /^[<$%{[(*]|\$\{|\{\{|\[REDACTED:|%s|\.\.\.|x{6}|X{6}|\*{3}|…/;
const rows = /01234567|12345678|abcdefgh|deadbeefdeadbeef/i;

/** Whether a value that was given a password's name is one, rather than code, a path, or a word that everyone uses. */
export function couldBePassword(value: string): boolean {
  if (isCode(value) || /^(?:\.{0,2}|~)\//.test(value)) return false;
  if (commonWords.test(value)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length;
  return value.length >= 6 && kinds >= (value.length >= 16 ? 2 : 3) && /[0-9]/.test(value);
}

/** `process.env.TOKEN`, `getToken(…`, `items[0]`, `a&&b`: an expression, and no value. */
export function isCode(value: string): boolean {
  if (/&&|\|\||=>|\(\)|\)[?:]/.test(value)) return true;
  if (/^[A-Za-z_$][A-Za-z0-9_$?.]{0,100}[([{!?:]/.test(value)) return true;
  return dottedName.test(value) && !value.split('.').some((step) => step.length >= 16 && looksRandom(step));
}

const dottedName = /^[A-Za-z_$][A-Za-z0-9_$]*(?:\??\.[A-Za-z_$][A-Za-z0-9_$]*)+$/;
const commonWords =
  /^(?:password|passwd|pass|secret|postgres|mysql|root|admin|user|guest|test|token|key|none|null|true|false)[0-9!]{0,4}$/i;
