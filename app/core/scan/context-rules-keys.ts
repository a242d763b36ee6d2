// Private keys, by their armour, and signed tokens. What is found is the whole key, so that cutting it out leaves none of it.
import type { ShapeRule } from './shape-rule.ts';
import { begins, demanding, noWord, shape } from './shape-rule.ts';

/** A line end, as it is, or escaped in JSON or in JSON within JSON; a blank where the lines were joined. */
const lineEnd = '(?:(?:\\\\{1,3}r)?(?:\\\\{1,3}n|\\r?\\n)[ \\t]{0,40}| )';
const kinds = '(?:RSA |DSA |E(?:C |NCRYPTED (?:COSIGN |SIGSTORE )?)|OPENSSH |PGP |ANY |TSS2 )?';

export const keyRules: readonly ShapeRule[] = [
  shape(
    'private-key',
    'private key',
    ['-----begin '],
    // Source code speaks of the armour alone. A key without its end, as in a text that was cut, is found with its first line.
    new RegExp(
      `-----BEGIN ${kinds}PRIVATE KEY(?: BLOCK)?-----${lineEnd}` +
        '(?=[A-Za-z0-9+/]{16}|Proc-Type: |Version: |Comment: |Hash: )(?!x{16}|X{16})' +
        `(?:Proc-Type: 4,ENCRYPTED${lineEnd}DEK-Info: [A-Z0-9-]{7,20},)?` +
        '(?:[A-Za-z0-9+/=\\\\\\s:,.@()<>_]{16,16000}-----END [A-Z0-9 ]{0,40}-----|[A-Za-z0-9+/]{16,80})',
      'y',
    ),
  ),
  shape(
    'private-key-ssh2',
    'private key',
    ['---- begin ssh2 encrypted private key ----'],
    /---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----[A-Za-z0-9+/=\\\s:."@]{16,16000}---- END SSH2 ENCRYPTED PRIVATE KEY ----/y,
  ),
  shape(
    'private-key-base64',
    'private key in base64',
    ['ls0tls1crudjti'],
    /LS0tLS1CRUdJTi(?:BQUklWQVRFIEtFWS|BSU0EgUFJJVkFURSBLRVk|BFQyBQUklWQVRFIEtFWS|BPUEVOU1NIIFBSSVZBVEUgS0VZ|BFTkNSWVBURUQgUFJJVkFURSBLRVk)[A-Za-z0-9+/]{80,20000}={0,2}/y,
  ),
  shape(
    'putty-key',
    'PuTTY private key',
    ['private-lines: '],
    /Private-Lines: [0-9]{1,3}[\\rn\s]{1,6}(?<value>[A-Za-z0-9+/=\\\s]{16,8000}(?:-(?:MAC|Hash): [0-9a-f]{40,64})?)/y,
  ),
  shape(
    'age-key',
    'age key',
    ['age-secret-key-1', 'age-secret-key-pq-1'],
    /AGE-SECRET-KEY-(?:PQ-)?1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}(?![A-Z0-9])/y,
  ),
  demanding(
    'random',
    shape(
      'jwk-private-key',
      'private key in JSON',
      ['"d"', '\\"d\\"'],
      /\\?"d\\?" {0,2}: {0,2}\\?"(?<value>[A-Za-z0-9_-]{42,700})(?=\\?")/y,
    ),
  ),
  shape(
    'wallet-key',
    'private key of a wallet',
    ['xprv9', 'tprv8'],
    new RegExp(`${begins}[xt]prv[89][1-9A-HJ-NP-Za-km-z]{106}${noWord}`, 'y'),
  ),
  shape(
    'nostr-key',
    'Nostr private key',
    ['nsec1'],
    new RegExp(`${begins}nsec1[qpzry9x8gf2tvdw0s3jn54khce6mua7l]{58}${noWord}`, 'y'),
  ),
  shape(
    'jwt',
    'JSON web token',
    ['eyj'],
    /(?<!(?<!\\)[A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,8000}\.[A-Za-z0-9_-]{20,1000}/y,
  ),
  shape(
    'jwt-base64',
    'JSON web token in base64',
    ['zxlkagjhy2lpa'],
    new RegExp(`${begins}ZXlKaGJHY2lPa[A-Za-z0-9+/]{80,12000}={0,2}`, 'y'),
  ),
];
