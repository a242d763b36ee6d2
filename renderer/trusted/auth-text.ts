// What is typed about the header or parameter of a secret: what is wrong with it, and what goes into the draft. Pure.
import { isConnectionHeader } from '../../app/contract/connection-headers.ts';
import { AuthText } from '../../app/contract/provider.ts';
import { AuthName, type AuthPattern, type SecretAbout } from '../../app/contract/secret.ts';

export interface TypedAuth {
  readonly authPattern: AuthPattern | null;
  readonly authName: string;
  readonly authText: string;
}

type Drafted = Pick<SecretAbout, 'authName' | 'authText'>;

/** Only these two say where the secret stands. */
export function hasAuthName(pattern: AuthPattern | null): boolean {
  return pattern === 'header' || pattern === 'query';
}

export function authProblems({ authPattern, authName, authText }: TypedAuth): Partial<Record<keyof Drafted, string>> {
  if (!hasAuthName(authPattern)) return {};
  const [name, text] = [authName.trim(), authText.trim()];
  const isFraming = authPattern === 'header' && isConnectionHeader(name);
  return {
    ...(name !== '' &&
      !AuthName.safeParse(name).success && { authName: 'Letters, digits and - only, such as X-Api-Key.' }),
    ...(isFraming && { authName: 'This header belongs to the connection. No secret can stand there.' }),
    ...(text !== '' &&
      !isTemplate(text) && { authText: 'Write {value} where the secret belongs, and plain letters beside it.' }),
  };
}

/** Left out where it is empty or belongs to another pattern. */
export function authDraft({ authPattern, authName, authText }: TypedAuth): Drafted {
  if (!hasAuthName(authPattern)) return {};
  return {
    ...(authName.trim() !== '' && { authName: authName.trim() }),
    ...(authText.trim() !== '' && { authText: authText.trim() }),
  };
}

function isTemplate(text: string): boolean {
  const rest = text.replace(/\{[A-Za-z0-9][A-Za-z0-9_.-]*\}/g, '');
  return AuthText.safeParse(text).success && rest.length < text.length && !/[{}]/.test(rest);
}
