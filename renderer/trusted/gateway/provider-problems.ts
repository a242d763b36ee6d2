// What is wrong with a provider that is being typed, in sentences beside the fields they belong to. Pure. The broker judges again.
import { isConnectionHeader } from '../../../app/contract/connection-headers.ts';
import type { HttpAuth, ProviderId } from '../../../app/contract/provider.ts';
import { FieldName } from '../../../app/contract/secret.ts';
import type { AuthDraft, PermissionText, PlaceText, ProviderDraft, RuleText } from './provider-draft.ts';
import { authOf, baseUrlOf, idOf } from './provider-draft.ts';

export interface SecretChoice {
  readonly name: string;
  readonly fields: readonly string[];
  readonly hosts: readonly string[];
}

export type ByKey = Readonly<Record<number, string>>;

export interface ProviderProblems {
  readonly name?: string;
  readonly baseUrl?: string;
  readonly user?: string;
  readonly password?: string;
  readonly header?: string;
  readonly parameter?: string;
  readonly secret?: string;
  /** Of all places together. */
  readonly places?: string;
  readonly place: ByKey;
  readonly permission: ByKey;
  /** Of the lists of what always asks. */
  readonly deletes: ByKey;
  readonly discloses: ByKey;
  /** Of all of them. */
  readonly permissions?: string;
}

export const noProblems: ProviderProblems = { place: {}, permission: {}, deletes: {}, discloses: {} };

export function isClean({ place, permission, deletes, discloses, ...single }: ProviderProblems): boolean {
  return [single, place, permission, deletes, discloses].every((each) => Object.keys(each).length === 0);
}

export function problemsOf(
  draft: ProviderDraft,
  taken: readonly ProviderId[],
  secrets: readonly SecretChoice[],
): ProviderProblems {
  const said = {
    ...one('name', nameProblem(draft, taken)),
    ...one('baseUrl', baseProblem(draft)),
    ...authProblems(draft.auth),
    ...one('secret', secretProblem(draft.secret, authOf(draft.auth), secrets)),
    ...one('permissions', draft.permissions.length === 0 ? 'Without one, agents may call nothing there.' : undefined),
  };
  return {
    ...{ ...said, place: placeProblems(draft.auth), permission: permissionProblems(draft.permissions) },
    ...{ deletes: saidOf(draft.deletes, ruleProblem), discloses: saidOf(draft.discloses, ruleProblem) },
  };
}

/** Also of a well-known one. */
export function secretProblem(name: string, auth: HttpAuth, secrets: readonly SecretChoice[]): string | undefined {
  if (name === '') return 'Pick the secret that Postern adds.';
  const secret = secrets.find((each) => each.name === name);
  if (secret === undefined) return 'There is no secret of this name any more. Pick another one.';
  const missing = fieldsIn(auth).find((field) => field !== mainField && !secret.fields.includes(field));
  return missing === undefined ? undefined : `This secret has no field ${missing}, which the sign-in needs.`;
}

/** A hint, since the broker judges: it says itself that it goes elsewhere. undefined: nothing of the kind. */
export function hostHint(baseUrl: string, secret: SecretChoice | undefined): string | undefined {
  const host = /^https:\/\/([^/]+)/.exec(baseUrlOf(baseUrl).toLowerCase())?.[1];
  if (secret === undefined || host === undefined || secret.hosts.length === 0) return undefined;
  const fits = secret.hosts.some((each) =>
    each.startsWith('*.') ? host.endsWith(each.slice(1)) : each.toLowerCase() === host,
  );
  return fits ? undefined : `This secret names only ${secret.hosts.join(', ')} as its hosts. Add ${host} there first.`;
}

/** The first sensitive field. */
const mainField = 'value';

function nameProblem(draft: ProviderDraft, taken: readonly ProviderId[]): string | undefined {
  const name = draft.name.trim();
  const id = idOf(draft);
  if (name === '') return 'Give it a name.';
  if (name.length > 60) return 'At most 60 characters.';
  if (id === '') return 'It needs a letter from a to z or a digit.';
  return draft.id === null && taken.some((each) => each === id)
    ? 'You have a provider of this name already.'
    : undefined;
}

const base = /^https:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::\d{1,5})?(?:\/[^?#\\\s]*)?$/i;
const nearby = /^(?:localhost|.*\.local|127\.[\d.]+|10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+)$/i;

function baseProblem({ baseUrl, privateAddress }: ProviderDraft): string | undefined {
  if (baseUrl.trim() === '') return 'Where does it lie? Such as https://api.example.com/v1.';
  const url = baseUrlOf(baseUrl);
  if (/^http:/i.test(url)) return 'Only https: a secret does not travel unsealed.';
  const host = base.exec(url)?.[1];
  if (host === undefined || url.length > 300)
    return 'An address with https, without a question mark, such as https://api.example.com/v1.';
  if (!privateAddress && nearby.test(host)) return 'This lies near you. If you mean that, tick the box for it below.';
  return undefined;
}

function authProblems(auth: AuthDraft): Partial<ProviderProblems> {
  switch (auth.kind) {
    case 'bearer':
      return {};
    case 'basic': {
      const texts = `${auth.user}${auth.password}`;
      return {
        ...one('user', auth.user.includes(':') ? 'No colon can stand here.' : bracesProblem(auth.user)),
        ...one('password', bracesProblem(auth.password) ?? (namesIn(texts).length === 0 ? noField : undefined)),
      };
    }
    case 'header':
      return one('header', headerProblem(auth.header.trim()));
    case 'query':
      return one('parameter', parameterProblem(auth.parameter.trim()));
    case 'template': {
      const { places } = auth;
      const spots = places.map(
        ({ in: place, name }) => `${place} ${place === 'path' ? '' : name.trim().toLowerCase()}`,
      );
      if (new Set(spots).size < spots.length) return one('places', 'Two of them have one and the same place.');
      const none = places.every(({ text }) => namesIn(text).length === 0);
      return one('places', places.length === 0 || none ? noField : undefined);
    }
  }
}

const noField = 'Nothing of the secret stands in it. Write {value} for its value.';

function placeProblems({ kind, places }: AuthDraft): ProviderProblems['place'] {
  if (kind !== 'template') return {};
  return saidOf(places, placeProblem);
}

function placeProblem({ in: place, name, text }: PlaceText): string | undefined {
  const named = name.trim();
  const nameWrong = place === 'header' ? headerProblem(named) : place === 'query' ? parameterProblem(named) : undefined;
  if (nameWrong !== undefined) return nameWrong;
  return text.trim() === '' ? 'Write what stands there, such as {value}.' : bracesProblem(text);
}

function headerProblem(name: string): string | undefined {
  if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/.test(name)) return 'The name of a header, such as X-Api-Key.';
  return isConnectionHeader(name) ? 'This header belongs to the connection. Take another one.' : undefined;
}

function parameterProblem(name: string): string | undefined {
  return /^[A-Za-z0-9_.~-]{1,64}$/.test(name) ? undefined : 'The name of a parameter, such as api_key.';
}

function bracesProblem(text: string): string | undefined {
  if (!/^[\x20-\x7e]*$/.test(text) || text.trim().length > 200) return 'At most 200 plain characters.';
  if (/[{}]/.test(text.replace(/\{[^{}]*\}/g, ''))) return 'A brace is open. Fields stand as {value}.';
  return namesIn(text).every((name) => FieldName.safeParse(name).success)
    ? undefined
    : 'Between braces stands the name of a field, such as {value}.';
}

function permissionProblems(permissions: readonly PermissionText[]): ProviderProblems['permission'] {
  return saidOf(permissions, (permission) => permissionProblem(permission, permissions));
}

function permissionProblem(permission: PermissionText, all: readonly PermissionText[]): string | undefined {
  const name = permission.name.trim();
  if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(name)) return 'A short name of small letters, digits and -, such as read.';
  if (all.some((each) => each.key !== permission.key && each.name.trim() === name)) return 'Another one has this name.';
  if (permission.says.trim() === '') return 'Say in a few words what it allows.';
  if (permission.rules.length === 0) return 'Add what it allows: methods and a path.';
  return permission.rules.map(ruleProblem).find((each) => each !== undefined);
}

function ruleProblem({ methods, path }: RuleText): string | undefined {
  if (methods.length === 0) return 'Tick at least one method.';
  const steps = path.trim().slice(1).split('/');
  const plain = /^\/[\x21-\x7e]*$/.test(path.trim()) && !/[%?#;\\]/.test(path);
  if (!plain) return 'A path begins with / and has no ?, # or %. * stands for one step, ** at the end for all below.';
  const last = steps.length - 1;
  const sound = steps.every((step, at) =>
    step === '' ? at === last : !/^\.+$/.test(step) && (!step.includes('**') || (step === '**' && at === last)),
  );
  return sound ? undefined : '** stands alone at the end, and no step is empty or made of dots.';
}

function fieldsIn(auth: HttpAuth): readonly string[] {
  if (auth.kind === 'basic') return namesIn(`${auth.user}:${auth.password}`);
  return auth.kind === 'template' ? auth.parts.flatMap(({ text }) => namesIn(text)) : [];
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
}

function one<K extends string>(part: K, problem: string | undefined): { readonly [P in K]?: string } {
  return problem === undefined ? {} : ({ [part]: problem } as { readonly [P in K]?: string });
}

function saidOf<T extends { readonly key: number }>(all: readonly T[], judge: (each: T) => string | undefined): ByKey {
  const problems: Record<number, string> = {};
  for (const each of all) {
    const problem = judge(each);
    if (problem !== undefined) problems[each.key] = problem;
  }
  return problems;
}
