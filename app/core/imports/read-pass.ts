// Entries of a `pass` store, as `pass show` prints them: the password, then lines of `key: value`, then anything.
import type { ImportRead } from './candidates.ts';
import type { FoundField } from './field-intake.ts';
import { Intake } from './intake.ts';
import { injectionOf } from './known-values.ts';
import { utf8OrNull } from './source-text.ts';

export interface PassEntry {
  /** Path within the store, without `.gpg`. */
  readonly name: string;
  /** null: pass or gpg did not give it. */
  readonly content: Uint8Array | null;
}

const userKeys = new Set(['login', 'user', 'username', 'email']);
const urlKeys = new Set(['url', 'website', 'link']);

/** An entry that is one armoured key is taken whole. @throws BrokerError import_too_many_items */
export function readPass(entries: readonly PassEntry[]): ImportRead {
  const intake = new Intake();
  for (const { name, content } of entries) {
    const text = content === null ? null : utf8OrNull(content);
    if (content === null) intake.skip(name, 'not_given');
    else if (text === null) intake.skip(name, 'value_not_text');
    else intake.add({ from: name, path: name.split('/'), ...partsOf(text) });
  }
  return intake.read;
}

interface EntryParts {
  readonly fields: readonly FoundField[];
  readonly urls?: readonly string[];
  readonly text?: string;
  readonly kind?: 'login';
}

function partsOf(text: string): EntryParts {
  if (injectionOf(text) === 'file') return { fields: [{ name: 'value', value: text, sensitive: true }] };
  const [first = '', ...lines] = text.split(/\r?\n/);
  const fields: FoundField[] = [{ name: 'password', value: first, sensitive: true }];
  const urls: string[] = [];
  const rest: string[] = [];
  for (const line of lines) {
    const [, key = '', value = ''] = /^([^\s:][^:]{0,60}):\s+(.*)$/.exec(line) ?? [];
    if (/^otpauth:\/\//i.test(line)) fields.push({ name: 'totp', value: line.trim(), sensitive: true, inject: 'totp' });
    else if (urlKeys.has(key.toLowerCase())) urls.push(value);
    else if (userKeys.has(key.toLowerCase())) fields.push({ name: key, value, sensitive: false });
    else if (key !== '') fields.push({ name: key, value, sensitive: true });
    else rest.push(line);
  }
  const isLogin = fields.some(({ sensitive }) => !sensitive);
  return { fields, urls, text: rest.join('\n').trim(), ...(isLogin && { kind: 'login' }) };
}
