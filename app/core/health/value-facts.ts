// What a health check keeps of a value while the check lasts: how hard it is to guess, and a hash to tell equal ones. Never itself.
import type { KeyedHash } from '../crypto/keyed-hash.ts';
import { passwordBits } from './password-strength.ts';

export interface ValueFacts {
  /** As `passwordBits` has it: of the password in a URL, otherwise of the whole value. */
  readonly bits: number;
  /** The same for equal values of one check, white space at both ends not counted. Useless without the check's key. */
  readonly fingerprint: string;
}

/** Only inside a reveal: it reads `value`, UTF-8, and leaves it to the caller to wipe. */
export function valueFacts(value: Buffer, hash: KeyedHash): ValueFacts {
  const text = value.toString('utf8').trim();
  return { bits: passwordBits(passwordIn(text)), fingerprint: hash.of(Buffer.from(text)).toString('base64') };
}

function passwordIn(text: string): string {
  const [, password] = /^[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@]{0,200}:([^\s/@]{1,500})@/i.exec(text) ?? [];
  return password ?? text;
}
