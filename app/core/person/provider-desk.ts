// What the person decides about the providers of the gateway: which there are, with which secret, and what may be done there.
import type { AuditEvent } from '../../contract/audit.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { ProviderSummary } from '../../contract/gateway.ts';
import type { Provider, ProviderId, ProviderKind, Scope } from '../../contract/provider.ts';
import type { TrustedSubject } from '../../contract/trusted-channels.ts';
import type { Sha256 } from '../../contract/vocabulary.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { readBase } from '../calls/call-url.ts';
import { canonicalJson, sha256Hex } from '../crypto/digest.ts';
import type { ProviderBook } from '../gateway/provider-book.ts';
import { checkedProvider, loosensProvider } from '../gateway/provider-check.ts';
import { secretOf } from '../gateway/provider-secret.ts';
import type { Listeners } from '../listeners.ts';
import type { Clock } from '../ports/clock.ts';
import type { GivenProof, Matter, PersonCheck } from '../presence/person-check.ts';
import type { SecretBook } from '../secrets/secret-book.ts';

export interface ProviderDeskParts {
  readonly book: ProviderBook;
  /** The well-known ones. */
  readonly kinds: readonly ProviderKind[];
  readonly secrets: Pick<SecretBook, 'named' | 'list'>;
  readonly check: Pick<PersonCheck, 'confirm'>;
  readonly audit: Pick<AuditLog, 'record'>;
  /** Agents whose scopes may name a provider that is not set up any more. */
  readonly agents: { list(): readonly { readonly limits: { readonly scopes: readonly Scope[] } }[] };
  readonly clock: Clock;
}

type ProviderSubject = Extract<TrustedSubject, { kind: 'provider' }>;

export class ProviderDesk {
  readonly #parts: ProviderDeskParts;

  constructor(parts: ProviderDeskParts) {
    this.#parts = parts;
  }

  /** Told after every change of a provider. */
  get changed(): Listeners {
    return this.#parts.book.changed;
  }

  /** Those that are set up first, then the well-known others; each by name. */
  summaries(): ProviderSummary[] {
    const { book, kinds } = this.#parts;
    const others = kinds.filter(({ id }) => book.find(id) === null).sort((a, b) => (a.name < b.name ? -1 : 1));
    return [
      ...book.list().map((provider) => summary(provider, provider.secret, provider.wellKnown)),
      ...others.map((kind) => summary(kind, null, true)),
    ];
  }

  /** What the window of a provider shows. `id` as its purpose has it. @throws BrokerError locked */
  subject(id: ProviderId | null): ProviderSubject {
    const { book, kinds, secrets } = this.#parts;
    const provider = id === null ? null : book.find(id);
    const begin = provider === null ? (kinds.find((kind) => kind.id === id)?.id ?? null) : null;
    const sendable = secrets.list().filter(({ tier }) => tier !== 'never');
    return {
      ...{ kind: 'provider', provider, begin, kinds: [...kinds], taken: book.list().map((each) => each.id) },
      secrets: sendable.map(({ name, fields, allowedHosts }) => {
        return { name, fields: fields.map((field) => field.name), hosts: [...allowedHosts] };
      }),
    };
  }

  /**
   * Adds a provider (`own` null, or one that is not set up), or changes the one of that id. SECURITY P9: what lets more through takes
   * a proof; one that was given for another change counts for nothing.
   * @throws BrokerError provider_exists, provider_invalid, presence_needed without a proof; as `secretOf`, `PersonCheck.confirm` and
   * `ProviderBook.put`; audit_unwritable
   */
  async save(own: ProviderId | null, given: Provider, proof: GivenProof | null, signal: AbortSignal): Promise<void> {
    const { book, kinds, secrets, check, audit, clock } = this.#parts;
    const after = checkedProvider(given, kinds);
    const before = this.#before(own, after);
    secretOf(after, secrets);
    if (before !== null && canonicalJson(before) === canonicalJson(after)) return;
    const loosened = before === null ? this.#isAwaited(after.id) : loosensProvider(before, after);
    const matter: Matter = { purpose: 'provider', digest: digestOf(before, after) };
    const yes = loosened ? await check.confirm(proof, matter, signal) : null;
    // What was confirmed was the step from what held then.
    const now = this.#before(own, after);
    if (digestOf(now, after) !== matter.digest) throw new BrokerError('presence_used');
    yes?.use(matter);
    const about = aboutEvent(after, clock.now());
    audit.record(
      before === null ? { kind: 'provider.added', ...about } : { kind: 'provider.changed', ...about, loosened },
    );
    book.put(after);
  }

  /** @throws BrokerError provider_unknown, audit_unwritable, locked */
  remove(id: ProviderId): void {
    const { book, audit, clock } = this.#parts;
    const provider = book.find(id);
    if (provider === null) throw new BrokerError('provider_unknown');
    audit.record({ kind: 'provider.removed', ...aboutEvent(provider, clock.now()) });
    book.remove(id);
  }

  /** What is set up under a name that agents may use already is theirs at once. */
  #isAwaited(id: ProviderId): boolean {
    return this.#parts.agents.list().some(({ limits }) => limits.scopes.some((scope) => scope.startsWith(`${id}:`)));
  }

  /** null: it is a new one. */
  #before(own: ProviderId | null, { id }: Provider): Provider | null {
    const { book } = this.#parts;
    const shown = own === null ? null : book.find(own);
    if (shown !== null && shown.id !== id) throw new BrokerError('provider_invalid');
    if (shown === null && book.find(id) !== null) throw new BrokerError('provider_exists');
    return shown;
  }
}

function summary(kind: ProviderKind, secret: string | null, wellKnown: boolean): ProviderSummary {
  const permissions = kind.permissions.map(({ name, says }) => ({ name, says }));
  return { id: kind.id, name: kind.name, host: hostOf(kind), secret, wellKnown, permissions };
}

function aboutEvent(provider: Provider, at: number): Omit<Extract<AuditEvent, { kind: 'provider.added' }>, 'kind'> {
  return { at, provider: provider.id, name: provider.name, host: hostOf(provider), secret: provider.secret };
}

function hostOf({ baseUrl }: ProviderKind): string {
  return readBase(baseUrl)?.host ?? baseUrl;
}

function digestOf(before: Provider | null, after: Provider): Sha256 {
  return sha256Hex('postern provider', canonicalJson({ before, after }));
}
