// What a client may read about the person's secrets: lists, whether one is there, one by its name. SECURITY P1: views only; there is
// no value to leave out. SECURITY P8: of what its limits do not cover, not even that it is there.
import type { ParamsOf, ResultOf } from '../contract/broker.ts';
import type { OwnSecretView } from '../contract/secret.ts';
import type { VisibleSecrets } from '../core/clients/visible-secrets.ts';
import { isGlob, matchesGlob } from '../core/secrets/name-glob.ts';
import { agentView } from '../core/secrets/secret-views.ts';

/** An answer, and how many secrets it is about, for the log. */
export interface Read<T> {
  readonly answer: T;
  readonly found: number;
}

export function listSecrets(visible: VisibleSecrets, filter: ParamsOf<'secrets.list'>): Read<ResultOf<'secrets.list'>> {
  const fitting = visible.list().filter((secret) => fits(secret, filter));
  return { answer: { secrets: fitting.map(agentView) }, found: fitting.length };
}

export function secretExists(
  visible: VisibleSecrets,
  { name }: ParamsOf<'secrets.exists'>,
): Read<ResultOf<'secrets.exists'>> {
  if (isGlob(name)) {
    const matches = visible.list().filter((secret) => matchesGlob(secret.name, name)).length;
    return { answer: { matches, near: [] }, found: matches };
  }
  const { found, near } = visible.describe([name]);
  return { answer: { matches: found.length, near: [...near] }, found: found.length };
}

export function viewSecret(
  visible: VisibleSecrets,
  { name }: ParamsOf<'secrets.view'>,
): Read<ResultOf<'secrets.view'>> {
  const {
    found: [secret],
    near,
  } = visible.describe([name]);
  if (secret === undefined) return { answer: { secret: null, near: [...near] }, found: 0 };
  return { answer: { secret: agentView(secret), near: [] }, found: 1 };
}

function fits(secret: OwnSecretView, { tag, glob, project, environment }: ParamsOf<'secrets.list'>): boolean {
  const { name, tags, projects } = secret;
  return (
    (tag === undefined || tags.includes(tag)) &&
    (glob === undefined || matchesGlob(name, glob)) &&
    (project === undefined || projects.length === 0 || projects.includes(project)) &&
    (environment === undefined || secret.environment === environment)
  );
}
