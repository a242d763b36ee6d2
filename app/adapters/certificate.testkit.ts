// For tests only: certificates of authorities that are made for this process. Their keys are kept in memory alone.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** PEM texts; `authority` is the certificate that signed `cert`. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  readonly authority: string;
}

export interface CertificateWish {
  /** `DNS:…` or `IP:…`; without them `originNames`. */
  readonly names?: readonly string[];
  /** `none`: it is signed by itself. */
  readonly authority?: 'test' | 'another' | 'none';
  readonly isExpired?: boolean;
}

/** Where a name other than `localhost` leads is for the forwarder's `lookup` to say. */
export const originNames: readonly string[] = [
  ...['DNS:localhost', 'IP:127.0.0.1', 'IP:::1'],
  ...['DNS:api.test', 'DNS:other.test', 'DNS:private.test', 'DNS:*.api.test'],
];

/** Made once per process and wish. */
export function testCertificate(wish: CertificateWish = {}): Certificate {
  return kept(certificates, JSON.stringify(wish), () => makeCertificate(wish));
}

const certificates = new Map<string, Certificate>();
const authorities = new Map<string, { readonly key: string; readonly cert: string }>();
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'key.pem'];
const authorityUses = ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign'];

function makeCertificate({ names = originNames, authority = 'test', isExpired = false }: CertificateWish): Certificate {
  const about = [...newKey, '-subj', '/CN=origin', '-addext', `subjectAltName=${names.join(',')}`];
  if (authority === 'none') {
    const own = made(['req', '-x509', ...about, '-days', '2', '-out', 'cert.pem']);
    return { ...own, authority: own.cert };
  }
  const signer = kept(authorities, authority, () =>
    made(['req', '-x509', ...newKey, '-days', '2', '-subj', `/CN=${authority}`, ...authorityUses, '-out', 'cert.pem']),
  );
  const signed = ['-CA', 'signer.pem', '-copy_extensions', 'copyall', '-days', isExpired ? '-1' : '2'];
  const asks = ['req', ...about, '-out', 'asked.pem'];
  const own = made(asks, ['x509', '-req', '-in', 'asked.pem', ...signed, '-out', 'cert.pem'], signer);
  return { ...own, authority: signer.cert };
}

/** What `openssl` left in a folder that is gone afterwards. */
function made(first: string[], second?: string[], signer?: { readonly key: string; readonly cert: string }) {
  const folder = mkdtempSync(join(tmpdir(), 'postern-origin-'));
  try {
    if (signer) writeFileSync(join(folder, 'signer.pem'), signer.cert + signer.key, { mode: 0o600 });
    for (const args of [first, ...(second ? [second] : [])]) {
      execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
    }
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    return { key: read('key.pem'), cert: read('cert.pem') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function kept<Value>(values: Map<string, Value>, key: string, make: () => Value): Value {
  const known = values.get(key);
  if (known) return known;
  const fresh = make();
  values.set(key, fresh);
  return fresh;
}
