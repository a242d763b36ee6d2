// What each trusted window is for, and which channels that lets it use. The purpose is the main process's own knowledge, never
// the page's word.
import { BrokerError } from '../contract/fault.ts';
import type { ShapePlace } from '../contract/health.ts';
import type { ProviderId } from '../contract/provider.ts';
import type { TrustedChannel } from '../contract/trusted-channels.ts';
import type { ClientId, RecordId, RequestId } from '../contract/vocabulary.ts';

export type Purpose =
  | { readonly kind: 'setup' }
  | { readonly kind: 'unlock' }
  /** `id` null: the oldest question. */
  | { readonly kind: 'question'; readonly id: RequestId | null }
  /** `id` null: a new secret. */
  | { readonly kind: 'secret'; readonly id: RecordId | null }
  /** What a scan found in a file. */
  | { readonly kind: 'move'; readonly place: ShapePlace }
  | { readonly kind: 'reveal'; readonly id: RecordId }
  | { readonly kind: 'import' }
  | { readonly kind: 'export' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'restore' }
  | { readonly kind: 'settings'; readonly about: 'locking' | 'gateway' }
  | { readonly kind: 'policy' }
  /** What this client may use. */
  | { readonly kind: 'client'; readonly id: ClientId }
  /** `id` null: a new provider; of a well-known one that is not set up: that one. */
  | { readonly kind: 'provider'; readonly id: ProviderId | null }
  /** What this agent of the gateway may do. */
  | { readonly kind: 'agent'; readonly id: ClientId }
  | { readonly kind: 'admin' };

export type PurposeKind = Purpose['kind'];

const every: readonly PurposeKind[] = [
  'setup',
  'unlock',
  'question',
  'secret',
  'move',
  'reveal',
  'import',
  'export',
  'keys',
  'restore',
  'settings',
  'policy',
  'client',
  'provider',
  'agent',
  'admin',
];

/** SECURITY P7: which trusted window may use which channel. */
export const allowedFor: Readonly<Record<TrustedChannel, readonly PurposeKind[]>> = {
  'subject.get': every,
  'vault.create': ['setup'],
  'vault.unlock': ['unlock'],
  'question.answer': ['question'],
  'question.drawn': ['question'],
  'question.rule': ['question'],
  'question.open': ['question'],
  'policy.accept': ['policy'],
  'policy.discard': ['policy'],
  'secret.save': ['secret', 'question', 'move'],
  'move.value': ['move'],
  'secret.versions': ['secret'],
  'secret.bringBack': ['secret'],
  'secret.forgetOlder': ['secret'],
  'secret.confirmReferences': ['secret'],
  'reveal.show': ['reveal'],
  'reveal.copy': ['reveal'],
  'reveal.code': ['reveal'],
  'import.read': ['import'],
  'import.apply': ['import'],
  'import.afterwards': ['import'],
  'export.plain': ['export'],
  'keys.changePassphrase': ['keys'],
  'keys.newRecovery': ['keys'],
  'setup.newRecovery': ['setup'],
  'keys.checkRecovery': ['keys', 'setup'],
  'keys.setWrap': ['keys'],
  'keys.rotate': ['keys'],
  'keys.stopRotation': ['keys'],
  'keys.rotation': ['keys'],
  'backup.save': ['keys', 'restore'],
  'backup.open': ['restore'],
  'restore.apply': ['restore'],
  'repair.plan': ['restore'],
  'repair.apply': ['restore'],
  'unlock.window': ['restore'],
  'restore.window': ['unlock', 'setup'],
  'settings.save': ['settings'],
  'client.save': ['client'],
  'client.reach': ['client'],
  'provider.save': ['provider'],
  'provider.newSecret': ['provider'],
  'agent.save': ['agent'],
  'admin.make': ['admin'],
  'admin.copy': ['admin'],
  'window.fit': every,
  'window.close': every,
};

/** CSS pixels, until the page says how much it needs. */
export const firstHeight: Readonly<Record<PurposeKind, number>> = {
  setup: 560,
  unlock: 320,
  question: 640,
  secret: 720,
  move: 720,
  reveal: 360,
  import: 560,
  export: 560,
  keys: 560,
  restore: 560,
  settings: 520,
  policy: 520,
  client: 640,
  provider: 640,
  agent: 560,
  admin: 320,
};

/** SECURITY P4: what tells anything of an open vault, or was typed for one, goes when it locks. */
export function isClosedByLock({ kind }: Purpose): boolean {
  return kind !== 'unlock';
}

/** The client that the window is about. @throws BrokerError bad_request when it is about none */
export function clientOf(purpose: Purpose): ClientId {
  if (purpose.kind !== 'client') throw new BrokerError('bad_request');
  return purpose.id;
}

/** The provider that the window is about; null: a new one. @throws BrokerError bad_request when it is about none */
export function providerOf(purpose: Purpose): ProviderId | null {
  if (purpose.kind !== 'provider') throw new BrokerError('bad_request');
  return purpose.id;
}

/** The agent of the gateway that the window is about. @throws BrokerError bad_request when it is about none */
export function agentOf(purpose: Purpose): ClientId {
  if (purpose.kind !== 'agent') throw new BrokerError('bad_request');
  return purpose.id;
}

/** The secret that the window is about. @throws BrokerError bad_request when it is about none */
export function secretOf(purpose: Purpose): RecordId {
  if ((purpose.kind !== 'secret' && purpose.kind !== 'reveal') || purpose.id === null) {
    throw new BrokerError('bad_request');
  }
  return purpose.id;
}
