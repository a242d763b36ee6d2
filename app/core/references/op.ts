// 1Password through its CLI: `op://vault/item/field` or `op://vault/item/section/field`, as `op read` takes it.
import { malformed } from './parts.ts';
import type { ProgramCall } from './program-call.ts';

/**
 * The reference goes to `op read` as it is, with a query (`?attribute=otp`, `?ssh-format=openssh`) if it has one.
 * @throws BrokerError reference_malformed
 */
export function opCall(reference: string): ProgramCall {
  if (!/^op:\/\/[^/?#]+(?:\/[^/?#]+){2,3}(?:\?[a-z-]+=[a-z0-9-]+)?$/.test(reference)) throw malformed();
  return {
    word: 'op',
    args: ['read', '--no-newline', reference],
    passes: ['OP_*', 'HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy'],
    sets: {},
    files: () => [],
    refusals: [
      [
        /isn't an? (?:vault|item|section|field|file)|does(?: not|n't) have a (?:field|section|file)|not found/i,
        'reference_not_found',
      ],
      [
        /not (?:currently )?signed in|sign in|session|authorization|initializing client|desktop app/i,
        'reference_locked',
      ],
      [/\(403\)|forbidden|permission/i, 'reference_denied'],
    ],
    read: (printed) => printed,
  };
}
