// Every way of authenticating, as texts with fields in braces and the places where they stand.
import type { HttpAuth } from '../../contract/provider.ts';

export interface AuthPart {
  readonly in: 'header' | 'query' | 'path';
  /** Of the header or parameter; of a path nothing. */
  readonly name: string;
  readonly text: string;
  /** `text` is `user:password`, and is sent in Base64. */
  readonly isBasic?: true;
}

export function partsOf(auth: HttpAuth): readonly AuthPart[] {
  switch (auth.kind) {
    case 'bearer':
      return [{ in: 'header', name: 'Authorization', text: 'Bearer {value}' }];
    case 'basic':
      return [{ in: 'header', name: 'Authorization', text: `${auth.user}:${auth.password}`, isBasic: true }];
    case 'header':
      return [{ in: 'header', name: auth.name, text: '{value}' }];
    case 'query':
      return [{ in: 'query', name: auth.name, text: '{value}' }];
    case 'template':
      return auth.parts;
  }
}

/** Names between braces, in order. */
export function namesIn(text: string): readonly string[] {
  return [...text.matchAll(inBraces)].map(([, name = '']) => name);
}

export function filled(text: string, textOf: (name: string) => string): string {
  return text.replace(inBraces, (_, name: string) => textOf(name));
}

const inBraces = /\{([^{}]*)\}/g;
