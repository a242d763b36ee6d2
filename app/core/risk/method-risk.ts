// What an HTTP request does, by its method and, for GraphQL, by its query.
import type { RiskClass } from '../../contract/risk.ts';
import { gravest } from './gravest.ts';

/** `methods`: all that were given, as written; none means GET, or POST where there is a body. */
export function methodRisk(methods: readonly string[], body: boolean): RiskClass {
  if (methods.length === 0) return body ? 'write' : 'read';
  return gravest(methods.map(oneMethod));
}

function oneMethod(method: string): RiskClass {
  if (/^delete$/i.test(method)) return 'delete';
  if (/^(?:post|put|patch)$/i.test(method)) return 'write';
  return /^(?:GET|HEAD|OPTIONS)$/.test(method) ? 'read' : 'unknown';
}

/** Some servers take the method from a header of its own: `X-HTTP-Method-Override: DELETE`. */
export function overridesMethod(header: string): boolean {
  return /^\s*x-(?:http-)?method/i.test(header) || header.startsWith('@');
}

/** A file in a request that counts as a read would leave unseen: `name=@file`, `@file`. */
export function sendsFile(fields: readonly string[]): boolean {
  return fields.some((field) => /^[^=]*=?@/.test(field));
}

/** `fields` as `name=value`; every `query` counts. A subscription, a file, or none at all is not known. */
export function graphqlRisk(fields: readonly string[]): RiskClass {
  const queries = fields.filter((field) => field.startsWith('query=')).map((field) => field.slice('query='.length));
  if (queries.length === 0 || sendsFile(fields)) return 'unknown';
  return gravest(queries.map(queryRisk));
}

function queryRisk(query: string): RiskClass {
  if (/\bmutation\b/.test(query)) return /delete|remove/i.test(query) ? 'delete' : 'write';
  const reads = /^\s*(?:\{|query\b|fragment\b)/.test(query) && !/\bsubscription\b/.test(query);
  return reads ? 'read' : 'unknown';
}
