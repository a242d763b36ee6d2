// The fields that each kind of secret begins with. Nothing but a start: the person may change, add and remove fields.
import type { Injection, SecretKind } from '../../app/contract/secret.ts';

export interface FieldTemplate {
  readonly name: string;
  readonly sensitive: boolean;
  readonly inject: Injection;
  /** The variable to suggest; `*` stands for the secret's own name, as in `github/token` → GITHUB_TOKEN. */
  readonly env: string;
  /** What a value looks like, or where it comes from. Never a value. */
  readonly hint: string;
  /** Left empty it is left out. */
  readonly optional: boolean;
}

export interface SecretTemplate {
  /** What the person might call such a secret. */
  readonly example: string;
  readonly fields: readonly FieldTemplate[];
}

const plain = { sensitive: true, inject: 'environment', env: '*', hint: '', optional: false } as const;

export const secretTemplates: Readonly<Record<SecretKind, SecretTemplate>> = {
  token: {
    example: 'github/token',
    fields: [{ ...plain, name: 'token', hint: 'Paste it as it is. It may have several lines.' }],
  },
  login: {
    example: 'jira/login',
    fields: [
      { ...plain, name: 'username', env: '*_USERNAME', sensitive: false },
      { ...plain, name: 'password', env: '*_PASSWORD' },
    ],
  },
  database: {
    example: 'db/staging',
    fields: [
      {
        ...plain,
        name: 'url',
        env: 'DATABASE_URL',
        hint: 'With its password, such as postgres://user:password@host/name.',
      },
    ],
  },
  ssh_key: {
    example: 'ssh/bastion',
    fields: [
      {
        ...plain,
        name: 'private_key',
        inject: 'file',
        env: '*_KEY_FILE',
        hint: 'The whole file, with its first and last line.',
      },
      {
        ...plain,
        name: 'passphrase',
        env: '*_PASSPHRASE',
        optional: true,
        hint: 'Leave it empty if the key has none.',
      },
    ],
  },
  certificate: {
    example: 'tls/api',
    fields: [
      // Sensitive although it is none: what agents may read stands in every list and has at most 4,096 characters.
      { ...plain, name: 'certificate', inject: 'file', env: '*_CERT_FILE', hint: 'In PEM form, with its chain.' },
      { ...plain, name: 'private_key', inject: 'file', env: '*_KEY_FILE', hint: 'In PEM form.' },
    ],
  },
  aws: {
    example: 'aws/deploy',
    fields: [
      { ...plain, name: 'access_key_id', env: 'AWS_ACCESS_KEY_ID', hint: 'Begins with AKIA or ASIA.' },
      { ...plain, name: 'secret_access_key', env: 'AWS_SECRET_ACCESS_KEY' },
      { ...plain, name: 'session_token', env: 'AWS_SESSION_TOKEN', optional: true, hint: 'For temporary keys only.' },
      { ...plain, name: 'region', env: 'AWS_REGION', sensitive: false, optional: true, hint: 'Such as eu-central-1.' },
    ],
  },
  totp: {
    example: 'github/2fa',
    fields: [
      {
        ...{ ...plain, name: 'seed', inject: 'totp', env: '*_CODE' },
        hint: 'The letters and digits beside the QR code, or its otpauth:// link.',
      },
    ],
  },
  file: {
    example: 'kube/staging',
    fields: [
      { ...plain, name: 'file', inject: 'file', env: '*', hint: 'Text only, such as a kubeconfig or a JSON key.' },
    ],
  },
  other: {
    example: 'work/something',
    fields: [{ ...plain, name: 'value', hint: 'Paste it as it is. It may have several lines.' }],
  },
};

/** `github/token` → `GITHUB_TOKEN`; empty when nothing usable is left. */
export function variableOf(name: string): string {
  const text = name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^[0-9]/.test(text) ? `_${text}` : text;
}

/** The suggested variable of a field; empty while it depends on a name that is not there yet. */
export function suggestedEnv(pattern: string, name: string): string {
  const base = variableOf(name);
  return pattern.includes('*') && base === '' ? '' : pattern.replace('*', base);
}
