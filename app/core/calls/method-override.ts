// Whether a request asks the server to take it for one of another method. WordPress takes that from the query of a GET; Rails, Laravel
// and Spring from a form that is posted.
import type { CallMethod } from '../../contract/provider.ts';
import type { HeldBody } from './held-body.ts';

/** Of a body that streams only the query tells. */
export function overridesMethod(method: CallMethod, query: string, body: HeldBody): boolean {
  if (query.split(/[&;]/).some(isOverride)) return true;
  return method === 'POST' && body.kind === 'whole' && holdsOverride(body.bytes.toString('latin1'));
}

/** `_method=DELETE`, `X-HTTP-Method-Override=PUT`, Facebook’s `method=delete`; and Google’s way of putting headers into the query. */
function isOverride(parameter: string): boolean {
  const [name = '', value = ''] = unescaped(parameter).toLowerCase().split('=', 2);
  return name === '$httpheaders' || (name.includes('method') && /^\s*(?:post|put|patch|delete)\b/.test(value));
}

/** In bytes, around a name: what stands before it in a part of a body, and the value that follows. */
const before = 12;
const behind = 200;
/** So many that come to nothing are no accident. */
const mostPlaces = 16;

/** Looks only where the name stands: undoing the escapes of a whole body takes long. */
function holdsOverride(text: string): boolean {
  let places = 0;
  for (const { index } of text.matchAll(nameInBody)) {
    places += 1;
    const place = unescaped(text.slice(Math.max(0, index - before), index + behind));
    if (places > mostPlaces || inBody.test(place)) return true;
  }
  return false;
}

/** In a form, in JSON, and as a part of a multipart body, whose value may stand some lines below. */
const inBody = /(?<!\w)_method\W{1,40}(?:put|patch|delete)\b|name="?_method"?\s*(?:;|\r?\n)/i;
/** `_method`, each letter of it also with the escape of a form or of JSON. */
const nameInBody = new RegExp(Array.from('_method', anyhow).join(''), 'gi');

function anyhow(letter: string): string {
  const [lower, upper] = [letter, letter.toUpperCase()].map((each) => each.charCodeAt(0).toString(16));
  return `(?:${letter}|(?:%|\\\\u00)(?:${lower}|${upper}))`;
}

function unescaped(text: string): string {
  return text.replace(/(?:%|\\u00)([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
