// Secrets that are known by what stands around them: a name they are given, a URL, a header, or the armour of a key.
import type { ShapeRule } from './shape-rule.ts';
import { named, shape } from './shape-rule.ts';

const noWord = '(?![A-Za-z0-9])';

export const contextRules: readonly ShapeRule[] = [
  shape(
    'private-key',
    'private key',
    ['-----begin '],
    // With the first characters of its body, also after an escaped line end: source code speaks of the armour alone.
    /-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED |PGP )?PRIVATE KEY(?: BLOCK)?-----[\\rn\s]{1,12}(?=[A-Za-z0-9+/]{16}|Proc-Type|Version|Comment)/y,
  ),
  shape(
    'putty-key',
    'PuTTY private key',
    ['putty-user-key-file-'],
    /PuTTY-User-Key-File-[23]: [a-z0-9-]{7,30}(?=[\\\r\n])/y,
  ),
  shape(
    'jwt',
    'JSON web token',
    ['eyj'],
    /(?<!(?<!\\)[A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,8000}\.[A-Za-z0-9_-]{20,1000}/y,
  ),
  named(
    ['aws-secret-key', 'AWS secret access key'],
    ['secret_access_key', 'secretaccesskey', 'secret-access-key'],
    '',
    '[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])',
  ),
  named(
    ['aws-session-token', 'AWS session token'],
    ['session_token', 'sessiontoken', 'session-token'],
    '',
    '(?:IQoJ|FwoG|FQoG)[A-Za-z0-9/+]{80,2000}',
  ),
  named(
    ['azure-storage-key', 'Azure storage key'],
    ['accountkey', 'account_key', 'account-key'],
    '',
    '[A-Za-z0-9/+]{86}==',
  ),
  shape(
    'azure-sas',
    'Azure shared access signature',
    ['sig='],
    /(?<=[?&;"'])sig=(?<value>[A-Za-z0-9%/+]{43,64})(?=%3D|=|&|$|["'\s])/iy,
  ),
  named(['google-service-account', 'Google service account key'], ['private_key_id'], '', `[0-9a-f]{40}${noWord}`),
  named(
    ['cloudflare-token', 'Cloudflare token'],
    ['cloudflare', 'cf'],
    '[a-z_-]{0,20}',
    '[A-Za-z0-9_-]{40}(?![A-Za-z0-9_-])',
  ),
  named(['cloudflare-key', 'Cloudflare key'], ['cloudflare', 'cf'], '[a-z_-]{0,20}', `[0-9a-f]{37}${noWord}`),
  named(
    ['datadog-key', 'Datadog key'],
    ['datadog', 'dd'],
    '[_-]?(?:api|app|application)[_-]?key',
    `[0-9a-f]{32}(?:[0-9a-f]{8})?${noWord}`,
  ),
  named(['twilio-token', 'Twilio auth token'], ['twilio'], '[a-z_-]{0,20}', `[0-9a-f]{32}${noWord}`),
  named(['vercel-old-token', 'Vercel token'], ['vercel'], '[a-z_-]{0,20}', `[A-Za-z0-9]{24}${noWord}`),
  named(['npmrc-token', 'npm token'], ['_authtoken'], '', '[A-Za-z0-9+/=_-]{20,200}'),
  named(['docker-auth', 'Docker registry login'], ['"auth'], '', '[A-Za-z0-9+/]{16,500}={0,2}'),
  shape(
    'basic-header',
    'login in a header',
    ['basic '],
    /(?<=authorization["'\\]{0,4}: {0,2}["'\\]{0,4})basic (?<value>[A-Za-z0-9+/]{12,500}={0,2})/iy,
  ),
  {
    ...shape(
      'bearer-header',
      'token in a header',
      ['bearer '],
      /bearer {1,3}(?<value>[A-Za-z0-9._~+/-]{16,4000}={0,2})/iy,
    ),
    demands: 'random',
  },
  {
    ...shape(
      'url-password',
      'password in a URL',
      ['://'],
      /(?<=[a-z0-9]):\/\/[^\s/:@"'`<>\\]{0,100}:(?<value>[^\s/:@"'`<>\\]{3,200})(?=@[A-Za-z0-9[])/y,
    ),
    demands: 'password',
  },
  {
    ...named(
      ['assigned-password', 'password'],
      ['password', 'passwd', 'passphrase', 'pwd'],
      '[A-Za-z0-9_.-]{0,24}',
      '[^\\s"\'`\\\\,;]{8,100}',
    ),
    demands: 'password',
  },
  {
    ...named(
      ['assigned-secret', 'secret or token'],
      ['secret', 'token', 'api_key', 'apikey', 'api-key', 'access_key', 'accesskey', 'access-key', 'auth_key'],
      '[A-Za-z0-9_.-]{0,24}',
      '[A-Za-z0-9+/_.~-]{16,400}={0,2}',
    ),
    demands: 'random',
  },
];
