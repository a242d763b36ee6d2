// What password managers have in common: a login with a user name, a password and a seed.
import type { FoundField } from './field-intake.ts';

export interface LoginParts {
  readonly username?: string | null | undefined;
  readonly password?: string | null | undefined;
  readonly totp?: string | null | undefined;
}

/** Its fields; those that are empty are left out later. Only the user name is not sensitive. */
export function loginFields({ username, password, totp }: LoginParts): readonly FoundField[] {
  return [
    { name: 'password', value: password ?? '', sensitive: true },
    { name: 'username', value: username ?? '', sensitive: false },
    { name: 'totp', value: totp ?? '', sensitive: true, inject: 'totp' },
  ];
}
