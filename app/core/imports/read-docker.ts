// Docker's `config.json`: a login for each registry, unless a credential helper keeps it.
import { z } from 'zod';
import { BrokerError } from '../../contract/fault.ts';
import { parseBoundedJson } from './bounded-json.ts';
import type { ImportRead } from './candidates.ts';
import { maxSettingsBytes } from './import-limits.ts';
import { Intake } from './intake.ts';
import { textOf, utf8OrNull } from './source-text.ts';

const Login = z.object({
  auth: z.string().nullish(),
  identitytoken: z.string().nullish(),
  registrytoken: z.string().nullish(),
  username: z.string().nullish(),
  password: z.string().nullish(),
});
const Config = z.object({
  auths: z.record(z.string(), z.unknown()).nullish(),
  credHelpers: z.record(z.string(), z.unknown()).nullish(),
});

/** @throws BrokerError import_unreadable; and as `textOf` and `parseBoundedJson` */
export function readDocker(bytes: Uint8Array): ImportRead {
  const config = Config.safeParse(parseBoundedJson(textOf(bytes, maxSettingsBytes)));
  if (!config.success) throw new BrokerError('import_unreadable');
  const { auths, credHelpers } = config.data;
  const intake = new Intake();
  for (const [registry, entry] of Object.entries(auths ?? {})) addLogin(intake, registry, entry);
  for (const registry of Object.keys(credHelpers ?? {})) intake.skip(registry, 'in_keychain');
  return intake.read;
}

function addLogin(intake: Intake, registry: string, entry: unknown): void {
  const login = Login.safeParse(entry).data;
  if (login === undefined) return void intake.skip(registry, 'malformed');
  const { auth, identitytoken, registrytoken } = login;
  const pair = utf8OrNull(Buffer.from(auth ?? '', 'base64'));
  if (pair === null || (pair !== '' && !pair.includes(':'))) return void intake.skip(registry, 'malformed');
  const colon = pair.indexOf(':');
  const fields = [
    { name: 'password', value: login.password ?? pair.slice(colon + 1), sensitive: true },
    { name: 'identity-token', value: identitytoken ?? '', sensitive: true },
    { name: 'registry-token', value: registrytoken ?? '', sensitive: true },
    { name: 'username', value: login.username ?? pair.slice(0, Math.max(0, colon)), sensitive: false },
  ];
  // With a credentials store docker writes only the name.
  if (fields.every(({ value }) => value === '')) return void intake.skip(registry, 'in_keychain');
  const path = ['docker', ...registry.replace(/^[a-z]+:\/\//, '').split('/')].filter((part) => part !== '');
  intake.add({ from: registry, path, kind: 'login', authPattern: 'basic', fields });
}
