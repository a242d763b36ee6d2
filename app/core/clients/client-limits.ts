// What the limits of a client say: which tools it may call, and whether other limits would let it do more. Pure.
import type { ClientLimits, LimitedTool } from '../../contract/client.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { Tier } from '../../contract/vocabulary.ts';
import { matchesGlob } from '../secrets/name-glob.ts';

/** Whether these limits let a client know of a secret. */
export function covers(limits: ClientLimits, secret: { readonly name: string; readonly tier: Tier }): boolean {
  return limits.tiers.includes(secret.tier) && limits.secrets.some((glob) => matchesGlob(secret.name, glob));
}

/** @throws BrokerError tool_forbidden */
export function requireTool({ tools }: ClientLimits, tool: LimitedTool): void {
  if (tools !== null && !tools.includes(tool)) throw new BrokerError('tool_forbidden');
}

/**
 * SECURITY P2, P8: for what was decided a while ago, on limits that may be narrower now.
 * @throws BrokerError tool_forbidden, unknown_secret
 */
export function requireCovered(
  limits: ClientLimits,
  tool: LimitedTool,
  secrets: readonly { readonly name: string; readonly tier: Tier }[],
): void {
  requireTool(limits, tool);
  if (!secrets.every((secret) => covers(limits, secret))) throw new BrokerError('unknown_secret');
}

/** SECURITY P9: whether `after` may let a client do more than `before` does; in doubt it does. */
export function loosensLimits(before: ClientLimits, after: ClientLimits): boolean {
  return (
    !after.secrets.every((glob) => before.secrets.some((wider) => isWithin(glob, wider))) ||
    !after.tiers.every((tier) => before.tiers.includes(tier)) ||
    !isSubset(after.tools, before.tools) ||
    after.callsPerMinute > before.callsPerMinute ||
    after.burst > before.burst
  );
}

/** null: all of them. */
function isSubset(tools: readonly string[] | null, of: readonly string[] | null): boolean {
  return of === null || (tools?.every((tool) => of.includes(tool)) ?? false);
}

/** Whether every name that `glob` matches is sure to match `wider`, too. */
function isWithin(glob: string, wider: string): boolean {
  const inner = glob.toLowerCase();
  const outer = wider.toLowerCase();
  if (inner === outer || !/[*?]/.test(inner)) return inner === outer || matchesGlob(inner, outer);
  const [, start = '', stars = ''] = /^([^*?]*)(\*{1,2})$/.exec(outer) ?? [];
  if (stars === '' || !inner.startsWith(start)) return false;
  const rest = inner.slice(start.length);
  return stars === '**' || !/\/|\*\*/.test(rest);
}
