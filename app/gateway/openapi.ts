// The OpenAPI 3.1 document of the gateway, made from the table that the server itself parses by.
import { z } from 'zod';
import type { FaultCode } from '../contract/fault.ts';
import { AuditLine, Refusal } from '../contract/gateway-answers.ts';
import {
  apiRoot,
  bearerFaults,
  doorFaults,
  type Endpoint,
  endpoints,
  ProxyParams,
  proxyFaults,
  proxyMethods,
  proxyPath,
} from '../contract/gateway-api.ts';
import { statusOf } from '../contract/gateway-status.ts';

/** JSON. */
type Json = Readonly<Record<string, unknown>>;

export function openApiDocument(version: string): { readonly openapi: '3.1.0' } & Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, endpoint] of Object.entries<Endpoint>(endpoints)) {
    const path = pathOf(endpoint.path);
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(name, endpoint) };
  }
  paths[pathOf(proxyPath)] = Object.fromEntries(proxyMethods.map((method) => [method.toLowerCase(), proxied(method)]));
  return {
    openapi: '3.1.0',
    info: { title: 'Postern gateway', version, description: 'HTTP APIs with secrets that the agent never holds.' },
    paths,
    components: {
      securitySchemes: {
        agent_key: bearer('The agent key: postern_key_…'),
        token: bearer('A token: postern_tok_… It may also stand where an SDK puts its key: any header, or the query.'),
        admin: bearer('The admin token: postern_adm_…'),
      },
      schemas: { Refusal: schemaOf(Refusal) },
    },
  };
}

function operation(name: string, { who, says, params, query, body, answer, faults }: Endpoint): Json {
  const all = [...doorFaults, ...(who.length === 0 ? ['locked' as const] : bearerFaults), ...faults];
  return {
    operationId: name,
    description: says,
    security: who.map((each) => ({ [each]: [] })),
    parameters: [...parameters('path', params), ...parameters('query', query)],
    ...(body && { requestBody: { required: !body.safeParse({}).success, content: jsonOf(schemaOf(body, 'input')) } }),
    responses: {
      ...(answer && {
        [answer.status]: {
          description: says,
          content: { ...jsonOf(schemaOf(answer.shape)), ...(name === 'audit' && lines) },
        },
      }),
      ...refusals(all),
    },
  };
}

/** What the API answers comes back under its own status, so that any is possible. */
function proxied(method: string): Json {
  const path = { name: 'path', in: 'path', required: true, schema: { type: 'string' } };
  return {
    operationId: `proxy${method}`,
    description:
      'Calls the API of this provider: the path, which may hold slashes, goes behind its base address. What the API answers comes back as it is, redacted. An answer with the header Postern-Error is the gateway’s own.',
    security: [{ token: [] }],
    parameters: [...parameters('path', ProxyParams), path],
    ...(method !== 'GET' && method !== 'HEAD' && { requestBody: { content: { '*/*': {} } } }),
    responses: {
      ...refusals([...doorFaults, ...bearerFaults, ...proxyFaults]),
      default: { description: 'What the API answered.', content: { '*/*': {} } },
    },
  };
}

const lines = { 'application/x-ndjson': { schema: schemaOf(AuditLine) } };

function refusals(codes: readonly FaultCode[]): Json {
  const byStatus = Object.groupBy(new Set(codes), statusOf);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, own = []]) => [
      status,
      {
        description: own.join(', '),
        headers: { 'Postern-Error': { schema: { type: 'string' } } },
        content: jsonOf({ $ref: '#/components/schemas/Refusal' }),
      },
    ]),
  );
}

function parameters(place: 'path' | 'query', shape: z.ZodObject | undefined): readonly Json[] {
  return Object.entries(shape?.shape ?? {}).map(([name, schema]) => ({
    ...{ name, in: place, required: place === 'path' },
    schema: schemaOf(z.object({ [name]: schema }), 'input').properties?.[name] ?? {},
  }));
}

function schemaOf(shape: z.ZodType, io: 'input' | 'output' = 'output') {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, {
    io,
    unrepresentable: 'any',
    // In TypeScript it means that nobody changes the array; in OpenAPI that a request leaves it out.
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });
  return schema;
}

function jsonOf(schema: object): Json {
  return { 'application/json': { schema } };
}

function pathOf(path: string): string {
  return `${apiRoot}${path.replaceAll('*}', '}')}`;
}

function bearer(description: string): Json {
  return { type: 'http', scheme: 'bearer', description };
}
