// What the person decides about a paired client's reach: what it may use, and when its key is made anew.
import type { ClientLimits, ClientView, LimitsReach } from '../../contract/client.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { ClientId, Sha256 } from '../../contract/vocabulary.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { covers, loosensLimits } from '../clients/client-limits.ts';
import type { Clients } from '../clients/clients.ts';
import { canonicalJson, sha256Hex } from '../crypto/digest.ts';
import type { Clock } from '../ports/clock.ts';
import type { GivenProof, Matter, PersonCheck } from '../presence/person-check.ts';
import type { VaultWords } from '../redaction/vault-words.ts';
import { matchesGlob } from '../secrets/name-glob.ts';
import type { SecretBook } from '../secrets/secret-book.ts';

export interface ClientDeskParts {
  readonly clients: Clients;
  readonly secrets: Pick<SecretBook, 'list'>;
  readonly check: Pick<PersonCheck, 'confirm'>;
  readonly words: Pick<VaultWords, 'search'>;
  readonly audit: Pick<AuditLog, 'record'>;
  readonly clock: Clock;
}

export class ClientDesk {
  readonly #parts: ClientDeskParts;

  constructor(parts: ClientDeskParts) {
    this.#parts = parts;
  }

  /** null: there is no such client any more. */
  find(id: ClientId): ClientView | null {
    return this.#parts.clients.list().find((client) => client.id === id) ?? null;
  }

  /** What these limits cover of the secrets there are now. @throws BrokerError locked */
  reach(limits: ClientLimits): LimitsReach {
    const all = this.#parts.secrets.list();
    return {
      globs: limits.secrets.map((glob) => all.filter(({ name }) => matchesGlob(name, glob)).length),
      covered: all.filter((secret) => covers(limits, secret)).length,
      all: all.length,
    };
  }

  /**
   * SECURITY P9: what lets the client do more takes a proof; a proof that was given for other limits counts for nothing.
   * @throws BrokerError client_denied when there is no such client, presence_needed without a proof, and as `PersonCheck.confirm`
   */
  async setLimits(id: ClientId, limits: ClientLimits, proof: GivenProof | null, signal: AbortSignal): Promise<void> {
    const { clients, check, words, audit, clock } = this.#parts;
    const { name } = this.#own(id);
    const before = clients.limitsOf(id);
    if (canonicalJson(before) === canonicalJson(limits)) return;
    const { texts: secrets } = await words.search(limits.secrets);
    const loosened = loosensLimits(before, limits);
    const matter: Matter = { purpose: 'client', digest: digestOf(id, before, limits) };
    const yes = loosened ? await check.confirm(proof, matter, signal) : null;
    this.#own(id);
    // What was confirmed was the step from what held then.
    yes?.use({ ...matter, digest: digestOf(id, clients.limitsOf(id), limits) });
    if (loosensLimits(clients.limitsOf(id), limits) && yes === null) throw new BrokerError('presence_needed');
    const { tiers, tools, callsPerMinute, burst } = limits;
    audit.record({
      ...{ kind: 'client.limits_set', at: clock.now(), client: { id, name } },
      ...{
        secrets: [...secrets],
        tiers: [...tiers],
        tools: tools === null ? null : [...tools],
        callsPerMinute,
        burst,
        loosened,
      },
    });
    clients.setLimits(id, limits);
  }

  /** Its next connection brings a new key, and the old one then opens nothing. @throws BrokerError client_denied, audit_unwritable */
  orderNewKey(id: ClientId): void {
    const { clients, audit, clock } = this.#parts;
    const { name, newKey } = this.#own(id);
    if (newKey) return;
    audit.record({ kind: 'client.key_rotated', at: clock.now(), client: { id, name }, end: 'asked' });
    clients.orderNewKey(id);
  }

  #own(id: ClientId): ClientView {
    const client = this.find(id);
    if (client === null) throw new BrokerError('client_denied');
    return client;
  }
}

function digestOf(id: ClientId, before: ClientLimits, after: ClientLimits): Sha256 {
  return sha256Hex('postern client limits', canonicalJson({ id, before, after }));
}
