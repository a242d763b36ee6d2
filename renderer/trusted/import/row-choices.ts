// What the person wants done with each candidate of an import, and what is still wrong with that. Pure; the broker judges again.
import type { ImportChoice, ImportChoices, ImportClass, ImportItem } from '../../../app/contract/import.ts';
import { SecretName } from '../../../app/contract/vocabulary.ts';

/** As it stands in the window: a new name may be half typed. */
export type RowChoice =
  | { readonly kind: 'add' | 'skip' | 'replace' }
  | { readonly kind: 'rename'; readonly text: string };
export type RowChoiceKind = RowChoice['kind'];
/** By index of the item; what is not in it has its default. */
export type RowChoices = ReadonlyMap<number, RowChoice>;

/** What can be done with an item of this class. */
export const optionsFor: Readonly<Record<ImportClass, readonly RowChoiceKind[]>> = {
  new: ['add', 'rename', 'skip'],
  same: ['skip', 'rename'],
  conflict: ['replace', 'rename', 'skip'],
};

/** null: a conflict that the person has not decided yet. */
export function choiceFor(item: ImportItem, choices: RowChoices): RowChoice | null {
  const chosen = choices.get(item.index);
  if (chosen !== undefined) return chosen;
  return item.class === 'conflict' ? null : { kind: item.class === 'new' ? 'add' : 'skip' };
}

/** The same answer for every conflict; other answers stay. */
export function decideConflicts(
  items: readonly ImportItem[],
  choices: RowChoices,
  kind: 'skip' | 'replace',
): RowChoices {
  const conflicts = items.filter((item) => item.class === 'conflict');
  return new Map([...choices, ...conflicts.map(({ index }) => [index, { kind }] as const)]);
}

export interface ReadChoices {
  /** For the broker: what differs from the defaults. */
  readonly choices: ImportChoices;
  /** How many will be in the vault that are not there now, or not so. */
  readonly importing: number;
  /** Conflicts without an answer. */
  readonly undecided: number;
  /** What is wrong with a new name, by index. */
  readonly problems: ReadonlyMap<number, string>;
}

export function readChoices(items: readonly ImportItem[], rows: RowChoices): ReadChoices {
  const wanted = items.map((item) => ({ item, row: choiceFor(item, rows) }));
  const uses = usesOf(wanted);
  const problems = new Map<number, string>();
  const choices: { index: number; choice: ImportChoice }[] = [];
  for (const { item, row } of wanted) {
    if (row?.kind === 'rename') {
      const name = SecretName.safeParse(row.text.trim());
      if (!name.success) problems.set(item.index, nameRule);
      else if ((uses.get(keyOf(name.data)) ?? 0) > 1) problems.set(item.index, 'That name is taken.');
      else choices.push({ index: item.index, choice: { kind: 'rename', name: name.data } });
    } else if (row !== null && rows.has(item.index)) choices.push({ index: item.index, choice: row });
  }
  return {
    choices,
    importing: wanted.filter(({ row }) => row !== null && row.kind !== 'skip').length,
    undecided: wanted.filter(({ row }) => row === null).length,
    problems,
  };
}

const nameRule = 'Letters, digits, dots, dashes and slashes, such as github/token.';

interface Wanted {
  readonly item: ImportItem;
  readonly row: RowChoice | null;
}

/** How many would have each name: secrets that are there, as far as this import knows them, and those that would be added. */
function usesOf(wanted: readonly Wanted[]): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  const count = (name: string) => uses.set(keyOf(name), (uses.get(keyOf(name)) ?? 0) + 1);
  for (const { item, row } of wanted) {
    if (item.existing !== null) count(item.name);
    if (row?.kind === 'add') count(item.name);
    if (row?.kind === 'rename') count(row.text.trim());
  }
  return uses;
}

/** Names that differ by case or by Unicode form only are the same name. */
function keyOf(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
