// What a secret needs from the person, told from its line in the list. Pure.
import type { SecretSummary } from '../../../app/contract/secret.ts';
import { daysApart, span } from '../times.ts';

/** `expiring`: it expired or soon will. `due`: it is due for a new value, or soon will be. `waiting`: a reference waits for the person. */
export type Need = 'expiring' | 'due' | 'waiting';

export const needWords: Readonly<Record<Need, string>> = {
  expiring: 'Expired or expiring',
  due: 'Due for a new value',
  waiting: 'Waits for you',
};

const soonDays = 14;

/** `now` in epoch milliseconds. */
export function hasNeed(secret: SecretSummary, need: Need, now: number): boolean {
  if (need === 'waiting') return secret.inactive;
  return isNear(need === 'expiring' ? secret.expiresAt : secret.rotateBy, now);
}

/** The most pressing need in a few words; null: there is none. */
export function needOf(secret: SecretSummary, now: number): string | null {
  if (secret.inactive) return 'waits for you';
  return expiryWords(secret.expiresAt, now) ?? dueWords(secret.rotateBy, now);
}

/** Words when it has expired or will within two weeks; otherwise null. */
export function expiryWords(expiresAt: number | null, now: number): string | null {
  if (expiresAt === null || !isNear(expiresAt, now)) return null;
  return expiresAt <= now ? 'expired' : `expires in ${span(expiresAt - now)}`;
}

/** Words when a new value is due, or will be within two weeks; otherwise null. */
export function dueWords(rotateBy: number | null, now: number): string | null {
  if (rotateBy === null || !isNear(rotateBy, now)) return null;
  return rotateBy <= now ? 'new value due' : `new value due in ${span(rotateBy - now)}`;
}

function isNear(at: number | null, now: number): boolean {
  return at !== null && (at <= now || daysApart(now, at) <= soonDays);
}
