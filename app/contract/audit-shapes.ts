// What the events of the audit log are made of.
import { z } from 'zod';
import { ClientId, EpochMs, RequestId, SecretName, Sha256 } from './vocabulary.ts';

/** A client as the person knows it. Before pairing the name is only its claim. */
export const AuditClient = z.strictObject({ id: ClientId, name: z.string().max(200) });
export type AuditClient = z.infer<typeof AuditClient>;

export const path = z.string().max(4096);
export const secrets = z.array(SecretName).max(32);

/** Epoch milliseconds of the moment it happened, by the clock of the broker. */
export const at = EpochMs;

/** Of one request of one client. */
export const ofRequest = { at, requestId: RequestId, client: AuditClient };
/** `action` is null when the question was no run: pairing, a wish, or a request never frozen. */
export const asked = { ...ofRequest, action: Sha256.nullable() };
