// What an agent may learn about a text: which secrets it may use are in it whole, and what in it looks like one. SECURITY P1, P8: it
// is no oracle. It knows no pieces, no places of values and no values that could be guessed, and who hits values again and again is
// paused. The text is kept nowhere.
import type { AuditEvent } from '../../contract/audit.ts';
import type { AuditClient } from '../../contract/audit-shapes.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { Policy } from '../../contract/policy.ts';
import { scanLimits, type TextFinding } from '../../contract/scan.ts';
import type { OwnSecretView } from '../../contract/secret.ts';
import type { ClientId, SecretName } from '../../contract/vocabulary.ts';
import { covers } from '../clients/client-limits.ts';
import type { Clients } from '../clients/clients.ts';
import { passwordBits } from '../health/password-strength.ts';
import { isDeniedAltogether } from '../policy/denied-altogether.ts';
import { mayRun } from '../policy/evaluate.ts';
import type { Clock } from '../ports/clock.ts';
import type { Pause } from '../ports/pause.ts';
import { RecentCounts } from './recent-counts.ts';
import type { ShapeFinding } from './secret-shapes.ts';
import { findWholeShapes } from './text-shapes.ts';
import { eachHeldValue, type VaultSecrets } from './vault-secrets.ts';
import { placesOfValue, type TextSpan } from './whole-value.ts';

/** How much a client may ask. A scan whose text holds a value is a hit; the last one that is allowed pauses and is not answered. */
export const scanBounds = {
  scans: { most: 30, inMs: 60_000 },
  hits: { most: 3, inMs: 3_600_000 },
  /** Values that are easier to guess than this are not searched for: two hits in an hour could confirm one of millions of guesses. */
  guessBits: 64,
} as const;

export interface TextScanParts {
  readonly secrets: VaultSecrets;
  /** Names those secrets of which anything may be in a text; of several with one value, one. Only they are opened. */
  readonly words: { search(texts: readonly string[]): Promise<{ readonly holds: readonly SecretName[] }> };
  readonly clients: Pick<Clients, 'limitsOf'>;
  readonly policy: { readonly current: { readonly policy: Policy } };
  readonly audit: { record(event: AuditEvent): void };
  readonly clock: Clock;
  readonly pause: Pause;
  /** Shuts the client out and tells the person. */
  readonly pauseClient: (id: ClientId) => void;
}

export class TextScan {
  readonly #parts: TextScanParts;
  readonly #scans: RecentCounts<ClientId>;
  readonly #hits: RecentCounts<ClientId>;

  constructor(parts: TextScanParts) {
    this.#parts = parts;
    this.#scans = new RecentCounts(parts.clock, scanBounds.scans.inMs);
    this.#hits = new RecentCounts(parts.clock, scanBounds.hits.inMs);
  }

  /**
   * For a client that is paired and active. Whoever awaits it checks that it still is before anything is told.
   * @throws BrokerError text_too_large, scan_too_often, locked, vault_corrupt, audit_unwritable; client_paused when this was one
   * hit too many
   */
  async scan(client: AuditClient, given: string, signal: AbortSignal): Promise<readonly TextFinding[]> {
    const bytes = Buffer.byteLength(given);
    if (bytes > scanLimits.textBytes) throw new BrokerError('text_too_large');
    if (this.#scans.add(client.id) > scanBounds.scans.most) throw new BrokerError('scan_too_often');
    const text = given.toWellFormed();
    const values = await this.#valuesIn(client.id, text, signal);
    const shapes = beside(values, text.length, await findWholeShapes(text, this.#parts.pause));
    const { audit, clock, pauseClient } = this.#parts;
    // SECURITY P3: on record before it is told.
    audit.record({
      ...{ kind: 'text.scanned', at: clock.now(), client, bytes },
      ...{ secrets: [...values.keys()].slice(0, 32), findings: shapes.length },
    });
    if (values.size > 0 && this.#hits.add(client.id) >= scanBounds.hits.most) {
      this.#hits.forget(client.id);
      pauseClient(client.id);
      throw new BrokerError('client_paused');
    }
    return [...valueFindings(values), ...shapeFindings(text, shapes)];
  }

  async #valuesIn(id: ClientId, text: string, signal: AbortSignal): Promise<ReadonlyMap<SecretName, TextSpan[]>> {
    const { secrets, words, pause } = this.#parts;
    const near = new Set((await words.search([text])).holds);
    const found = new Map<SecretName, TextSpan[]>();
    const all = secrets.list().filter((secret) => near.has(secret.name) && this.#mayUse(id, secret));
    await eachHeldValue(
      { secrets, all, signal },
      () => {},
      async ({ name }, _field, bytes) => {
        const value = bytes.toString('utf8');
        if (passwordBits(value.trim()) >= scanBounds.guessBits) {
          const places = placesOfValue(text, value);
          if (places.length > 0) found.set(name, [...(found.get(name) ?? []), ...places]);
        }
        await pause();
      },
    );
    if (signal.aborted) throw new BrokerError('unknown_request');
    return found;
  }

  #mayUse(id: ClientId, secret: OwnSecretView): boolean {
    const { clients, policy } = this.#parts;
    const forIt = mayRun(secret.tier) && covers(clients.limitsOf(id), secret);
    return forIt && !isDeniedAltogether(policy.current.policy, id, secret);
  }
}

/** The shapes that share nothing with a value. */
function beside(
  values: ReadonlyMap<SecretName, readonly TextSpan[]>,
  length: number,
  shapes: readonly ShapeFinding[],
): readonly ShapeFinding[] {
  const held = new Uint8Array(length);
  for (const { start, end } of [...values.values()].flat()) held.fill(1, start, end);
  return shapes.filter(({ start, end }) => !held.subarray(start, end).includes(1));
}

function valueFindings(values: ReadonlyMap<SecretName, readonly TextSpan[]>): readonly TextFinding[] {
  return Array.from(values, ([secret, { length: count }]) => ({ kind: 'vault_value', secret, count }));
}

/** One for each rule, with the first lines where it found something. */
function shapeFindings(text: string, shapes: readonly ShapeFinding[]): readonly TextFinding[] {
  const found = new Map<string, { kind: 'secret_shape'; what: string; count: number; lines: number[] }>();
  let line = 1;
  let seen = 0;
  for (const { rule, what, start } of shapes) {
    line += text.slice(seen, start).split('\n').length - 1;
    seen = start;
    const finding = found.get(rule) ?? { kind: 'secret_shape', what, count: 0, lines: [] };
    finding.count += 1;
    if (finding.lines.length < scanLimits.lines && finding.lines.at(-1) !== line) finding.lines.push(line);
    found.set(rule, finding);
  }
  return [...found.values()];
}
