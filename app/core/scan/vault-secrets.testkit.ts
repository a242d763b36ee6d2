// For tests: a vault's secrets made of plain values, which are wiped after each use as the vault does it.
import type { OwnSecretView } from '../../contract/secret.ts';
import { OwnSecretView as OwnSecret } from '../../contract/secret.ts';
import type { VaultSecrets } from './vault-secrets.ts';

export interface TestSecret {
  readonly view: OwnSecretView;
  readonly values: Readonly<Record<string, string>>;
}

/** A secret with sensitive fields that hold `values`; `change` says what else is different about it. */
export function testSecret(name: string, values: Readonly<Record<string, string>>, change: object = {}): TestSecret {
  const fields = Object.keys(values).map((field) => ({
    name: field,
    sensitive: true,
    inject: 'environment',
    env: null,
    value: null,
    lastFour: null,
    reference: null,
  }));
  const view = OwnSecret.parse({
    name,
    id: [...Buffer.from(name).toString('hex')].slice(-32).join('').padStart(32, '0'),
    kind: 'token',
    description: 'For a test.',
    notes: '',
    tags: [],
    url: '',
    projects: [],
    environment: null,
    tier: 'run',
    authPattern: null,
    authInstructions: '',
    allowedHosts: [],
    expiresAt: null,
    rotateAfterDays: null,
    showsLastFour: false,
    longestYes: 'rule',
    fields,
    version: 1,
    createdAt: 0,
    updatedAt: 0,
    rotatedAt: 0,
    lastUsedAt: 0,
    olderVersions: 0,
    ...change,
  });
  return { view, values };
}

export interface TestVault extends VaultSecrets {
  /** Most values that were open at one time. */
  mostOpen(): number;
  /** Values that are open now. */
  open(): number;
}

export function testVault(secrets: readonly TestSecret[]): TestVault {
  const byId = new Map(secrets.map((secret) => [secret.view.id, secret]));
  let open = 0;
  let mostOpen = 0;
  return {
    list: () => secrets.map(({ view }) => view),
    async withRevealed(ids, use) {
      const revealed = ids.flatMap((id) => {
        const secret = byId.get(id);
        if (secret === undefined) return [];
        const { view, values } = secret;
        const fields = view.fields.map(({ name }) => ({ name, value: Buffer.from(values[name] ?? '') }));
        return [{ id, name: view.name, fields }];
      });
      open += revealed.length;
      mostOpen = Math.max(mostOpen, open);
      try {
        return await use(revealed);
      } finally {
        for (const { fields } of revealed) for (const { value } of fields) value.fill(0);
        open -= revealed.length;
      }
    },
    mostOpen: () => mostOpen,
    open: () => open,
  };
}
