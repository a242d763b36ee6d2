// What the form of a value tells: the kind of secret, the variable that programs read it from, how a run gets it.
import type { Injection, SecretKind } from '../../contract/secret.ts';

/** Prefixes that the issuers document, and the variable their own tools read. */
const issued: readonly (readonly [RegExp, string])[] = [
  [/^(ghp|gho|ghu|ghs|ghr|github_pat)_/, 'GITHUB_TOKEN'],
  [/^glpat-/, 'GITLAB_TOKEN'],
  [/^npm_[A-Za-z0-9]{36}$/, 'NPM_TOKEN'],
  [/^sk-ant-/, 'ANTHROPIC_API_KEY'],
  [/^sk-(proj|svcacct|admin)-/, 'OPENAI_API_KEY'],
  [/^hf_[A-Za-z0-9]{30}/, 'HF_TOKEN'],
  [/^AIza[A-Za-z0-9_-]{35}$/, 'GOOGLE_API_KEY'],
  [/^[sr]k_(live|test)_/, 'STRIPE_API_KEY'],
  [/^xox[bp]-/, 'SLACK_TOKEN'],
  [/^pypi-/, 'PYPI_TOKEN'],
  [/^dop_v1_/, 'DIGITALOCEAN_TOKEN'],
  [/^(AKIA|ASIA)[A-Z0-9]{16}$/, 'AWS_ACCESS_KEY_ID'],
];

/** null: nothing tells which variable programs would read it from. */
export function envOf(value: string): string | null {
  return issued.find(([form]) => form.test(value))?.[1] ?? null;
}

/** null: it could be anything. */
export function kindOf(value: string): SecretKind | null {
  if (isPrivateKey(value)) return 'ssh_key';
  if (/^-----BEGIN CERTIFICATE-----/.test(value)) return 'certificate';
  if (/^(postgres(ql)?|mysql|mariadb|mongodb(\+srv)?|rediss?|amqps?|sqlserver):\/\//.test(value)) return 'database';
  if (isTotpAddress(value)) return 'totp';
  return envOf(value) === null ? null : 'token';
}

/** PEM and such are files to the programs that take them. */
export function injectionOf(value: string): Injection {
  if (isTotpAddress(value)) return 'totp';
  return isPrivateKey(value) || kindOf(value) === 'certificate' ? 'file' : 'environment';
}

export function isTotpAddress(value: string): boolean {
  return /^otpauth:\/\/totp\//i.test(value);
}

function isPrivateKey(value: string): boolean {
  return /^-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/.test(value);
}
