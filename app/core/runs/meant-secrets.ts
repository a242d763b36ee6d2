// Which secrets a run is to have: those it names, and all that fit its globs. SECURITY P8: among those its client may know of.

import { BrokerError } from '../../contract/fault.ts';
import type { RunRequest } from '../../contract/run.ts';
import { runLimits } from '../../contract/run.ts';
import type { OwnSecretView } from '../../contract/secret.ts';
import type { VisibleSecrets } from '../clients/visible-secrets.ts';
import { mayRun } from '../policy/evaluate.ts';
import { matchesGlob } from '../secrets/name-glob.ts';
import { NamedRefusal } from './named-refusal.ts';

/**
 * First those that are named, in the order of the request, then those that fit a glob, by name. `meant`: reads a name or a glob by
 * the aliases of the request's environment.
 * @throws NamedRefusal unknown_secret, of names as the agent wrote them: what an alias makes of them may be a name it may not know;
 * tier_forbids, env_missing for a glob of which nothing can be given. BrokerError secrets_too_many, and what `meant` throws
 */
export function meantSecrets(
  { secrets, globs = [] }: Pick<RunRequest, 'secrets' | 'globs'>,
  visible: VisibleSecrets,
  meant: (name: string) => string,
): readonly OwnSecretView[] {
  const names = secrets.map(({ name }) => meant(name));
  const { found, unknown, near } = visible.describe(names);
  if (unknown.length > 0) {
    const about = secrets.flatMap(({ name }, at) => (unknown.includes(names[at] ?? '') ? [name] : []));
    throw new NamedRefusal('unknown_secret', { about, near });
  }
  const all = globs.length === 0 ? [] : visible.list();
  const fitting = globs.map((glob) => fittingGlob(glob, meant(glob), all, visible));
  const others = all.filter((secret) => fitting.some((each) => each.includes(secret)) && !names.includes(secret.name));
  if (found.length + others.length > runLimits.secrets) throw new BrokerError('secrets_too_many');
  return [...found, ...others];
}

/** What fits and can be given to a command without more being said; never nothing. */
function fittingGlob(
  asked: string,
  glob: string,
  all: readonly OwnSecretView[],
  visible: VisibleSecrets,
): readonly OwnSecretView[] {
  const matching = all.filter(({ name }) => matchesGlob(name, glob));
  if (matching.length === 0) {
    throw new NamedRefusal('unknown_secret', { about: [asked], near: visible.describe([glob]).near });
  }
  const runnable = matching.filter(({ tier }) => mayRun(tier));
  if (runnable.length === 0) throw new NamedRefusal('tier_forbids', { about: matching.map(({ name }) => name) });
  const bound = runnable.filter(({ fields }) => fields.some(({ env }) => env !== null));
  if (bound.length === 0) throw new NamedRefusal('env_missing', { about: runnable.map(({ name }) => name) });
  return bound;
}
