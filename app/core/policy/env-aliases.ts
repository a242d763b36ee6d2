// Which secret is meant when an agent names an environment: `dev: { 'db/*': 'dev/db/*' }` makes db/main mean dev/db/main.
import { BrokerError } from '../../contract/fault.ts';
import type { Policy } from '../../contract/policy.ts';
import { SecretName } from '../../contract/vocabulary.ts';

/**
 * The name that is meant; as it is where no alias fits. The first alias that fits counts. null: what comes out is no name.
 * @throws BrokerError environment_unknown
 */
export function resolveAlias(policy: Policy, environment: string, name: string): SecretName | null {
  return SecretName.safeParse(aliasedText(policy, environment, name)).data ?? null;
}

/** As `resolveAlias`, of a name or a glob: `db/*` is read like a name, so that it means what `dev/db/*` fits. */
export function aliasedText(policy: Policy, environment: string, text: string): string {
  if (!Object.hasOwn(policy.env_aliases, environment)) throw new BrokerError('environment_unknown');
  for (const [asked, meant] of Object.entries(policy.env_aliases[environment] ?? {})) {
    const captured = expressionOf(asked).exec(text)?.slice(1);
    if (captured === undefined) continue;
    let next = 0;
    return meant.replace(/\*\*?/g, () => captured[next++] ?? '');
  }
  return text;
}

/** At most three stars, so that no name takes long; behind the colon no more of them than before it. */
export function isSoundAlias(asked: string, meant: string): boolean {
  const isPlain = [asked, meant].every((text) => /^[A-Za-z0-9._/*-]+$/.test(text) && !text.includes('***'));
  return isPlain && starsIn(asked) <= 3 && starsIn(meant) <= starsIn(asked);
}

function starsIn(text: string): number {
  return text.match(/\*\*?/g)?.length ?? 0;
}

/** `*` within one step of the path, `**` across steps; without case, as names are. */
function expressionOf(glob: string): RegExp {
  const pieces = glob.split(/(\*\*?)/).map((piece) => {
    if (piece === '**') return '(.*)';
    return piece === '*' ? '([^/]*)' : piece.replaceAll('.', '\\.');
  });
  return new RegExp(`^${pieces.join('')}$`, 'i');
}
