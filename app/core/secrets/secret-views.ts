// What is told about a secret: to the person's windows all but sensitive values, to agents less. SECURITY P1.
import type { OwnSecretView, SecretSummary, SecretView } from '../../contract/secret.ts';
import type { SecretEntry } from './secret-entries.ts';

export function ownView({ id, version, card }: SecretEntry, lastUsedAt: number | null): OwnSecretView {
  const { values: _values, older, ...about } = card;
  return { ...about, id, version, lastUsedAt, olderVersions: older.length };
}

/** Drops what is for the person alone: notes, references, how long a yes may last, when it was used. */
export function agentView(own: OwnSecretView): SecretView {
  const {
    id: _id,
    notes: _notes,
    longestYes: _longest,
    rotatedAt: _rotated,
    lastUsedAt: _used,
    olderVersions: _older,
    ...about
  } = own;
  return { ...about, fields: about.fields.map(({ reference: _reference, ...field }) => field) };
}

/** One line of a list. `rotateBy`: when the reminder that the person asked for is due. */
export function summary({ id, card }: SecretEntry, lastUsedAt: number | null): SecretSummary {
  const { name, kind, description, tags, projects, environment, tier, expiresAt, updatedAt } = card;
  const rotateBy = card.rotateAfterDays === null ? null : card.rotatedAt + card.rotateAfterDays * dayMs;
  return {
    ...{ id, name, kind, description, tags, projects, environment, tier, expiresAt, rotateBy, updatedAt, lastUsedAt },
    variables: card.fields.flatMap(({ env }) => (env === null ? [] : [env])),
    inactive: card.fields.some(({ reference }) => reference?.active === false),
  };
}

const dayMs = 24 * 3_600_000;
