// What the person settles when they start a Postern without windows: whoever has the passphrase is the person. No agent reaches it.
import type { AuditEvent } from '../../contract/audit.ts';
import { protocolVersion } from '../../contract/broker.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { ImportPreview } from '../../contract/import.ts';
import type { PolicyProblem } from '../../contract/policy.ts';
import type { ClientId } from '../../contract/vocabulary.ts';
import type { Clients } from '../clients/clients.ts';
import { mayRun } from '../policy/evaluate.ts';
import type { Clock } from '../ports/clock.ts';
import type { ImportDesk } from './import-desk.ts';
import type { PersonSide } from './person-side.ts';
import type { PolicyDesk } from './policy-desk.ts';

export interface StartDeskParts {
  readonly person: PersonSide;
  readonly desks: { readonly imports: ImportDesk; readonly policy: PolicyDesk };
  readonly clients: Clients;
  readonly audit: { record(event: AuditEvent): void };
  readonly clock: Clock;
}

/** What of the text became no secret that a command can have: names, and places in the text. */
export interface UnfitSecrets {
  readonly unfit: readonly string[];
  readonly skipped: readonly string[];
}

export class StartDesk {
  readonly #parts: StartDeskParts;

  constructor(parts: StartDeskParts) {
    this.#parts = parts;
  }

  /** `passphrase`: UTF-8, the caller wipes it. @throws BrokerError no_vault, and as `PersonSide.createVault` and `unlock` */
  async open(passphrase: Buffer, create: boolean): Promise<void> {
    const { person } = this.#parts;
    if (person.status().state !== 'empty') {
      await person.unlock({ kind: 'passphrase', passphrase }, { acceptRollback: false }, never());
      return;
    }
    if (!create) throw new BrokerError('no_vault');
    await person.createVault(passphrase, { keychain: false });
  }

  /** Each variable of a text as in `.env` files becomes a secret of its name, or a new value of it. @throws BrokerError as `ImportDesk` */
  takeSecrets(dotenv: Buffer): UnfitSecrets {
    const { imports } = this.#parts.desks;
    const { items, skipped } = imports.readBytes('dotenv', dotenv);
    const replaced = items.filter((item) => item.class === 'conflict');
    if (items.some((item) => item.class !== 'same')) {
      imports.apply(replaced.map(({ index }) => ({ index, choice: { kind: 'replace' } })));
    }
    imports.forget();
    return { unfit: items.filter(isUnfit).map(({ name }) => name), skipped: skipped.map(({ from }) => from) };
  }

  /**
   * Puts this policy in force, as the person's own. SECURITY P9: with the passphrase, which proves that it is theirs.
   * @returns what is wrong with it; empty: it is in force
   * @throws BrokerError policy_holds_value, wrong_passphrase, and as `PolicyDesk.accept`
   */
  async setPolicy(text: string, passphrase: Buffer): Promise<readonly PolicyProblem[]> {
    const { policy } = this.#parts.desks;
    const problems = policy.check(text);
    if (problems.length > 0 || policy.view().text === text) return problems;
    policy.propose(text);
    const proposal = policy.proposal();
    // The file in the profile folder is anybody's proposal.
    if (proposal?.from !== 'app') throw new BrokerError('policy_moved_on');
    await policy.accept(proposal.digest, { kind: 'passphrase', passphrase }, never());
    return [];
  }

  /** Lets the client with this key in, without a question. One that is paused stays so. @throws BrokerError audit_unwritable */
  letIn(id: ClientId, key: string): 'paired' | 'known' | 'paused' {
    const { clients, audit, clock } = this.#parts;
    const claims = { name: id, version: '' };
    const hello = { type: 'hello', protocol: protocolVersion, client: id, key, claims, session: null } as const;
    const greeting = { connection: 'start', hello };
    const standing = clients.standing(greeting);
    if (standing === 'paused') return 'paused';
    if (standing === 'active') return 'known';
    // SECURITY P3: on record first.
    audit.record({ kind: 'client.paired', at: clock.now(), client: { id, name: id }, host: null });
    clients.pair(greeting, id, null);
    return 'paired';
  }
}

function isUnfit({ tier, fields }: ImportPreview['items'][number]): boolean {
  return !mayRun(tier) || fields.every(({ env }) => env === null);
}

/** Nobody is there who could give up waiting. */
function never(): AbortSignal {
  return new AbortController().signal;
}
