// Whom a record is about, so that of one client, agent or provider a restore leaves one record, whatever ids its records had.
import { z } from 'zod';
import { ProviderId } from '../../contract/provider.ts';
import { ClientId, type RecordId, type RecordKind } from '../../contract/vocabulary.ts';
import { jsonOrUndefined } from '../vault/sealed-json.ts';
import type { OpenedRecord } from '../vault/unlocked-vault.ts';
import type { Records } from './secret-records.ts';

/** The client, agent or provider by the id that it is known by; any other record is about itself alone. */
export function subjectOf({ kind, id, body }: OpenedRecord): string {
  if (kind !== 'client' && kind !== 'agent' && kind !== 'provider') return id;
  const named = idOf[kind].safeParse(jsonOrUndefined(body.toString('utf8')));
  // What does not say whom it is about takes nobody's place.
  return named.success ? `${kind} ${named.data}` : id;
}

/** By its subject the record that counts: of several the last, as for whoever reads them. @throws BrokerError vault_corrupt */
export function countingRecords(
  records: Pick<Records, 'readRecords'>,
  kind: RecordKind,
): ReadonlyMap<string, RecordId> {
  return new Map(records.readRecords(kind, (record) => [subjectOf(record), record.id] as const));
}

const idOf = {
  client: z.object({ clientId: ClientId }).transform(({ clientId }) => clientId),
  agent: z.object({ id: ClientId }).transform(({ id }) => id),
  provider: z.object({ id: ProviderId }).transform(({ id }) => id),
} as const;
