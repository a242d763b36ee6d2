// The whole of what looks like a secret, as it is hidden, hashed and moved: of a key whose end was cut off, also the lines of it that
// the rule, which knows it by its beginning, leaves.
import type { TextSpan } from './whole-value.ts';

/** In characters: more than any real key. */
const longestKey = 32_768;

/** Lines of base64, also with line ends that are written as `\n`; the last one may be cut. */
const body = /^(?:[A-Za-z0-9+/=]*(?:\r?\n|(?:\\r)?\\n))*(?:[A-Za-z0-9+/=]{16,}(?=$|["']))?/;

export function wholeShape(text: string, { start, end }: TextSpan): TextSpan {
  const found = text.slice(start, end);
  if (!found.startsWith('-----BEGIN ') || found.includes('-----END ')) return { start, end };
  return { start, end: end + (body.exec(text.slice(end, start + longestKey))?.[0].length ?? 0) };
}
