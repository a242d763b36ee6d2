// The words and numbers of the policy window. Pure.
import type { PolicyChange } from '../../../app/contract/policy.ts';

/** A change said in a word and drawn as a shape, never by colour alone. */
export const kindMarks: Readonly<Record<PolicyChange['kind'], { readonly shape: string; readonly word: string }>> = {
  added: { shape: '+', word: 'Added' },
  removed: { shape: '−', word: 'Removed' },
  changed: { shape: '±', word: 'Changed' },
};

/** `1 change`, `12 changes` */
export function changesWords(count: number): string {
  return count === 0 ? 'No change of what is decided' : count === 1 ? '1 change' : `${count} changes`;
}

/** Said above the list when some of it is looser. */
export function looserWords(changes: readonly PolicyChange[]): string {
  const looser = changes.filter((change) => change.looser).length;
  const all = looser === changes.length;
  if (looser === 0 || (all && looser === 1))
    return 'This lets more happen without a question. Accepting it asks whether it is you.';
  const some = all
    ? 'All of these changes let'
    : looser === 1
      ? 'One of these changes lets'
      : `${looser} of these changes let`;
  return `${some} more happen without a question. Accepting them asks whether it is you.`;
}

/** Lines drawn at once; a hostile text can have a million. */
export const pageLines = 200;
/** UTF-16 units drawn at once, for lines that are long. */
export const pageUnits = 20_000;

export interface NumberedLine {
  /** From 1; a line too long for one page goes on under its number. */
  readonly number: number;
  readonly line: string;
}

/** Every character of the text, but for its line breaks, on some page; no page is empty but that of an empty text. */
export function linePages(text: string): readonly (readonly NumberedLine[])[] {
  const pages: NumberedLine[][] = [[]];
  let units = 0;
  text.split(/\r?\n/).forEach((whole, at) => {
    for (const line of pieces(whole)) {
      const last = pages.at(-1) ?? [];
      if (last.length > 0 && (last.length >= pageLines || units + line.length > pageUnits)) {
        pages.push([{ number: at + 1, line }]);
        units = line.length;
        continue;
      }
      last.push({ number: at + 1, line });
      units += line.length;
    }
  });
  return pages;
}

function pieces(line: string): readonly string[] {
  if (line.length <= pageUnits) return [line];
  const out: string[] = [];
  for (let at = 0; at < line.length; at += pageUnits) out.push(line.slice(at, at + pageUnits));
  return out;
}
