// Which endpoint a path and a method mean, by the table of the contract.
import { BrokerError } from '../contract/fault.ts';
import { apiRoot, type Endpoint, type EndpointName, endpoints, proxyMethods } from '../contract/gateway-api.ts';
import { CallMethod, ProviderId } from '../contract/provider.ts';
import { Refused } from './answers.ts';

export type Route =
  | { readonly kind: 'proxy'; readonly provider: ProviderId; readonly method: CallMethod; readonly path: string }
  | { readonly kind: 'own'; readonly name: EndpointName; readonly params: Readonly<Record<string, string>> };

/**
 * `steps`: of `raw`, decoded. Of a call the rest of the raw path is what is sent on.
 * @throws BrokerError gateway_path_unknown, provider_unknown, gateway_method_unknown, method_forbidden
 */
export function routeOf(method: string, steps: readonly string[], raw: string): Route {
  const [api, version, ...rest] = steps;
  if (`/${api}/${version}` !== apiRoot) throw new BrokerError('gateway_path_unknown');
  return rest[0] === 'proxy' && rest.length > 1 ? proxyRoute(method, rest[1] ?? '', raw) : ownRoute(method, rest);
}

function proxyRoute(method: string, name: string, raw: string): Route {
  const known = CallMethod.safeParse(method);
  if (!known.success) throw otherMethod('method_forbidden', proxyMethods);
  const provider = ProviderId.safeParse(name);
  if (!provider.success) throw new BrokerError('provider_unknown');
  return {
    kind: 'proxy',
    ...{ provider: provider.data, method: known.data, path: raw.slice(`${apiRoot}/proxy/${name}`.length) },
  };
}

function ownRoute(method: string, steps: readonly string[]): Route {
  const here = table.flatMap(([name, endpoint]) => {
    const params = paramsOf(endpoint, steps);
    return params === null ? [] : [{ name, endpoint, params }];
  });
  if (here.length === 0) throw new BrokerError('gateway_path_unknown');
  const found = here.find(({ endpoint }) => endpoint.method === method);
  if (found === undefined)
    throw otherMethod(
      'gateway_method_unknown',
      here.map(({ endpoint }) => endpoint.method),
    );
  return { kind: 'own', name: found.name, params: found.params };
}

function otherMethod(code: 'gateway_method_unknown' | 'method_forbidden', allowed: readonly string[]): Refused {
  return new Refused(code, { headers: { Allow: allowed.join(', ') } });
}

/** null: another path. */
function paramsOf({ path, params }: Endpoint, steps: readonly string[]): Record<string, string> | null {
  const wanted = path.slice(1).split('/');
  const isOpen = path.endsWith('*}');
  if (isOpen ? steps.length < wanted.length : steps.length !== wanted.length) return null;
  const found: Record<string, string> = {};
  for (const [at, step] of wanted.entries()) {
    const [, name, star] = /^\{(\w+)(\*?)\}$/.exec(step) ?? [];
    if (name === undefined && step !== steps[at]) return null;
    if (name !== undefined) found[name] = star === '*' ? steps.slice(at).join('/') : (steps[at] ?? '');
  }
  return params === undefined || params.safeParse(found).success ? found : null;
}

const table = Object.keys(endpoints)
  .filter(isName)
  .map((name): readonly [EndpointName, Endpoint] => [name, endpoints[name]]);

function isName(text: string): text is EndpointName {
  return Object.hasOwn(endpoints, text);
}
