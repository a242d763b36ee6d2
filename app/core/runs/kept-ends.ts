// Puts on record how a kept request ended that nobody came back for. One that somebody came back for records its own end.
import type { AuditEvent } from '../../contract/audit.ts';
import type { ClientId, RequestId } from '../../contract/vocabulary.ts';
import { recordQuietly } from '../audit/record-quietly.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Withdrawal } from './request-entry.ts';

export interface KeptEndsParts {
  readonly audit: { record(event: AuditEvent): void };
  readonly clients: { nameOf(id: ClientId): string | null };
  readonly clock: Clock;
  readonly log: Log;
}

export class KeptEnds {
  readonly #parts: KeptEndsParts;

  constructor(parts: KeptEndsParts) {
    this.#parts = parts;
  }

  /** Never throws. */
  expired(request: { readonly id: RequestId; readonly clientId: ClientId }): void {
    this.#record({ kind: 'approval.expired', ...this.#asked(request) });
  }

  /** Never throws. */
  withdrawn(request: { readonly id: RequestId; readonly clientId: ClientId }, by: Withdrawal): void {
    this.#record({ kind: 'approval.withdrawn', ...this.#asked(request), by });
  }

  #asked({ id, clientId }: { readonly id: RequestId; readonly clientId: ClientId }) {
    const { clock, clients } = this.#parts;
    const client = { id: clientId, name: clients.nameOf(clientId) ?? clientId };
    return { at: clock.now(), requestId: id, client, action: null };
  }

  #record(event: AuditEvent): void {
    recordQuietly(this.#parts.audit, this.#parts.log, event);
  }
}
