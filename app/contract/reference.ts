// A reference: where a value lies that the vault does not hold. Only the person sets one; it is never read out of a value.
import { z } from 'zod';

/** The schemes that Postern can resolve, each up to and with its colon. */
export const referenceSchemes = [
  'op:',
  'bw:',
  'pass:',
  'keepassxc:',
  'vault:',
  'bao:',
  'aws-sm:',
  'env:',
  'file:',
  'cmd:',
] as const;
export type ReferenceScheme = (typeof referenceSchemes)[number];

/** One line of printable text that begins with a known scheme and names something after it. */
export const Reference = z
  .string()
  .max(2000)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u)
  .refine((text) => schemeOf(text) !== null)
  .brand<'Reference'>();
export type Reference = z.infer<typeof Reference>;

/** The scheme of a text that is meant as a reference; null: it is none. */
export function schemeOf(text: string): ReferenceScheme | null {
  return referenceSchemes.find((scheme) => text.startsWith(scheme) && text.length > scheme.length) ?? null;
}
