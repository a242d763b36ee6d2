// The parts of a request that hold a secret. What cannot stand there as it is, is refused: never mended or cut.
import { callLimits } from '../../contract/call.ts';
import type { CallHeader } from '../../contract/call-outcome.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { HttpAuth } from '../../contract/provider.ts';
import type { OwnFieldView, OwnSecretView } from '../../contract/secret.ts';
import { isSoundAuth } from './auth-places.ts';
import { type AuthPart, filled, namesIn, partsOf } from './auth-template.ts';
import { readPath } from './call-path.ts';

/** What is added to a request. All of it holds plaintext. */
export interface AuthParts {
  readonly headers: readonly CallHeader[];
  /** Names and values, percent-encoded. */
  readonly query: readonly (readonly [string, string])[];
  /** Percent-encoded; they come before the path of the request. */
  readonly steps: readonly string[];
}

type Fields = Pick<OwnSecretView, 'fields'>;
type AuthOfSecret = Pick<OwnSecretView, 'authPattern' | 'authName' | 'authText' | 'fields'>;

/**
 * The request parts with the values in them. `textOf` gets the names of `fieldsOfAuth`.
 * @throws BrokerError value_not_sendable, auth_field_missing; and what `textOf` throws
 */
export function applyAuth(auth: HttpAuth, secret: Fields, textOf: (field: string) => string): AuthParts {
  const headers: CallHeader[] = [];
  const query: [string, string][] = [];
  const steps: string[] = [];
  const inside = (name: string) => sendable(textOf(fieldNamed(name, secret).name));
  for (const part of partsOf(auth)) {
    if (part.isBasic) headers.push([part.name, basicValue(part, inside)]);
    else if (part.in === 'header') headers.push([part.name, headerValue(filled(part.text, inside))]);
    else if (part.in === 'query') query.push([encoded(part.name), encoded(filled(part.text, inside))]);
    else steps.push(pathStep(filled(part.text, inside)));
  }
  return { headers, query, steps };
}

/** The fields that it uses, each once. @throws BrokerError auth_field_missing */
export function fieldsOfAuth(auth: HttpAuth, secret: Fields): readonly OwnFieldView[] {
  const names = partsOf(auth).flatMap(({ text }) => namesIn(text));
  return [...new Set(names.map((name) => fieldNamed(name, secret)))];
}

/** Where the field stands, for the person, with dots for each value: `Authorization: Bearer …`. */
export function placeWords(auth: HttpAuth, field: string): string {
  const parts = partsOf(auth);
  const own = parts.filter(({ text }) => namesIn(text).includes(field));
  const places = own.length > 0 ? own : parts.filter(({ text }) => namesIn(text).includes(mainField));
  return places.map(wordsOf).join(' and ');
}

/** How the secret itself says that it authenticates. @throws BrokerError auth_pattern_missing */
export function httpAuthOf(secret: AuthOfSecret): HttpAuth {
  const auth = ownAuth(secret);
  if (auth === null || !isSoundAuth(auth)) throw new BrokerError('auth_pattern_missing');
  return auth;
}

/** The field of that name, or else the first sensitive one. */
const mainField = 'value';

function fieldNamed(name: string, { fields }: Fields): OwnFieldView {
  const named = fields.find((field) => field.name === name);
  const found = named ?? (name === mainField ? fields.find(({ sensitive }) => sensitive) : undefined);
  if (found === undefined) throw new BrokerError('auth_field_missing');
  return found;
}

function ownAuth({ authPattern, authName, authText = '{value}', fields }: AuthOfSecret): HttpAuth | null {
  switch (authPattern) {
    case 'bearer':
      return { kind: 'bearer' };
    case 'basic': {
      const user = fields.find(({ name }) => name === 'username' || name === 'user');
      const hasPassword = fields.some(({ name }) => name === 'password');
      return { kind: 'basic', user: user ? `{${user.name}}` : '', password: hasPassword ? '{password}' : '{value}' };
    }
    case 'header':
    case 'query':
      if (authName === undefined) return null;
      return { kind: 'template', parts: [{ in: authPattern, name: authName, text: authText }] };
    case 'environment':
    case 'other':
    case null:
      return null;
  }
}

/** Control characters end a header, a line of a log or a word; no place takes them. */
function sendable(value: string): string {
  if (value === '' || value.length > callLimits.headerBytes || /[\x00-\x1f\x7f-\x9f]/.test(value)) throw notSendable();
  return value;
}

function headerValue(text: string): string {
  if (!/^[\x20-\x7e\xa0-\xff]*$/.test(text) || text.trim() !== text) throw notSendable();
  return text;
}

/** RFC 7617: a colon in the user would move what follows it into the password. */
function basicValue({ text }: AuthPart, inside: (name: string) => string): string {
  const [user = '', ...password] = text.split(':');
  const name = filled(user, inside);
  const pair = `${name}:${filled(password.join(':'), inside)}`;
  if (name.includes(':') || !pair.isWellFormed()) throw notSendable();
  return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
}

function encoded(text: string): string {
  if (!text.isWellFormed()) throw notSendable();
  return encodeURIComponent(text);
}

/** SECURITY P2: it stays one step, so what follows it is the path that was judged. */
function pathStep(text: string): string {
  const step = encoded(text).replace(/%(?:3A|40|24|2C|2B|3D|26)/g, decodeURIComponent);
  if (readPath(`/${step}`)?.length !== 1) throw notSendable();
  return step;
}

function wordsOf({ in: place, name, text, isBasic }: AuthPart): string {
  const drawn = filled(text, () => '…');
  if (isBasic) return `${name}: Basic …`;
  if (place === 'header') return `${name}: ${drawn}`;
  return place === 'query' ? `?${name}=${drawn}` : `/${drawn}/`;
}

function notSendable(): BrokerError {
  return new BrokerError('value_not_sendable');
}
