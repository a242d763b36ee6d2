// What about a run was no longer as it had been allowed, in words. Pure.
import { assertNever } from '../../../app/contract/fault.ts';
import type { ActionChange } from '../../../app/contract/run.ts';
import { underHome } from '../paths.ts';
import type { Said } from './said.ts';

/** The one thing that changed, or how many did. */
export function changedTitle(changes: readonly ActionChange[], home: string): Said {
  const [only, more] = changes;
  if (only === undefined || more !== undefined)
    return [`Not run: ${changes.length} things were changed after you allowed it`];
  return ['Not run: ', { code: nameOf(only, home) }, ' was changed after you allowed it'];
}

interface ChangeWords {
  readonly says: Said;
  /** What it was and what it is, where both can be told; null: it was or is not there. */
  readonly was: string | null;
  readonly is: string | null;
}

export function changeWords(change: ActionChange, home: string): ChangeWords {
  const told = (text: string | null) => (text === null ? null : shown(change.kind, text, home));
  return { says: [{ code: nameOf(change, home) }, ` ${happened(change)}`], was: told(change.was), is: told(change.is) };
}

function happened({ kind, was, is }: ActionChange): string {
  if (is === null) return kind === 'secret' ? 'was removed from the vault' : 'is not there any more';
  if (was === null) return 'was not there before';
  switch (kind) {
    case 'program':
      return 'was replaced by another program';
    case 'script':
      return 'was edited';
    case 'link':
      return 'leads to another file now';
    case 'folder':
      return 'is another folder now';
    case 'secret':
      return 'has another value now';
    default:
      return assertNever(kind);
  }
}

function nameOf({ kind, what }: ActionChange, home: string): string {
  return kind === 'folder' ? underHome(what, home) : what;
}

function shown(kind: ActionChange['kind'], text: string, home: string): string {
  switch (kind) {
    case 'program':
    case 'script':
      return text.slice(0, 12);
    case 'secret':
      return `version ${text}`;
    case 'link':
    case 'folder':
      return underHome(text, home);
    default:
      return assertNever(kind);
  }
}
