// The health of a whole vault: every secret judged, and one score in words. Pure: all it needs to know is handed in.
import type { HealthFinding, HealthKind, HealthReport, SecretHealth, Snooze } from '../../contract/health.ts';
import { healthKinds } from '../../contract/health.ts';
import type { FieldName, OwnSecretView } from '../../contract/secret.ts';
import type { RecordId, SecretName } from '../../contract/vocabulary.ts';
import { judgeSecret, type Others } from './judge-secret.ts';
import type { ValueFacts } from './value-facts.ts';

/** What is known about one value. */
export interface FieldFacts extends ValueFacts {
  readonly id: RecordId;
  readonly field: FieldName;
}

/** What a health check knows besides the secrets. */
export interface HealthFacts {
  readonly values: readonly FieldFacts[];
  /** In how many places of files the last scan found each secret; none: no scan was made. */
  readonly leaks: ReadonlyMap<SecretName, number>;
  readonly snoozes: readonly Snooze[];
}

/** `now` in epoch milliseconds. */
export function healthOf(secrets: readonly OwnSecretView[], facts: HealthFacts, now: number): HealthReport {
  const steps = healthSteps(secrets, facts, now);
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

/** The same with a place to pause after each secret. */
export function* healthSteps(
  secrets: readonly OwnSecretView[],
  facts: HealthFacts,
  now: number,
): Generator<void, HealthReport, void> {
  const names = new Map(secrets.map(({ id, name }) => [id, name]));
  const fieldsOf = Map.groupBy(facts.values, ({ id }) => id);
  const sameValue = Map.groupBy(facts.values, ({ fingerprint }) => fingerprint);
  const snoozed = new Set(facts.snoozes.filter(({ until }) => until > now).map(({ id, kind }) => `${id} ${kind}`));
  const ill: SecretHealth[] = [];
  let putOff = 0;
  for (const secret of secrets) {
    const { id, name } = secret;
    const fields = new Map((fieldsOf.get(id) ?? []).map((field) => [field.field, field]));
    const others = ({ fingerprint }: ValueFacts, field: FieldName) =>
      othersOf(sameValue.get(fingerprint) ?? [], { id, field }, names);
    const all = judgeSecret(secret, { fields, others, leaks: facts.leaks.get(name) ?? 0 }, now);
    const findings = all.filter(({ kind }) => !snoozed.has(`${id} ${kind}`));
    putOff += all.length - findings.length;
    if (findings.length > 0) ill.push({ id, name, findings: findings.toSorted(worstFirst) });
    yield;
  }
  return {
    at: now,
    score: scoreOf(ill, secrets.length),
    words: inWords(ill, secrets.length),
    checked: secrets.length,
    snoozed: putOff,
    secrets: ill.sort((a, b) => worstFirst(a.findings[0], b.findings[0]) || (a.name < b.name ? -1 : 1)),
  };
}

interface FieldId {
  readonly id: RecordId;
  readonly field: FieldName;
}

/** Looks at three at most, so that ten thousand secrets with one value are no square. */
function othersOf(same: readonly FieldId[], own: FieldId, names: ReadonlyMap<RecordId, SecretName>): Others {
  const some = same.slice(0, 3).filter(({ id, field }) => id !== own.id || field !== own.field);
  const nameOf = ({ id, field }: FieldId): string => (id === own.id ? `its own ${field}` : (names.get(id) ?? id));
  return { count: same.length - 1, names: some.slice(0, 2).map(nameOf) };
}

/** How much of its point a secret loses by its worst finding, and what is said of how many. */
const kinds: Record<HealthKind, { readonly loss: number; readonly one: string; readonly many: string }> = {
  leaked: { loss: 1, one: 'has a copy in your files', many: 'have copies in your files' },
  expired: { loss: 0.8, one: 'has expired', many: 'have expired' },
  weak: { loss: 0.8, one: 'has a password that is easy to guess', many: 'have passwords that are easy to guess' },
  reused: { loss: 0.6, one: 'repeats a value', many: 'share their values' },
  expiring: { loss: 0.3, one: 'expires soon', many: 'expire soon' },
  old: { loss: 0.4, one: 'is due for a new value', many: 'are due for new values' },
  never_used: { loss: 0.2, one: 'was never used', many: 'were never used' },
  undescribed: { loss: 0.1, one: 'has no description', many: 'have no description' },
};

/** The mean over all secrets, but at most 90 while the worst there is stands anywhere, so that many good ones hide no leak. */
function scoreOf(ill: readonly SecretHealth[], total: number): number {
  if (ill.length === 0) return 100;
  const losses = ill.map(({ findings }) => Math.max(...findings.map(({ kind }) => kinds[kind].loss)));
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / total;
  const worst = losses.reduce((most, loss) => Math.max(most, loss), 0);
  return Math.floor(Math.min(100 * (1 - mean), 100 - 10 * worst));
}

function inWords(ill: readonly SecretHealth[], total: number): string {
  if (total === 0) return 'There are no secrets to look after yet.';
  if (ill.length === 0) return total === 1 ? 'Your one secret is in order.' : `All ${total} secrets are in order.`;
  const phrases = healthKinds.flatMap((kind) => {
    const count = ill.filter(({ findings }) => findings.some((found) => found.kind === kind)).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? kinds[kind].one : kinds[kind].many}`];
  });
  return `${total - ill.length} of ${total} secrets ${total - ill.length === 1 ? 'is' : 'are'} in order: ${phrases.join(', ')}.`;
}

function worstFirst(a: HealthFinding | undefined, b: HealthFinding | undefined): number {
  return rankOf(a) - rankOf(b);
}

function rankOf(finding: HealthFinding | undefined): number {
  return finding === undefined ? healthKinds.length : healthKinds.indexOf(finding.kind);
}
