// A secret with one sensitive field, as the person sees it. For tests only.
import { OwnSecretView } from '../../contract/secret.ts';

export function secretView(name: string, change: Record<string, unknown> = {}): OwnSecretView {
  const field = { name: 'token', sensitive: true, inject: 'environment', env: null };
  return OwnSecretView.parse({
    ...{ id: '0'.repeat(32), name, kind: 'token', description: '', tags: [], url: '', projects: [], environment: null },
    ...{ tier: 'placeholder', authPattern: null, authInstructions: '', allowedHosts: [], expiresAt: null },
    ...{ rotateAfterDays: null, showsLastFour: false, notes: '', longestYes: 'rule' },
    fields: [{ ...field, value: null, lastFour: null, reference: null }],
    ...{ version: 1, createdAt: 0, updatedAt: 0, rotatedAt: 0, lastUsedAt: null, olderVersions: 0 },
    ...change,
  });
}
