// The shapes of Postern's small words: names, ids and tiers. Parsed at every boundary, branded so that they cannot be mixed up.
import { z } from 'zod';

/** Path-like name of a secret, such as `github/token`. */
export const SecretName = z
  .string()
  .max(128)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/)
  .brand<'SecretName'>();
export type SecretName = z.infer<typeof SecretName>;

/** Name of an environment variable; whether it is a dangerous one is the core's decision. */
export const EnvName = z
  .string()
  .max(128)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
  .brand<'EnvName'>();
export type EnvName = z.infer<typeof EnvName>;

/** A client's own label, as given to the shim with `--client`. */
export const ClientId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
  .brand<'ClientId'>();
export type ClientId = z.infer<typeof ClientId>;

/** 128 random bits in hex, behind `req_`. */
export const RequestId = z
  .string()
  .regex(/^req_[0-9a-f]{32}$/)
  .brand<'RequestId'>();
export type RequestId = z.infer<typeof RequestId>;

/** 128 random bits in hex; names a sealed record for its life. */
export const RecordId = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .brand<'RecordId'>();
export type RecordId = z.infer<typeof RecordId>;

/** SHA-256 in lower-case hex. */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'Sha256'>();
export type Sha256 = z.infer<typeof Sha256>;

/** Milliseconds since 1970, UTC. */
export const EpochMs = z.int().nonnegative();

/** How a secret may leave: see design "tier". */
export const Tier = z.enum(['placeholder', 'run', 'guarded', 'never']);
export type Tier = z.infer<typeof Tier>;

/** What a sealed record is about. */
export const RecordKind = z.enum([
  'secret',
  'values',
  'history',
  'client',
  'agent',
  'provider',
  'setting',
  'audit-keys',
  'request-key',
]);
export type RecordKind = z.infer<typeof RecordKind>;

/** `empty`: no vault in this profile yet. */
export const VaultState = z.enum(['empty', 'locked', 'unlocked']);
export type VaultState = z.infer<typeof VaultState>;
