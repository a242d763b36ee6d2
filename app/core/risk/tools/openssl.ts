// OpenSSL: a private key that it prints is a credential.
import type { ToolRisk } from '../tool-risk.ts';

export const openssl = {
  names: ['openssl'],
  target: 'keys and certificates',
  oneDash: true,
  flags: `-noout -text -subject -issuer -dates -enddate -startdate -serial -fingerprint -sha256 -sha1 -sha512 -md5 -modulus -email -purpose
    -base64 -hex -r -binary -verify_hostname`,
  values: '-in -inform -checkend -ext -CAfile -out -nameopt',
  but: { '-out|-writerand': 'write', '-engine|-provider|-provider-path|-config|-passin': 'unknown' },
  verbs: {
    'version|dgst|x509|crl|verify': 'read',
    'rsa|ec|dsa|pkey|pkcs8|pkcs12|genrsa|genpkey|ecparam': 'disclose',
  },
} as const satisfies ToolRisk;
