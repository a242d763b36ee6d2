// How an API wants to be signed in to, in words. Pure.
import type { HttpAuth } from '../../../app/contract/provider.ts';

/** Kind → what a person picks it by. */
export const authKindWords: Readonly<Record<HttpAuth['kind'], string>> = {
  bearer: 'A bearer token',
  basic: 'User and password',
  header: 'A header of its own',
  query: 'A parameter of the address',
  template: 'A text of your own',
};

/** In the middle of a sentence: `in the header x-api-key`. */
export function authWords(auth: HttpAuth): string {
  switch (auth.kind) {
    case 'bearer':
      return 'as a bearer token';
    case 'basic':
      return 'as user and password';
    case 'header':
      return `in the header ${auth.name}`;
    case 'query':
      return `in the parameter ${auth.name}`;
    case 'template':
      return auth.parts
        .map(({ in: place, name }) => (place === 'path' ? 'in the path' : `in the ${placeWords[place]} ${name}`))
        .join(' and ');
  }
}

const placeWords = { header: 'header', query: 'parameter' } as const;
