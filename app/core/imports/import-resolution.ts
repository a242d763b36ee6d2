// From the person's choices to the changes of one transaction and the report about them. All or nothing: one bad choice
// refuses them all.
import { assertNever, BrokerError } from '../../contract/fault.ts';
import type { ImportChoice, ImportChoices, ImportReport } from '../../contract/import.ts';
import type { SecretDraft } from '../../contract/secret.ts';
import type { RecordId, SecretName } from '../../contract/vocabulary.ts';
import { defaultChoice, type ImportPlan, nameKey, type PlannedItem } from './import-plan.ts';
import { replacementOf } from './replacement.ts';

export type ImportChange =
  | { readonly kind: 'add'; readonly draft: SecretDraft }
  | { readonly kind: 'update'; readonly id: RecordId; readonly draft: SecretDraft };

export interface ImportResolution {
  /** For one transaction, in the order of the plan. */
  readonly changes: readonly ImportChange[];
  /** What is true once the changes are on disk. */
  readonly report: ImportReport;
  /** Of a `.env` file: each variable whose value the vault will hold, and as what. For `replaceDotenv`. */
  readonly variables: ReadonlyMap<string, SecretName>;
}

/** One item with what will be done about it; `name`: as what the vault will hold its value, null when it will not. */
interface Step {
  readonly item: PlannedItem;
  readonly choice: ImportChoice;
  readonly change: ImportChange | null;
  readonly name: SecretName | null;
}

/**
 * @throws BrokerError import_choice_missing (a conflict without a choice), import_name_taken (by a secret or by another item),
 * import_too_many_fields, bad_request (a choice for no item, two for one, or one that does not fit its class)
 */
export function resolveImport(plan: ImportPlan, choices: ImportChoices): ImportResolution {
  const chosen = new Map(choices.map(({ index, choice }) => [index, choice]));
  if (chosen.size < choices.length || choices.some(({ index }) => plan.items[index] === undefined)) {
    throw new BrokerError('bad_request');
  }
  const steps = plan.items.map((item, index) => stepFor(item, chosen.get(index) ?? defaultChoice(item.class)));
  const added = steps.flatMap(({ change }) => (change?.kind === 'add' ? [nameKey(change.draft.name)] : []));
  const collides = added.some((name) => plan.taken.has(name)) || new Set(added).size < added.length;
  if (collides) throw new BrokerError('import_name_taken');
  const kept = steps.flatMap(({ item: { candidate }, name }) => {
    return name === null || candidate.variable === null ? [] : [[candidate.variable, name] as const];
  });
  return {
    changes: steps.flatMap(({ change }) => change ?? []),
    report: reportOf(plan, steps),
    variables: new Map(kept),
  };
}

function stepFor(item: PlannedItem, choice: ImportChoice): Step {
  const { draft } = item.candidate;
  switch (choice.kind) {
    case 'skip':
      return { item, choice, change: null, name: item.class === 'same' ? (item.existing?.name ?? null) : null };
    case 'add':
      return { item, choice, change: { kind: 'add', draft }, name: draft.name };
    case 'rename':
      return { item, choice, change: { kind: 'add', draft: { ...draft, name: choice.name } }, name: choice.name };
    case 'replace': {
      if (item.class !== 'conflict' || item.existing === null) throw new BrokerError('bad_request');
      const { id, name } = item.existing;
      return { item, choice, change: { kind: 'update', id, draft: replacementOf(item.existing, draft) }, name };
    }
    default:
      return assertNever(choice);
  }
}

function reportOf(plan: ImportPlan, steps: readonly Step[]): ImportReport {
  const named = (test: (step: Step) => boolean) => {
    return steps.filter(test).map(({ item, name }) => name ?? item.candidate.draft.name);
  };
  return {
    added: named(({ change }) => change?.kind === 'add'),
    replaced: named(({ change }) => change?.kind === 'update'),
    same: named(({ change, item }) => change === null && item.class === 'same'),
    leftOut: named(({ change, item }) => change === null && item.class !== 'same'),
    skipped: plan.skipped,
  };
}
