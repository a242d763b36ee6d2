// Any program that prints a value: `cmd:program argument 'another argument'`. No shell takes part.
import { malformed } from './parts.ts';
import type { ProgramCall } from './program-call.ts';
import { splitWords } from './shell-words.ts';

/**
 * Words as a POSIX shell would see them; what a shell would expand, redirect or chain is refused rather than taken literally.
 * The program is a bare name or an absolute path. @throws BrokerError reference_malformed
 */
export function cmdCall(rest: string): ProgramCall {
  const [word, ...args] = splitWords(rest) ?? [];
  if (word === undefined || word === '' || (word.includes('/') && !word.startsWith('/'))) throw malformed();
  if (/^[A-Za-z_][A-Za-z0-9_]*=/.test(word)) throw malformed();
  return { word, args, passes: [], sets: {}, files: () => [], refusals: [], read: (printed) => printed };
}
