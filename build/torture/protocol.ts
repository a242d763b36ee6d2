// What the torturer and its victim say to each other: one line of JSON each. Contents cross as short digests; passphrases and codes
// are of vaults that live as long as one run.
import { z } from 'zod';

export const operations = [
  'add',
  'edit',
  'remove',
  'bring back',
  'import',
  'restore',
  'change passphrase',
  'recovery code',
  'ways in',
  'rotate',
  'settings',
  'agents',
  'save a backup',
  'rolling backup',
  'lock and unlock',
] as const;

/** Something that writes. `open` and `resume` come by themselves: each victim opens the vault, and ends a rotation that was cut short. */
export const Operation = z.enum([...operations, 'open', 'resume']);
export type Operation = z.infer<typeof Operation>;

/** A bug put in on purpose, to prove that it would be found. */
export const Plant = z.enum([
  'acknowledges early',
  'parts an import',
  'skips a page',
  'leaves plaintext',
  'runs ahead with the anchor',
]);
export type Plant = z.infer<typeof Plant>;

/** One version of a secret: digests of what is said about it and of its values. */
const version = { version: z.number(), about: z.string(), values: z.string() };
export const Version = z.object(version);
export type Version = z.infer<typeof Version>;

/** `id` null: not known before it is written. `older`: newest first. */
export const Secret = z.object({ id: z.string().nullable(), ...version, older: z.array(Version) });
export type Secret = z.infer<typeof Secret>;

/** What the vault holds. Secrets by name, agents by their id. */
export const Content = z.object({
  secrets: z.record(z.string(), Secret),
  settings: z.string(),
  agents: z.record(z.string(), z.string()),
});
export type Content = z.infer<typeof Content>;

/** `recovery` null: nobody was told one that is valid. */
export const Keys = z.object({
  version: z.number(),
  passphrase: z.string(),
  recovery: z.string().nullable(),
  wraps: z.array(z.string()),
});
export type Keys = z.infer<typeof Keys>;

/** A backup file that a victim wrote, its own passphrase, and what it holds. */
export const Saved = z.object({ file: z.string(), passphrase: z.string(), content: Content });
export type Saved = z.infer<typeof Saved>;

/** What an operation changes, all of it or nothing; null removes. What is left out stays. */
export const Change = z.object({
  secrets: z.record(z.string(), Secret.nullable()).optional(),
  settings: z.string().optional(),
  agents: z.record(z.string(), z.string().nullable()).optional(),
  keys: Keys.partial().optional(),
  saved: Saved.optional(),
});
export type Change = z.infer<typeof Change>;

export const Orders = z.object({
  seed: z.string(),
  /** Absolute; the profile, the keychain and what the victim needs besides lie in it. */
  folder: z.string(),
  /** In every value and passphrase, so that plaintext on disk is found. */
  mark: z.string(),
  /** true: make the vault, fill it and end. */
  create: z.boolean(),
  /** One of them opens the vault. */
  passphrases: z.array(z.string()),
  recovery: z.string().nullable(),
  saved: Saved.nullable(),
  /** The clock is ahead by so many milliseconds, so that days go by. */
  ahead: z.number(),
  /** Done after `before` others; null: look, and end. */
  target: z.enum(operations).nullable(),
  before: z.number(),
  plant: Plant.nullable(),
});
export type Orders = z.infer<typeof Orders>;

/** What a victim finds when it has opened the vault. */
export const Found = z.object({
  content: Content,
  keys: Keys.omit({ recovery: true }),
  recovery: z.enum(['right', 'wrong', 'untried']),
  /** Events of the audit log, which is whole. */
  audited: z.number(),
  /** Automatic backups, each of them whole. */
  backups: z.number(),
  /** What is not as it must be, in words without values. */
  wrong: z.array(z.string()),
});
export type Found = z.infer<typeof Found>;

export const Told = z.discriminatedUnion('told', [
  z.object({ told: z.literal('ready') }),
  z.object({ told: z.literal('begins'), turn: z.number(), operation: Operation, change: Change }),
  /** A transaction or a write to the keychain begins or has ended. */
  z.object({ told: z.literal('step') }),
  z.object({ told: z.literal('found'), found: Found }),
  /** On disk; `recovery`: the new code. `audited`: the newest event. */
  z.object({ told: z.literal('done'), turn: z.number(), recovery: z.string().nullable(), audited: z.number() }),
  z.object({ told: z.literal('failed'), during: Operation.nullable(), what: z.string() }),
]);
export type Told = z.infer<typeof Told>;
