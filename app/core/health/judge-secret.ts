// What is wrong with one secret, each in a plain sentence with the fixes to offer. It sees dates and facts, never a value.
import type { HealthFinding, HealthFix, HealthKind } from '../../contract/health.ts';
import type { FieldName, OwnSecretView } from '../../contract/secret.ts';
import { heldFields } from '../scan/vault-secrets.ts';
import { weakBelowBits } from './password-strength.ts';
import type { ValueFacts } from './value-facts.ts';

/** What is known about the values of a secret, and of others beside them. */
export interface SecretFacts {
  readonly fields: ReadonlyMap<FieldName, ValueFacts>;
  /** The other fields with the same value. */
  readonly others: (fields: ValueFacts, field: FieldName) => Others;
  /** In how many places of files a scan found a value of it. */
  readonly leaks: number;
}

/** How many there are, and the names of one or two of them. */
export interface Others {
  readonly count: number;
  readonly names: readonly string[];
}

const day = 24 * 60 * 60 * 1000;
const expiresSoonDays = 14;
const oldAfterDays = 365;
const unusedAfterDays = 30;

/** `now` in epoch milliseconds. Empty: it is in order. */
export function judgeSecret(secret: OwnSecretView, facts: SecretFacts, now: number): readonly HealthFinding[] {
  const judgements = [leaked, expiry, weak, reused, old, neverUsed, undescribed];
  return judgements.map((judge) => judge(secret, facts, now)).filter((finding) => finding !== null);
}

function leaked(_secret: OwnSecretView, { leaks }: SecretFacts): HealthFinding | null {
  if (leaks === 0) return null;
  const places = leaks === 1 ? 'one place' : `${leaks} places`;
  return finding('leaked', `A copy of its value lies in ${places} in your files.`, ['rotate', 'snooze']);
}

function expiry({ expiresAt }: OwnSecretView, _facts: SecretFacts, now: number): HealthFinding | null {
  if (expiresAt === null) return null;
  const fixes: HealthFix[] = ['rotate', 'edit', 'remove', 'snooze'];
  if (expiresAt <= now) return finding('expired', `It expired ${daysAgo(now - expiresAt)}.`, fixes);
  const left = Math.floor((expiresAt - now) / day);
  if (left > expiresSoonDays || expiresAt - now > expiresSoonDays * day) return null;
  return finding('expiring', `It expires in ${left === 0 ? 'less than a day' : days(left)}.`, fixes);
}

/** Only what a person makes up: a token was drawn by a machine, and its strength is not for them to change. */
function weak(secret: OwnSecretView, { fields }: SecretFacts): HealthFinding | null {
  const typed = secret.fields.filter(({ name, inject }) => inject !== 'totp' && isTyped(secret, name));
  const guessable = typed.filter(({ name }) => (fields.get(name)?.bits ?? Infinity) < weakBelowBits);
  if (guessable.length === 0) return null;
  return finding('weak', 'Its password is easy to guess.', ['rotate', 'snooze'], namesOf(guessable));
}

function isTyped({ kind }: OwnSecretView, field: FieldName): boolean {
  return kind === 'login' || kind === 'database' || /pass|pwd|^pin$/i.test(field);
}

function reused(secret: OwnSecretView, { fields, others }: SecretFacts): HealthFinding | null {
  const shared = secret.fields.flatMap(({ name }) => {
    const facts = fields.get(name);
    const same = facts === undefined ? null : others(facts, name);
    return same === null || same.count === 0 ? [] : [{ name, same }];
  });
  const [first] = shared;
  if (first === undefined) return null;
  return finding('reused', `It has the same value as ${listed(first.same)}.`, ['rotate', 'snooze'], namesOf(shared));
}

function old(secret: OwnSecretView, _facts: SecretFacts, now: number): HealthFinding | null {
  const { kind, rotatedAt, rotateAfterDays } = secret;
  // A value that lies elsewhere is changed there. A seed of one-time codes stays what it is, unless the person said otherwise.
  if (heldFields(secret).size === 0 || (kind === 'totp' && rotateAfterDays === null)) return null;
  const age = Math.floor((now - rotatedAt) / day);
  if (rotateAfterDays !== null) {
    if (age < rotateAfterDays) return null;
    const wish = `You wanted to change it after ${days(rotateAfterDays)}`;
    return finding('old', `${wish}; the last time was ${daysAgo(now - rotatedAt)}.`, ['rotate', 'edit', 'snooze']);
  }
  if (age <= oldAfterDays) return null;
  return finding('old', `Its value was last changed ${daysAgo(now - rotatedAt)}.`, ['rotate', 'snooze']);
}

function neverUsed(secret: OwnSecretView, _facts: SecretFacts, now: number): HealthFinding | null {
  const { lastUsedAt, createdAt, tier } = secret;
  if (tier === 'never' || lastUsedAt !== null || now - createdAt < unusedAfterDays * day) return null;
  return finding('never_used', `It was added ${daysAgo(now - createdAt)} and was never used.`, ['remove', 'snooze']);
}

function undescribed({ description, tier }: OwnSecretView): HealthFinding | null {
  if (tier === 'never' || description.trim() !== '') return null;
  return finding('undescribed', 'It has no description, so an agent has to guess what it is for.', ['edit', 'snooze']);
}

function finding(
  kind: HealthKind,
  sentence: string,
  fixes: readonly HealthFix[],
  fields: readonly FieldName[] = [],
): HealthFinding {
  return { kind, sentence, fixes, fields };
}

function namesOf(fields: readonly { readonly name: FieldName }[]): readonly FieldName[] {
  return fields.map(({ name }) => name);
}

function listed({ count, names }: Others): string {
  const [first = '', second] = names;
  if (count === 1 || second === undefined) return first;
  return count === 2 ? `${first} and ${second}` : `${first}, ${second} and ${count - 2} more`;
}

function days(count: number): string {
  return count === 1 ? 'a day' : `${count} days`;
}

function daysAgo(ms: number): string {
  const count = Math.floor(ms / day);
  return count === 0 ? 'today' : `${days(count)} ago`;
}
