// An `.npmrc`: a token or a login for each registry. Read through `ini`, as npm itself does.
import { parse } from 'ini';
import { z } from 'zod';
import type { ImportRead } from './candidates.ts';
import type { FoundField } from './field-intake.ts';
import { maxSettingsBytes } from './import-limits.ts';
import { Intake } from './intake.ts';
import { textOf, utf8OrNull } from './source-text.ts';

const keys = new Set(['_authToken', '_auth', '_password', 'username', 'email']);

/** Settings that are no credentials are not looked at. @throws BrokerError as `textOf` */
export function readNpmrc(bytes: Uint8Array): ImportRead {
  const settings = z.record(z.string(), z.unknown()).parse({ ...parse(textOf(bytes, maxSettingsBytes)) });
  const registries = new Map<string, Map<string, string>>();
  for (const [setting, value] of Object.entries(settings)) {
    const [, registry = '', key = setting] = /^\/\/(.*?)\/?:([^:]+)$/.exec(setting) ?? [];
    if (!keys.has(key) || typeof value !== 'string') continue;
    const credentials = registries.get(registry) ?? new Map<string, string>();
    registries.set(registry, credentials.set(key, value));
  }
  const intake = new Intake();
  for (const [registry, credentials] of registries) addRegistry(intake, registry || 'default', credentials);
  return intake.read;
}

function addRegistry(intake: Intake, registry: string, credentials: ReadonlyMap<string, string>): void {
  const secret = [credentials.get('_authToken'), credentials.get('_auth'), credentials.get('_password')];
  // npm puts an environment variable in its place.
  if (secret.some((value) => /^\$\{[^}]*\}$/.test(value ?? ''))) return void intake.skip(registry, 'refers_elsewhere');
  const fields = fieldsOf(credentials);
  if (fields === null) return void intake.skip(registry, 'malformed');
  intake.add({ from: registry, path: ['npm', ...registry.split('/')], kind: 'token', fields });
}

/** null: the password is not base64 of text, which is how npm stores it. */
function fieldsOf(credentials: ReadonlyMap<string, string>): readonly FoundField[] | null {
  const password = utf8OrNull(Buffer.from(credentials.get('_password') ?? '', 'base64'));
  if (password === null) return null;
  return [
    { name: 'token', value: credentials.get('_authToken') ?? '', sensitive: true, env: 'NPM_TOKEN' },
    { name: 'auth', value: credentials.get('_auth') ?? '', sensitive: true },
    { name: 'password', value: password, sensitive: true },
    { name: 'username', value: credentials.get('username') ?? '', sensitive: false },
    { name: 'email', value: credentials.get('email') ?? '', sensitive: false },
  ];
}
