// The path of a call, read strictly. What rules judge are the decoded steps; what is sent is the raw text; so every text that some
// server might take for other steps is refused.
import { callLimits } from '../../contract/call.ts';

/**
 * The decoded steps of a raw path; one slash at the end is none. null: it is refused. That is each path with an empty step, a step
 * of dots, what a server may read as a slash, a dot, or the end of the step or the path (also encoded, twice encoded, or a
 * character that stands for one of them), control or invisible characters, encoded letters and digits, and all that is not ASCII.
 */
export function readPath(raw: string): readonly string[] | null {
  if (raw.length > callLimits.urlChars || !rawPath.test(raw) || needlesslyEncoded.test(raw)) return null;
  const steps = raw.slice(1).split('/').map(decoded);
  if (steps.at(-1) === '') steps.pop();
  return steps.every(isStep) ? steps : null;
}

/** Begins with a slash; RFC 3986 `pchar`, but for the semicolon, which begins parameters that some servers cut off. */
const rawPath = /^\/(?:[A-Za-z0-9._~!$&'()*+,=:@/-]|%[0-9A-Fa-f]{2})*$/;
/** Letters, digits and `-._~`: a server that routes on the raw text would see another step than one that decodes it. */
const needlesslyEncoded = /%(?:2[dDeE]|3[0-9]|4[1-9A-Fa-f]|5[0-9AaFf]|6[1-9A-Fa-f]|7[0-9AaEe])/;
/** What has a meaning in an address, or shows nothing. */
const telling = /[/\\?#%;]|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** null: no UTF-8. */
function decoded(step: string): string | null {
  try {
    return decodeURIComponent(step);
  } catch {
    return null;
  }
}

/** Also after compatibility mapping, which turns a full-width slash into a plain one. */
function isStep(step: string | null): step is string {
  return step !== null && step !== '' && isPlain(step) && isPlain(step.normalize('NFKC'));
}

function isPlain(step: string): boolean {
  return !telling.test(step) && !/^[. ]+$/.test(step);
}
