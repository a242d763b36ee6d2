// The kinds of secrets that the corpus leaks, one made-up value each. Put together from parts, so that no file of the repository
// holds a string that a host of Git repositories takes for a real one.
import { createHmac } from 'node:crypto';

export interface Kind {
  readonly kind: string;
  readonly name: string;
  readonly value: string;
  /** The part that is the secret itself: what head and tail show a piece of. Of a key nothing that the public key tells. */
  readonly core: string;
}

const base64url = (text: string) => Buffer.from(text).toString('base64url');

const hex64 = 'd86899d9d73d7fa08f83e787a015e2d6fe03e58848b855386d29d945d4e4a867';
const token = 'pstn_4f9Kd02mXq7LrT8vBz31NcYw-Ah_5';
const password = `qV7$eK"2w&Tz'9<Hd\\Xm8% bR5+j=4`;
const urlPassword = 'uZ8%40kQ3rT7wLp-9fXc2Vd6Bn';
const short = 'hT4#k9Qz';
const utf8 = 'Grüße-7kQ-aus-Köln-日本語-🔑9xT4';
const lines = `user = deploy\npass = "Zv8#pQ2m päß 4kR"\nsalt = 9d:x7&Lw0<Tb3`;

/** RSA, 1024 bits, by `openssl genrsa 1024 | openssl pkcs8 -topk8 -nocrypt`; used for nothing else. */
const pemBody = [
  'MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBALHy7Z4YhrShcc2t',
  'aP2OstY3aMr8XW0MNm4Ry2QvXEBNLMKQkVEbA1E4JboKRsKzuQbq3+xivykV2raP',
  '8JHuOyIYkv2Z6iRSQ8ebzD4kxLZpHknzbsmR5mWPl4oUj8YOlZXQNxyMTwpi3w0s',
  '4zdMHdSIzHP3ohjy9Dhkya9lPrJfAgMBAAECgYAJ+Rx6JNO/4eB374UX2NyLBvX3',
  'kmdGCk4uow6sIb9g1zJwARwz2Hi6H5R1tce7d8kh6x37qJkgG1pzquOHujtUGPHG',
  'y7MeuYpND/GBBmZInnwY9osfU4TzzWQKpHQnTy9VExI82CO2YzKxxXy2yzwSNcV9',
  'UG/Nu2oI2p96nH1dSQJBANag6hbj/G5Xw1kAm9VvN5vM/sy93n3V8bskzquRVeC9',
  'TzW7zaVo+U5/a1RUyZRrqVTwlwIUpZz1a2pVjngPnWUCQQDUQAQ2/VglFmus590k',
  'PT07h46S7QHBUEXx3xwdvAhgHzXHNLXRvdB52QxDBVA9LTlcuQIc/keM7vXqMNqa',
  'hiZzAkBcvhXJJGTszVGlQOUVmkReN3uWvyjIGU2mP2Zqrpd8UHFM18UqB61K5TZc',
  'r3KXhtoZ0Qh/pqpVo5rxzNyONrkdAkEAnJWhxmO/DJVu2H+yENMxAmLuVwyM1+39',
  'vAPqPTGESE2eIhmL7XGIhOwQdL1NxeRARlyi53rclGeSerSSAZ/oawJAGiQgv7oW',
  '8TTj32FMMdo/4pb+svE3S5g6mwa4JEITm5U43pMoQuQ0znScOFZIgE9IthZcXT+S',
  'xvW5Umux8fPYIw==',
];
const accountBody = [
  'MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBAMT6/0rGMVVvqmAt',
  'SKBEOHW+eJRYQ2H4kRkEuta4D1R4kVhfW8g4dnbiFlEHlKtVAOnomreZqUzlWyB3',
  'wG/J38apskDl9tEEOqPhRzKzNuw4ELkn6K4I/chuVauQiUehYQXUiZPpA13Jlp7l',
  'geFNAvlH4QUFez4PE/PljQokp/kXAgMBAAECgYEApm8lcbqQSI33ORhJ+xBpXCM5',
  'oq4JESiDAM6cR3xxh3/v3umDlWMPxVc2X/S1yyYhhYIB6AuvnsdT/dTxBgNeTPL5',
  'f2x97irPSp/1F2d+EZkR49yeOsV+xWLOqQYymvrPCPJR9P+3p2CMCG57rjkmrISE',
  'F/5TYSQ3Cto6mBKzTRECQQDxFlswiqRhbrhSnOMPiSZMMn3HInLSQk7BV/KwfexQ',
  'opTnJCIyV8k18tXTvwK7k/0EkyNQl/y5wRKjQiMnBUtDAkEA0So0N+Yeojwr/QeI',
  'zlfhRpEMqe4TeY6NmBNxO0TtbUS3P28Lf4XVDxRahOwdDzcFA3mKOegcp8o3RUgb',
  'yjhbnQJBALGo/uQjlwUx2WUPtgfR0sYeAzBHA4RMVssF65MCCK5XURGQQB8HMACw',
  'hcB3pyTh5neDkmemyRd93yUt7MepkA8CQBMayb45VJ745AOuhn5iZH8vjHqQ9lJq',
  'BODZFcSWHSGX3yz6FZDGRpmkAEiX0GetXNXeahOz8boZrEa1uWQVFbkCPyol4xPH',
  'r1UIAyGL3LltIYlDS1wiI3KbPcaQOUx0TnToC9Wg8n7I++vQajivGWbsmfUIlWFh',
  'xKqqeArBWCH13Q==',
];
/** The lines before hold the modulus, which the public key has too. */
const firstPrivateLine = 4;

export const armour = (label: string, body: readonly string[]): string =>
  [`-----BEGIN ${label}-----`, ...body, `-----END ${label}-----`].join('\n');
const privateKey = ['PRIVATE', 'KEY'].join(' ');

/** As the console of Google Cloud gives it; what is no secret of it is the same for everybody or public. */
export const accountFields = {
  type: 'service_account',
  project_id: 'orders-prod-417',
  private_key_id: 'abe2115cb9f4906b506de105e0e21270dec9d1f7',
  private_key: `${armour(privateKey, accountBody)}\n`,
  client_email: 'deploy@orders-prod-417.iam.gserviceaccount.example',
  client_id: '104823917765402918841',
  auth_uri: 'https://accounts.google.com/o/oauth2/auth',
  token_uri: 'https://oauth2.googleapis.com/token',
  auth_provider_x509_cert_url: 'https://www.googleapis.com/oauth2/v1/certs',
  universe_domain: 'googleapis.com',
} as const;

const jwtHead = base64url('{"alg":"HS256","typ":"JWT"}');
const jwtClaims = base64url(
  '{"sub":"deploy-bot","aud":"registry.example","scope":"push pull","exp":1795000000,"jti":"6f1c9a"}',
);
const jwtSignature = createHmac('sha256', hex64).update(`${jwtHead}.${jwtClaims}`).digest('base64url');

export const kinds: readonly Kind[] = [
  { kind: 'token', name: 'ci/token', value: token, core: token },
  { kind: 'password', name: 'db/password', value: password, core: password },
  { kind: 'hex64', name: 'signing/key', value: hex64, core: hex64 },
  {
    kind: 'url',
    name: 'db/url',
    value: `postgresql://app:${urlPassword}@db.internal.example:5432/orders?sslmode=require&x=1`,
    core: urlPassword,
  },
  {
    kind: 'pem',
    name: 'tls/key',
    value: armour(privateKey, pemBody),
    core: pemBody.slice(firstPrivateLine).join('\n'),
  },
  {
    kind: 'account',
    name: 'gcp/account',
    value: JSON.stringify(accountFields, null, 2),
    core: accountBody.slice(firstPrivateLine).join('\\n'),
  },
  {
    kind: 'jwt',
    name: 'sso/jwt',
    value: `${jwtHead}.${jwtClaims}.${jwtSignature}`,
    core: `${jwtClaims}.${jwtSignature}`,
  },
  { kind: 'short', name: 'app/pin', value: short, core: short },
  { kind: 'utf8', name: 'mail/password', value: utf8, core: utf8 },
  { kind: 'lines', name: 'app/config', value: lines, core: lines.slice(lines.indexOf('Zv8')) },
];
