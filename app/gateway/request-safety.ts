// What is wrong with a request before anybody looks at what it wants. SECURITY P8: the door is for programs of this computer that
// name it by its own address; a web page, whatever name it has resolved to here, gets nothing.
import type { IncomingMessage } from 'node:http';
import type { FaultCode } from '../contract/fault.ts';

/** More say nothing that a call could need. */
const mostHeaders = 100;

/**
 * null: nothing. `hosts`: what its Host may be.
 * What could be read two ways (lengths, folded lines, bare line ends, NUL) Node’s parser has refused already.
 */
export function refusalOf(request: IncomingMessage, hosts: ReadonlySet<string>): FaultCode | null {
  const { rawHeaders, headers, url = '' } = request;
  if (request.httpVersion !== '1.1' || isFramedOddly(headers)) return 'gateway_malformed';
  if (rawHeaders.length > mostHeaders * 2) return 'call_too_large';
  if (!hosts.has(onlyHost(rawHeaders) ?? '')) return 'gateway_host_refused';
  if (isFromPage(headers)) return 'gateway_browser_refused';
  // An absolute address, `*`, or one with a fragment.
  if (!url.startsWith('/') || url.includes('#')) return 'url_invalid';
  if (headers.upgrade !== undefined) return 'header_forbidden';
  const encoding = headers['content-encoding'];
  return encoding === undefined || encoding.toLowerCase() === 'identity' ? null : 'gateway_body_unread';
}

export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(?:::1|(?:::ffff:)?127(?:\.\d{1,3}){3})$/.test(address);
}

/** Of several codings only the last is told apart from a length; nobody but a smuggler sends them. */
function isFramedOddly(headers: IncomingMessage['headers']): boolean {
  const encoding = headers['transfer-encoding'];
  return encoding !== undefined && encoding.toLowerCase() !== 'chunked';
}

/** null: none, or several. */
function onlyHost(rawHeaders: readonly string[]): string | null {
  let host: string | null = null;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() !== 'host') continue;
    if (host !== null) return null;
    host = rawHeaders[at + 1]?.toLowerCase() ?? null;
  }
  return host;
}

/** Every browser sends at least one of these with every request to this computer. Node’s own `fetch` sends a mode and nothing else. */
function isFromPage(headers: IncomingMessage['headers']): boolean {
  if (headers.origin !== undefined || headers.referer !== undefined) return true;
  return Object.keys(headers).some(
    (name) => name.startsWith('access-control-') || (name.startsWith('sec-') && name !== 'sec-fetch-mode'),
  );
}
