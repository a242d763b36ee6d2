// For tests: examples of private keys and signed tokens.
import type { ShapeVector } from './shape-examples.testkit.ts';
import { formed, placed } from './shape-examples.testkit.ts';

const dashes = '-----';
const ends = (kind: string): readonly [string, string] => [
  `${dashes}BEGIN ${kind}${dashes}`,
  `${dashes}END ${kind}${dashes}`,
];
const [rsa, rsaEnd] = ends('RSA PRIVATE KEY');
const [pkcs8, pkcs8End] = ends('PRIVATE KEY');
const [ssh, sshEnd] = ends('OPENSSH PRIVATE KEY');
const [pgp, pgpEnd] = ends('PGP PRIVATE KEY BLOCK');
const [locked, lockedEnd] = ends('ENCRYPTED PRIVATE KEY');
const [publicKey, publicEnd] = ends('PUBLIC KEY');
const ssh2 = (what: string): string => `---- ${what} SSH2 ENCRYPTED PRIVATE KEY ----`;

export const keyVectors: readonly ShapeVector[] = [
  placed(
    'private-key',
    [
      `«${rsa}\n{base64:64}\n{base64:64}\n{base64:30}==\n${rsaEnd}»`,
      `"key": "«${pkcs8}\\n{base64:64}\\n{base64:20}\\n${pkcs8End}»\\n"`,
      `\\"key\\": \\"«${pkcs8}\\\\n{base64:64}\\\\n${pkcs8End}»\\"`,
      `key: |\n    «${ssh}\n    {base64:70}\n    {base64:70}\n    ${sshEnd}»`,
      `«${rsa}\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0A1B2C3D4E5F60718293A4B5C6D7E8F9\n\n{base64:64}\n${rsaEnd}»`,
      `«${pgp}\nVersion: GnuPG v2\n\n{base64:64}\n{base64:64}\n=x4Tq\n${pgpEnd}»`,
      `«${locked}\r\n{base64:64}\r\n${lockedEnd}»`,
      `KEY="«${pkcs8} {base64:64} {base64:64} ${pkcs8End}»"`,
      `«${rsa}\n{base64:64}»`,
    ],
    [
      `${rsa} is how it begins, and ${rsaEnd} is how it ends`,
      `${publicKey}\n{base64:64}\n${publicEnd}`,
      `${pkcs8}\n....\n${pkcs8End}`,
      `${pkcs8}\n${'X'.repeat(40)}\n${pkcs8End}`,
    ],
  ),
  placed(
    'private-key-ssh2',
    [`«${ssh2('BEGIN')}\nComment: "me@host"\n{base64:64}\n{base64:40}==\n${ssh2('END')}»`],
    [`${ssh2('BEGIN')} begins it`, `---- BEGIN SSH2 PUBLIC KEY ----\n{base64:64}`],
  ),
  placed(
    'private-key-base64',
    [
      'LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVk{base64:120}=',
      'LS0tLS1CRUdJTiBQUklWQVRFIEtFWS{base64:90}',
      'LS0tLS1CRUdJTiBPUEVOU1NIIFBSSVZBVEUgS0VZ{base64:400}==',
    ],
    ['LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVk{base64:79}', 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t{base64:90}'],
  ),
  placed(
    'putty-key',
    [
      'Private-Lines: 1\n«{base64:64}\n{base64:20}==\nPrivate-MAC: {hex:40}»\n',
      'Private-Lines: 14\r\n«{base64:64}\r\n{base64:64}\r\nPrivate-MAC: {hex:64}»',
    ],
    ['Private-Lines: 1\nnone', 'Public-Lines: 2\n{base64:64}\n'],
  ),
  formed('age-key', 'AGE-SECRET-KEY-1{bech32:58}', 'AGE-SECRET-KEY-PQ-1{bech32:58}'),
  placed(
    'jwk-private-key',
    ['{"kty":"EC","d":"«{sign:43}»"}', '{"kty":"RSA","e":"AQAB","d": "«{sign:342}»"}'],
    ['{"kty":"EC","d":"{sign:41}"}', '{"kty":"EC","x":"{sign:43}"}'],
  ),
  formed('wallet-key', 'xprv9{base58:106}', 'tprv8{base58:106}'),
  formed('nostr-key', 'nsec1{nostr:58}'),
  formed('jwt', 'eyJ{word:20}.eyJ{word:20}.{sign:20}', 'eyJ{sign:36}.eyJ{sign:300}.{sign:342}'),
  formed('jwt-base64', 'ZXlKaGJHY2lPa{word:80}', 'ZXlKaGJHY2lPa{word:400}='),
];
