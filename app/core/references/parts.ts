// The parts of a reference: percent-encoding, and what no part may be.
import { BrokerError } from '../../contract/fault.ts';

export function malformed(): BrokerError {
  return new BrokerError('reference_malformed');
}

/**
 * One part with `%XX` decoded. Not empty, without control characters, and no hyphen first: a program would take it for an
 * option. @throws BrokerError reference_malformed
 */
export function decodePart(text: string): string {
  let part: string;
  try {
    part = decodeURIComponent(text);
  } catch {
    throw malformed();
  }
  if (part === '' || part.startsWith('-') || /\p{Cc}/u.test(part)) throw malformed();
  return part;
}

/** A path of parts that leads nowhere else: none is empty, `.` or `..`. @throws BrokerError reference_malformed */
export function decodePath(text: string): readonly string[] {
  const parts = text.split('/').map(decodePart);
  if (parts.some((part) => part === '.' || part === '..' || part.includes('/'))) throw malformed();
  return parts;
}

/** Absolute, and no folder. @throws BrokerError reference_malformed */
export function absolutePath(path: string): string {
  if (!path.startsWith('/') || path.endsWith('/') || path.includes('\0')) throw malformed();
  return path;
}

/** `before#after`; without a `#`, `after` is null. @throws BrokerError reference_malformed when there are two */
export function splitFragment(text: string): { readonly before: string; readonly after: string | null } {
  const [before = '', after = null, another] = text.split('#');
  if (another !== undefined) throw malformed();
  return { before, after };
}
