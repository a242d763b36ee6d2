// A provider of the person's own, and records and randomness that stand in for the vault's. For tests only.
import { Provider } from '../../contract/provider.ts';
import type { RecordId } from '../../contract/vocabulary.ts';
import type { Randomness } from '../ports/randomness.ts';
import type { ProviderRecords } from './provider-book.ts';

export const acme: Provider = Provider.parse({
  ...{ id: 'acme', name: 'Acme', baseUrl: 'https://api.acme.test/v1', auth: { kind: 'bearer' } },
  permissions: [
    { name: 'read', says: 'Read orders', rules: [{ methods: ['GET'], path: '/orders/**' }] },
    { name: 'write', says: 'Change orders', rules: [{ methods: ['POST', 'DELETE'], path: '/orders/*' }] },
  ],
  deletes: [{ methods: ['POST'], path: '/orders/*/void' }],
  discloses: [{ methods: ['POST'], path: '/keys' }],
  ...{ headers: ['acme-version'], secret: 'acme/key', privateAddress: false, wellKnown: false },
});

export class FakeRecords implements ProviderRecords {
  readonly kept = new Map<RecordId, string>();

  readRecords<T>(_kind: 'provider', read: (record: { readonly id: RecordId; readonly body: Buffer }) => T): T[] {
    return Array.from(this.kept, ([id, body]) => read({ id, body: Buffer.from(body) }));
  }

  putRecord(_kind: 'provider', id: RecordId, body: Buffer): number {
    this.kept.set(id, body.toString('utf8'));
    return 1;
  }

  removeRecord(_kind: 'provider', id: RecordId): boolean {
    return this.kept.delete(id);
  }
}

/** Counts. */
export function fakeRandomness(): Randomness {
  let next = 0;
  return {
    bytes: (length) => {
      next += 1;
      return Buffer.alloc(length, next);
    },
  };
}
