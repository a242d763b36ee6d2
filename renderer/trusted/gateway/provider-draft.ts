// A provider as it is being typed: text and ticks, and the provider that they make. Pure.
import type {
  CallMethod,
  CallRule,
  HttpAuth,
  Permission,
  ProviderId,
  ProviderKind,
  Provider as ProviderShape,
} from '../../../app/contract/provider.ts';
import { CallMethod as Methods, Provider } from '../../../app/contract/provider.ts';

export interface RuleText {
  readonly key: number;
  readonly methods: readonly CallMethod[];
  readonly path: string;
}

export interface PermissionText {
  readonly key: number;
  readonly name: string;
  readonly says: string;
  readonly rules: readonly RuleText[];
}

export type PlaceKind = 'header' | 'query' | 'path';

export interface PlaceText {
  readonly key: number;
  readonly in: PlaceKind;
  readonly name: string;
  readonly text: string;
}

/** What every way of signing in needs, so that a look at another one loses nothing. */
export interface AuthDraft {
  readonly kind: HttpAuth['kind'];
  readonly user: string;
  readonly password: string;
  readonly header: string;
  readonly parameter: string;
  readonly places: readonly PlaceText[];
}

export interface ProviderDraft {
  /** null: made of the name. */
  readonly id: ProviderId | null;
  readonly name: string;
  readonly baseUrl: string;
  readonly auth: AuthDraft;
  /** Empty: none was picked yet. */
  readonly secret: string;
  readonly permissions: readonly PermissionText[];
  readonly privateAddress: boolean;
  /** What asks whatever an agent was given: what deletes, besides every DELETE, and what answers with a credential. */
  readonly deletes: readonly RuleText[];
  readonly discloses: readonly RuleText[];
  /** Not typed here, and kept. */
  readonly headers: ProviderKind['headers'];
}

const anyPath = '/**';

const emptyAuth: AuthDraft = {
  kind: 'bearer',
  ...basicOf([]),
  header: 'X-Api-Key',
  parameter: 'api_key',
  places: [{ key: 0, in: 'header', name: 'Authorization', text: 'Token {value}' }],
};

/** An API of the person's own, with permissions ready made. */
export const emptyDraft: ProviderDraft = {
  ...{ id: null, name: '', baseUrl: '', auth: emptyAuth, secret: '', privateAddress: false },
  permissions: [
    { key: 0, name: 'read', says: 'Read everything', rules: [{ key: 0, methods: ['GET', 'HEAD'], path: anyPath }] },
    {
      ...{ key: 1, name: 'write', says: 'Create and change' },
      rules: [{ key: 0, methods: ['POST', 'PUT', 'PATCH', 'DELETE'], path: anyPath }],
    },
  ],
  ...{ deletes: [], discloses: [], headers: [] },
};

/** Of a provider that is set up. */
export function draftOf(
  kind: ProviderKind,
  own: { readonly secret: string; readonly privateAddress: boolean },
): ProviderDraft {
  const { id, name, baseUrl, auth, permissions, deletes, discloses, headers } = kind;
  return {
    ...{ id, name, baseUrl, auth: authDraftOf(auth) },
    ...{ secret: own.secret, privateAddress: own.privateAddress },
    permissions: permissions.map((permission, key) => ({
      ...{ key, name: permission.name, says: permission.says },
      rules: textsOf(permission.rules),
    })),
    ...{ deletes: textsOf(deletes), discloses: textsOf(discloses), headers },
  };
}

function authDraftOf(auth: HttpAuth): AuthDraft {
  switch (auth.kind) {
    case 'bearer':
      return emptyAuth;
    case 'basic':
      return { ...emptyAuth, ...auth };
    case 'header':
      return { ...emptyAuth, kind: auth.kind, header: auth.name };
    case 'query':
      return { ...emptyAuth, kind: auth.kind, parameter: auth.name };
    case 'template':
      return { ...emptyAuth, kind: auth.kind, places: auth.parts.map((part, key) => ({ key, ...part })) };
  }
}

export function authOf({ kind, user, password, header, parameter, places }: AuthDraft): HttpAuth {
  switch (kind) {
    case 'bearer':
      return { kind };
    case 'basic':
      return { kind, user: user.trim(), password: password.trim() };
    case 'header':
      return { kind, name: header.trim() };
    case 'query':
      return { kind, name: parameter.trim() };
    case 'template': {
      const parts = places.map(({ in: place, name, text }) => ({
        ...{ in: place, name: place === 'path' ? '' : name.trim(), text: text.trim() },
      }));
      return { kind, parts };
    }
  }
}

/** `Weather API` → `weather-api`; empty: nothing of it can stand in a name. */
export function idOf({ id, name }: Pick<ProviderDraft, 'id' | 'name'>): string {
  if (id !== null) return id;
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return plain.replace(/^-/, '').slice(0, 32).replace(/-$/, '');
}

/** With `https://` before it and no slash at its end. */
export function baseUrlOf(text: string): string {
  const plain = text.trim();
  return (/^[a-z][a-z0-9+.-]*:/i.test(plain) && !/^[^/]+:\d/.test(plain) ? plain : `https://${plain}`).replace(
    /\/+$/,
    '',
  );
}

/** null: something in it is not right, which `problemsOf` tells as far as it can. */
export function providerOf(draft: ProviderDraft): ProviderShape | null {
  const read = Provider.safeParse({
    ...{ id: idOf(draft), name: draft.name.trim(), baseUrl: baseUrlOf(draft.baseUrl), auth: authOf(draft.auth) },
    permissions: draft.permissions.map(permissionOf),
    ...{ deletes: rulesOf(draft.deletes), discloses: rulesOf(draft.discloses), headers: draft.headers },
    ...{ secret: draft.secret, privateAddress: draft.privateAddress, wellKnown: false },
  });
  return read.data ?? null;
}

/** A well-known one with the permissions of these names; null: no secret or no permission was picked. */
export function knownProviderOf(kind: ProviderKind, secret: string, names: readonly string[]): ProviderShape | null {
  const permissions = kind.permissions.filter(({ name }) => names.includes(name));
  return Provider.safeParse({ ...kind, permissions, secret, privateAddress: false, wellKnown: true }).data ?? null;
}

/** The person's own copy of a well-known one, to be changed. Its name is its own: the other stays the well-known one's. */
export function copyOf(kind: ProviderKind, secret: string): ProviderDraft {
  return { ...draftOf(kind, { secret, privateAddress: false }), id: null, name: `My ${kind.name}`.slice(0, 60) };
}

function permissionOf({ name, says, rules }: PermissionText): Permission {
  return { name: name.trim(), says: says.trim(), rules: rulesOf(rules) };
}

function textsOf(rules: readonly CallRule[]): readonly RuleText[] {
  return rules.map((rule, key) => ({ key, ...rule }));
}

function rulesOf(rules: readonly RuleText[]): CallRule[] {
  return rules.map(({ methods, path }) => ({ methods: inOrder(methods), path: path.trim() }));
}

function inOrder(methods: readonly CallMethod[]): CallMethod[] {
  return Methods.options.filter((each) => methods.includes(each));
}

/** User and password as the picked secret has them; of one with a single value that is the user, as many APIs want it. */
export function basicOf(fields: readonly string[]): Pick<AuthDraft, 'user' | 'password'> {
  const user = fields.find((name) => name === 'username' || name === 'user');
  if (user !== undefined && fields.includes('password')) return { user: `{${user}}`, password: '{password}' };
  return { user: '{value}', password: '' };
}

/** A key that none of them has. */
export function newKey(all: readonly { readonly key: number }[]): number {
  return Math.max(-1, ...all.map(({ key }) => key)) + 1;
}
