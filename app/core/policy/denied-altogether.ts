// Whether a rule keeps a secret from a client whatever the command, so that the client is not told of it either. Pure.
import type { Policy, PolicyRule } from '../../contract/policy.ts';
import type { ClientId, SecretName, Tier } from '../../contract/vocabulary.ts';
import { matchesGlob } from '../secrets/name-glob.ts';

export interface DeniedSecret {
  readonly name: SecretName;
  readonly tags: readonly string[];
  readonly tier: Tier;
}

/** A rule that also names commands, folders, hosts or times may not hold for the next command, so it does not count here. */
export function isDeniedAltogether({ rules }: Policy, client: ClientId, secret: DeniedSecret): boolean {
  return rules.some(
    (rule) => isAboutSecretsAlone(rule) && (rule.clients?.includes(client) ?? true) && fits(rule, secret),
  );
}

const about: ReadonlySet<string> = new Set(['id', 'action', 'note', 'clients', 'secrets', 'tags', 'tier']);

function isAboutSecretsAlone(rule: PolicyRule): boolean {
  return rule.action === 'deny' && Object.keys(rule).every((part) => about.has(part));
}

function fits({ secrets, tags, tier }: PolicyRule, secret: DeniedSecret): boolean {
  const isNamed = secrets?.some((glob) => matchesGlob(secret.name, glob)) ?? true;
  const isTagged = tags?.some((glob) => secret.tags.some((tag) => matchesGlob(tag, glob))) ?? true;
  return isNamed && isTagged && (tier?.includes(secret.tier) ?? true);
}
