// How the well-known providers are written down: each rule as the line of a request, `GET /v1/models/**` or `POST|PATCH /v1/pages/**`.
import { CallMethod, type CallRule, type HttpAuth, type Permission, ProviderKind } from '../../../contract/provider.ts';

interface Written {
  readonly id: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly auth: HttpAuth;
  /** Name: what it says to the person, and its rules. */
  readonly permissions: Readonly<Record<string, readonly [says: string, ...rules: string[]]>>;
  readonly deletes?: readonly string[];
  readonly discloses?: readonly string[];
  readonly headers?: readonly string[];
}

export function provider({ deletes = [], discloses = [], headers = [], ...written }: Written): ProviderKind {
  return ProviderKind.parse({
    ...written,
    permissions: Object.entries(written.permissions).map(([name, [says, ...lines]]): Permission => {
      return { name, says, rules: rules(lines) };
    }),
    ...{ deletes: rules(deletes), discloses: rules(discloses), headers },
  });
}

/** Who may GET may also HEAD. */
function rules(lines: readonly string[]): CallRule[] {
  return lines.map((line) => {
    const [methods = '', path = ''] = line.split(' ');
    const named = methods.split('|').flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
    return { methods: named.map((method) => CallMethod.parse(method)), path };
  });
}
