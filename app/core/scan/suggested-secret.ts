// What a secret that was found in a file might be called in the vault: by the variable it is given to there, or by what it looks
// like. Pure. A suggestion: the person changes it as they like.
import type { SecretKind } from '../../contract/secret.ts';
import { EnvName, SecretName } from '../../contract/vocabulary.ts';
import { looksRandom } from './randomness.ts';

export interface SuggestedSecret {
  readonly name: SecretName;
  /** null: the form makes one from the name. */
  readonly env: EnvName | null;
  readonly kind: SecretKind;
}

/** `before`: what stands before it on its line. `isTaken`: there is a secret of that name. */
export function suggestedSecret(
  { before, value, rule }: { readonly before: string; readonly value: string; readonly rule: string },
  isTaken: (name: SecretName) => boolean,
): SuggestedSecret {
  const variable = variableIn(before);
  const kind = value.startsWith('-----BEGIN ') || rule === 'putty-key' ? 'file' : 'token';
  const base = variable === null ? rule : nameOf(variable);
  return { name: free(base, isTaken), env: variable === null ? null : envOf(variable), kind };
}

/** `export GITHUB_TOKEN="`, `"apiKey": "`, `--token=`; null: no name is there, or one that is itself no name. */
function variableIn(before: string): string | null {
  const [, name] =
    /([A-Za-z_][A-Za-z0-9_.-]{1,63})\\{0,3}["'`]?\s{0,3}(?:=>|:=|=|:)\s{0,3}\\{0,3}["'`]?$/.exec(before) ?? [];
  return name === undefined || notNames.has(name.toLowerCase()) || looksRandom(name) ? null : name;
}

const notNames = new Set(['authorization', 'https', 'http']);

/** `STRIPE_API_KEY` → `stripe/api-key`, whose own variable is STRIPE_API_KEY again. */
function nameOf(variable: string): string {
  const [first = '', ...rest] = variable
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  return rest.length === 0 ? first : `${first}/${rest.join('-')}`;
}

function envOf(variable: string): EnvName | null {
  return /^[A-Z]/.test(variable) && variable === variable.toUpperCase()
    ? (EnvName.safeParse(variable).data ?? null)
    : null;
}

function free(base: string, isTaken: (name: SecretName) => boolean): SecretName {
  for (let number = 1; ; number++) {
    const name = SecretName.parse(number === 1 ? base || 'secret' : `${base || 'secret'}-${number}`);
    if (!isTaken(name)) return name;
  }
}
