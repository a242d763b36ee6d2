// Which headers go out and come back. Out: only names of a short list and those a provider needs, so that nothing an agent writes can
// sign in, change who is asked, or hide what is in the body. Back: all but what speaks to a connection or a browser.
import type { CallHeader } from '../../contract/call-outcome.ts';
import { isConnectionHeader } from '../../contract/connection-headers.ts';

/**
 * Those that may go, in their order; of two with one name the first. `dropped`: the names of the others, lower case.
 * `more`: names that the provider takes besides, lower case; with a star at the end, all that begin so.
 */
export function sentHeaders(
  headers: readonly CallHeader[],
  more: readonly string[],
): { readonly sent: readonly CallHeader[]; readonly dropped: readonly string[] } {
  const sent = new Map<string, CallHeader>();
  const dropped: string[] = [];
  for (const header of headers) {
    const name = header[0].toLowerCase();
    if (!sent.has(name) && isSendableName(name, more) && isSendableValue(header[1])) sent.set(name, header);
    else dropped.push(name);
  }
  return { sent: [...sent.values()], dropped };
}

/** Whether a caller may set this header. */
export function isSendableName(name: string, more: readonly string[]): boolean {
  const lower = name.toLowerCase();
  if (!/^[a-z0-9!#$%&'*+.^_`|~-]{1,64}$/.test(lower)) return false;
  return usual.has(lower) || (!isForbidden(lower) && (lower.startsWith(sdkFacts) || isAmong(lower, more)));
}

/** Visible ASCII, spaces, tabs and Latin letters: what a header can hold, and nothing that ends it. */
export function isSendableValue(value: string): boolean {
  return value.length <= 8192 && /^[\t\x20-\x7e\xa0-\xff]*$/.test(value);
}

/** Never the caller's to set, whatever a provider lists. */
export function isForbidden(name: string): boolean {
  const lower = name.toLowerCase();
  return isConnectionHeader(lower) || forbidden.has(lower) || forbiddenKinds.some((kind) => kind.test(lower));
}

/** What the caller gets to see, in its order. Values of secrets are redacted by others. */
export function returnedHeaders(headers: readonly CallHeader[]): CallHeader[] {
  const named = headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.split(','));
  const ofConnection = new Set(named.map((name) => name.trim().toLowerCase()));
  return headers.filter(([name, value]) => {
    const lower = name.toLowerCase();
    if (!/^[a-z0-9!#$%&'*+.^_`|~-]{1,256}$/.test(lower) || !/^[\t\x20-\x7e\x80-\xff]{0,8192}$/.test(value))
      return false;
    return !isConnectionHeader(lower) && !ofConnection.has(lower) && !isForBrowsers(lower);
  });
}

/** What an HTTP API can want of any client. Short on purpose: what only one API knows stands with its provider. */
const usual: ReadonlySet<string> = new Set(
  [
    'accept accept-language content-type content-language user-agent idempotency-key last-event-id prefer range',
    'if-match if-modified-since if-none-match if-range if-unmodified-since x-request-id',
  ].flatMap((names) => names.split(' ')),
);
/** The version, platform and retries of generated SDKs (OpenAI, Anthropic, Cloudflare …). */
const sdkFacts = 'x-stainless-';

/** They sign in, speak for another address, or hide a body from being searched. */
const forbidden: ReadonlySet<string> = new Set(
  [
    'authorization cookie cookie2 set-cookie content-encoding accept-encoding forwarded via origin referer',
    'x-real-ip x-client-ip x-cluster-client-ip true-client-ip cf-connecting-ip x-originating-ip x-remote-ip x-remote-addr',
    'x-original-url x-original-uri x-original-host x-original-method x-rewrite-url x-host x-http-host-override',
    'x-http-method x-http-method-override x-method-override method-override x-override-method',
  ].flatMap((names) => names.split(' ')),
);
const forbiddenKinds: readonly RegExp[] = [
  /^(?:proxy|sec|access-control|x-forwarded|x-proxy|x-envoy|x-middleware)(?:-|$)/,
  /(?:^|[-_])auth/,
  /(?:^|[-_])(?:token|secret|password|credentials?|signature|session|cookie|api-?key)(?:[-_]|$)/,
  /(?:^|[-_])key$/,
];

function isAmong(name: string, more: readonly string[]): boolean {
  return more.some((each) => (each.endsWith('*') ? name.startsWith(each.slice(0, -1)) : name === each));
}

/** Standing orders to a browser, for a host that is not the gateway's; or leave for web pages to read on. */
function isForBrowsers(name: string): boolean {
  return browserOrders.has(name) || name.startsWith('access-control-') || name.startsWith('public-key-pins');
}

const browserOrders: ReadonlySet<string> = new Set(
  'alt-svc clear-site-data expect-ct nel report-to reporting-endpoints strict-transport-security'.split(' '),
);
