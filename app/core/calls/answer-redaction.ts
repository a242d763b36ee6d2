// SECURITY P1: the values of secrets are taken out of an API's answer, headers and body, while it comes. P12: where that fails, it ends.
import type { CallHeader } from '../../contract/call-outcome.ts';
import type { SecretName } from '../../contract/vocabulary.ts';
import type { Matcher } from '../redaction/matcher.ts';
import { type Redactor, redactorOver } from '../redaction/redactor.ts';

export type RedactionCounts = ReadonlyMap<SecretName, number>;

/** A header whose name holds a value is left out and counted: no name could take a marker. @throws BrokerError internal */
export function redactHeaders(
  matcher: Matcher,
  headers: readonly CallHeader[],
): { readonly headers: readonly CallHeader[]; readonly counts: RedactionCounts } {
  const counts = new Map<SecretName, number>();
  // One search for all of them; nearly always there is nothing in any.
  const all = headers.map(([name, value]) => `${name}: ${value}`).join('\n');
  if (redacted(matcher, all, new Map()) === all) return { headers, counts };
  const safe: CallHeader[] = [];
  for (const [name, value] of headers) {
    const safeName = redacted(matcher, name, counts);
    const safeValue = redacted(matcher, value, counts);
    if (safeName === name) safe.push([name, safeValue]);
  }
  return { headers: safe, counts };
}

/** One character of a header is one byte of it. */
function redacted(matcher: Matcher, text: string, into: Map<SecretName, number>): string {
  const redactor = redactorOver(matcher);
  const safe = Buffer.concat([redactor.push(Buffer.from(text, 'latin1')), redactor.end()]).toString('latin1');
  for (const [name, count] of redactor.counts()) into.set(name, (into.get(name) ?? 0) + count);
  return safe;
}

/**
 * Fresh bytes, each part as soon as it is decided; a part of `body` is good until the next is asked for. `headers`: of the answer; where
 * they say that it is events, a line is whole when it ends, and waits for no other.
 * @throws BrokerError internal, and what `body` throws: then what was held back is lost
 */
export function redactBody(
  matcher: Matcher,
  body: AsyncIterable<Uint8Array>,
  headers: readonly CallHeader[],
): { readonly parts: AsyncIterable<Uint8Array>; readonly counts: () => RedactionCounts } {
  const redactor = redactorOver(matcher);
  return { parts: safeParts(redactor, body, isEvents(headers)), counts: () => redactor.counts() };
}

async function* safeParts(
  redactor: Redactor,
  body: AsyncIterable<Uint8Array>,
  byLine: boolean,
): AsyncGenerator<Uint8Array> {
  for await (const part of body) {
    const safe = byLine ? Buffer.concat([...pushedByLine(redactor, part)]) : redactor.push(part);
    if (safe.length > 0) yield safe;
  }
  const rest = redactor.end();
  if (rest.length > 0) yield rest;
}

/** The same for any parts: where a line ends is in the text. */
function* pushedByLine(redactor: Redactor, part: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < part.length; ) {
    const end = part.indexOf(lineFeed, at) + 1;
    yield redactor.push(part.subarray(at, end === 0 ? part.length : end), end !== 0);
    at = end === 0 ? part.length : end;
  }
}

const lineFeed = 0x0a;
/** Server-sent events, and JSON in lines. */
const events = /^(?:text\/event-stream|application\/(?:x-ndjson|ndjson|jsonl|x-jsonlines|stream\+json))\b/i;

function isEvents(headers: readonly CallHeader[]): boolean {
  return headers.some(([name, value]) => name.toLowerCase() === 'content-type' && events.test(value.trim()));
}
