// The address of a call, read strictly from its raw text, before any parser of URLs could mend it.
import { callLimits } from '../../contract/call.ts';
import { readPath } from './call-path.ts';

export interface CallUrl {
  /** Lower case; with a port where it is not 443. */
  readonly host: string;
  /** As it was written; `/` where there is none. */
  readonly path: string;
  /** As it was written, without the `?`. */
  readonly query: string;
}

/** null: it is no plain https address of a named host or a plain IPv4 address. */
export function readUrl(text: string): CallUrl | null {
  if (text.length > callLimits.urlChars) return null;
  const [, name, port, path = '/', query = ''] = plainUrl.exec(text) ?? [];
  const host = name === undefined ? null : readHost(name, port);
  return host !== null && readPath(path) !== null && isQuery(query) ? { host, path, query } : null;
}

/** Where the requests of a provider begin. `path` has no slash at its end; empty: none. null: it has a query, or cannot be read. */
export function readBase(text: string): Omit<CallUrl, 'query'> | null {
  const url = text.includes('?') ? null : readUrl(text);
  return url === null ? null : { host: url.host, path: url.path.replace(/\/$/, '') };
}

/** Only what an address keeps as it is; a percent sign begins a code. */
export function isQuery(text: string): boolean {
  return /^(?:[\x21\x24\x26-\x3b\x3d\x3f-\x5b\x5d-\x7e]|%[0-9A-Fa-f]{2})*$/.test(text);
}

const plainUrl = /^https:\/\/([A-Za-z0-9.-]{1,253})(?::([0-9]{1,5}))?(\/[^?#]*)?(?:\?([^#]*))?$/;
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const ipv4 = /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?!$)|$)){4}$/;

function readHost(name: string, port: string | undefined): string | null {
  const host = name.toLowerCase();
  const labels = host.split('.');
  // SECURITY P2: `2130706433`, `0x7f000001` and `127.1` are addresses to a resolver, though no rule would know them.
  const isNumeric = /^(?:[0-9]+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '');
  if (!labels.every((each) => label.test(each)) || (isNumeric && !ipv4.test(host))) return null;
  if (port === undefined || port === '443') return host;
  const isPort = /^[1-9]/.test(port) && Number(port) <= 65_535;
  return isPort ? `${host}:${port}` : null;
}
