// Makes the titles and folders of a source into valid names, each once. It never merges two items into one.
import { SecretName } from '../../contract/vocabulary.ts';

const maxStep = 60;
const maxFieldName = 64;
/** Leaves room for the number behind a name. */
const maxPath = 128 - '-20000'.length;

export interface ClaimedName {
  readonly name: SecretName;
  /** It is not what stands in the source. */
  readonly changed: boolean;
  readonly numbered: boolean;
}

/** Names given so far in one import; without case, as the vault compares them. */
export class NameRegister {
  readonly #taken = new Set<string>();
  /** The last number tried for a name. */
  readonly #numbers = new Map<string, number>();

  /** `path`: folders and, last, the title, as they stand in the source. */
  claim(path: readonly string[]): ClaimedName {
    const name = pathName(path);
    const free = this.#free(name);
    this.#taken.add(free.toLowerCase());
    return { name: SecretName.parse(free), changed: name !== path.join('/'), numbered: free !== name };
  }

  #free(name: string): string {
    const key = name.toLowerCase();
    if (!this.#taken.has(key)) return name;
    for (let number = (this.#numbers.get(key) ?? 1) + 1; ; number += 1) {
      this.#numbers.set(key, number);
      if (!this.#taken.has(`${key}-${number}`)) return `${name}-${number}`;
    }
  }
}

/** A valid field name that is not yet in `taken` (lower case); it is added there. */
export function claimFieldName(text: string, taken: Set<string>): string {
  const name = step(text, maxFieldName - 3) || 'field';
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = `${name}-${number}`;
  taken.add(free.toLowerCase());
  return free;
}

/** Folders are left out from the front when the whole is too long. */
function pathName(path: readonly string[]): string {
  const folders = path.slice(0, -1).map((text) => step(text, maxStep));
  const kept = folders.filter((text) => text !== '');
  const title = step(path.at(-1) ?? '', maxStep) || 'item';
  while ([...kept, title].join('/').length > maxPath) kept.shift();
  return [...kept, title].join('/');
}

/** Letters lose their accents; what is no ASCII letter, digit or one of `. _ -` becomes a dash. Empty: nothing is left. */
function step(text: string, max: number): string {
  return text
    .slice(0, 4 * max)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, max)
    .replace(/-+$/, '');
}
