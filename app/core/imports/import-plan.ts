// What an import would do to the vault, as the person sees it before anything is written.
import { assertNever, BrokerError } from '../../contract/fault.ts';
import type { ImportChoice, ImportClass, ImportPreview, SkippedItem } from '../../contract/import.ts';
import type { OwnSecretView, SecretDraft } from '../../contract/secret.ts';
import type { RecordId } from '../../contract/vocabulary.ts';
import type { Candidate, ImportRead } from './candidates.ts';

export interface PlannedItem {
  readonly candidate: Candidate;
  readonly class: ImportClass;
  /** The secret that has the candidate's name; null when `class` is new. */
  readonly existing: OwnSecretView | null;
}

/** It holds the candidates' plaintext: keep it no longer than the import. */
export interface ImportPlan {
  readonly items: readonly PlannedItem[];
  readonly skipped: readonly SkippedItem[];
  /** Of every secret in the vault, as `nameKey` makes them. */
  readonly taken: ReadonlySet<string>;
}

/** `sameValues`: whether the secret holds just the draft's values, in fields of the same names. */
export function planImport(
  read: ImportRead,
  existing: readonly OwnSecretView[],
  sameValues: (id: RecordId, draft: SecretDraft) => boolean,
): ImportPlan {
  const byName = new Map(existing.map((secret) => [nameKey(secret.name), secret]));
  const items = read.candidates.map((candidate): PlannedItem => {
    const secret = byName.get(nameKey(candidate.draft.name));
    if (secret === undefined) return { candidate, class: 'new', existing: null };
    return { candidate, class: sameValues(secret.id, candidate.draft) ? 'same' : 'conflict', existing: secret };
  });
  return { items, skipped: read.skipped, taken: new Set(byName.keys()) };
}

/** What a window may see of it. SECURITY P1: names and places, no value. */
export function previewOf(plan: ImportPlan): ImportPreview {
  const items = plan.items.map(({ candidate: { draft, from, notes }, class: is, existing }, index) => ({
    index,
    from,
    name: draft.name,
    kind: draft.kind,
    tier: draft.tier,
    fields: draft.fields.map(({ name, sensitive, inject, env }) => ({ name, sensitive, inject, env })),
    class: is,
    existing: existing?.id ?? null,
    notes,
  }));
  return { items, skipped: plan.skipped };
}

/** What happens to an item that the person said nothing about. @throws BrokerError import_choice_missing for a conflict */
export function defaultChoice(is: ImportClass): ImportChoice {
  switch (is) {
    case 'new':
      return { kind: 'add' };
    case 'same':
      return { kind: 'skip' };
    case 'conflict':
      throw new BrokerError('import_choice_missing');
    default:
      return assertNever(is);
  }
}

/** Names that differ by case or by Unicode form only are the same name. */
export function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
