// The texts about the gateway that a person copies: the page shows the very text that main puts on the clipboard. Pure.
import { z } from 'zod';
import type { GatewayView, ProviderSummary } from './gateway.ts';
import { ProviderId } from './provider.ts';

/** Which text. SECURITY P7: a page names one, and can put no other on the clipboard. */
export const GatewayText = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('address') }),
  /** Where a program finds this provider instead of at its own address; for some as the line that their programs read. */
  z.object({ kind: z.literal('base'), provider: ProviderId }),
  /** How an agent asks to be let in, gets a token and uses it: three lines for a shell. */
  z.object({ kind: z.literal('example') }),
]);
export type GatewayText = z.infer<typeof GatewayText>;

export type GatewayPlace = Pick<GatewayView, 'address' | 'providers'>;

/** null: there is no such text, since the gateway is shut, has no such provider, or is a socket, which has no addresses. */
export function gatewayText(what: GatewayText, { address, providers }: GatewayPlace): string | null {
  if (address === null) return null;
  switch (what.kind) {
    case 'address':
      return address;
    case 'base': {
      const own = providers.some(({ id, secret }) => id === what.provider && secret !== null);
      return own && isPort(address) ? baseLine(what.provider, address) : null;
    }
    case 'example':
      return example(
        address,
        providers.find(({ secret }) => secret !== null),
      );
  }
}

/** The variable in which a program's own library looks for the address, and what of the path it expects there. */
const libraries: Readonly<Record<string, { readonly variable: string; readonly path: string }>> = {
  openai: { variable: 'OPENAI_BASE_URL', path: '/v1' },
  anthropic: { variable: 'ANTHROPIC_BASE_URL', path: '' },
  groq: { variable: 'GROQ_BASE_URL', path: '' },
  github: { variable: 'GITHUB_API_URL', path: '' },
};

/** What changes nothing and is let through by this permission, so that the example works as it stands. */
const harmless: Readonly<Record<string, { readonly permission: string; readonly path: string }>> = {
  openai: { permission: 'models', path: '/v1/models' },
  anthropic: { permission: 'models', path: '/v1/models' },
  github: { permission: 'read', path: '/user' },
};

function baseLine(provider: string, address: string): string {
  const base = `${address}/api/v1/proxy/${provider}`;
  const library = libraries[provider];
  return library === undefined ? base : `${library.variable}=${base}${library.path}`;
}

function example(address: string, own: ProviderSummary | undefined): string {
  const provider = own?.id ?? 'openai';
  const { permission, path } = harmless[provider] ?? { permission: own?.permissions[0]?.name ?? '*', path: '/' };
  const curl = isPort(address) ? `curl ${address}` : `curl --unix-socket ${quoted(address)} http://localhost`;
  const scopes = `"scopes":["${provider}:${permission}"]`;
  return [
    `${curl}/api/v1/auth/register --json '{"name":"my-agent","purpose":"Tries the gateway",${scopes}}'`,
    `${curl}/api/v1/auth/token -H "Authorization: Bearer $AGENT_KEY" --json '{${scopes}}'`,
    `${curl}/api/v1/proxy/${provider}${path} -H "Authorization: Bearer $TOKEN"`,
  ].join('\n');
}

function isPort(address: string): boolean {
  return address.startsWith('http://');
}

/** As a word of a shell. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
