// Vault and OpenBao over their HTTP API: `vault:secret/data/app#password` (KV 2) or `vault:kv/app#password` (KV 1). Pure.
import { z } from 'zod';
import { BrokerError } from '../../contract/fault.ts';
import { parseJson, textIn } from './json.ts';
import { decodePart, decodePath, malformed, splitFragment } from './parts.ts';
import type { Environment } from './program-call.ts';

export interface KvRead {
  readonly kind: 'kv';
  /** What its variables begin with, the first that is set counts. */
  readonly prefixes: readonly ('BAO' | 'VAULT')[];
  /** The path of the API below /v1/, as in the documents: for KV 2 with its `data/`. */
  readonly path: readonly string[];
  readonly key: string;
}

/** @throws BrokerError reference_malformed */
export function kvRead(prefixes: KvRead['prefixes'], rest: string): KvRead {
  const { before, after } = splitFragment(rest);
  if (after === null || before.includes('?')) throw malformed();
  return { kind: 'kv', prefixes, path: decodePath(before), key: decodePart(after) };
}

/**
 * The URL to read, from `VAULT_ADDR` (as the CLI: https://127.0.0.1:8200 when unset) and `VAULT_NAMESPACE`; `bao:` looks at
 * `BAO_…` first. SECURITY: the token would cross the network readable, so plain http is for loopback addresses alone.
 * @throws BrokerError reference_address_unsafe
 */
export function kvUrl({ prefixes, path }: KvRead, login: Environment): URL {
  const address = variable(prefixes, 'ADDR', login) ?? 'https://127.0.0.1:8200';
  if (!URL.canParse(address)) throw new BrokerError('reference_address_unsafe');
  const url = new URL(address);
  const isLoopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback);
  if (!isSafe || url.username !== '' || url.password !== '') throw new BrokerError('reference_address_unsafe');
  const namespace = (variable(prefixes, 'NAMESPACE', login) ?? '').split('/').filter((part) => part !== '');
  const below = ['v1', ...namespace, ...path].map(encodeURIComponent).join('/');
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${below}`;
  url.search = '';
  url.hash = '';
  return url;
}

/** `VAULT_TOKEN`; null: it is in `~/.vault-token`, where the CLI's sign-in puts it. */
export function kvToken({ prefixes }: KvRead, login: Environment): string | null {
  return variable(prefixes, 'TOKEN', login);
}

/** `VAULT_CACERT`: the path of a PEM file to trust instead of the system's; null: the system's. */
export function kvAuthority({ prefixes }: KvRead, login: Environment): string | null {
  return variable(prefixes, 'CACERT', login);
}

/** @throws BrokerError reference_locked when `token` is none */
export function kvHeaders(token: string): Readonly<Record<string, string>> {
  const trimmed = token.trim();
  if (!/^[\x21-\x7e]{1,8192}$/.test(trimmed)) throw new BrokerError('reference_locked');
  // An agent or proxy of Vault may ask for the second, so that no web page can talk to it.
  return { 'X-Vault-Token': trimmed, 'X-Vault-Request': 'true' };
}

const Fields = z.record(z.string(), z.unknown());
/** Exactly what KV 2 puts around the fields. A KV 1 secret that looks the same cannot be told from it. */
const Versioned = z.strictObject({
  data: Fields.nullable(),
  metadata: z.object({ created_time: z.string(), version: z.int() }),
});
const Answer = z.object({ data: z.unknown() });

/** @throws BrokerError reference_not_found, reference_denied, reference_locked, reference_failed */
export function kvAnswer({ key }: KvRead, status: number, body: Buffer): Buffer {
  if (status === 404) throw new BrokerError('reference_not_found');
  if (status === 401 || status === 403) throw new BrokerError('reference_denied');
  if (status === 503) throw new BrokerError('reference_locked');
  const answer = Answer.safeParse(parseJson(body));
  if (status !== 200 || !answer.success) throw new BrokerError('reference_failed');
  const versioned = Versioned.safeParse(answer.data.data);
  return textIn(versioned.success ? versioned.data.data : answer.data.data, key);
}

function variable(prefixes: KvRead['prefixes'], name: string, login: Environment): string | null {
  return (
    prefixes.map((prefix) => login[`${prefix}_${name}`]).find((value) => value !== undefined && value !== '') ?? null
  );
}
