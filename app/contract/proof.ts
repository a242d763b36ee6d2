// How the person shows that they are here, when something needs more than a click.
import { z } from 'zod';

export const Passphrase = z.string().min(1).max(1024);

/**
 * `system`: the system asks (fingerprint, face, password of the account); where it cannot, the answer is the fault
 * presence_needed, and the window asks for the passphrase instead.
 */
export const Proof = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('system') }),
  z.object({ kind: z.literal('passphrase'), passphrase: Passphrase }),
]);
export type Proof = z.infer<typeof Proof>;
