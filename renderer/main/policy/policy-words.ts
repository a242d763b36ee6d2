// What the policy page says about the policy and its file. Pure.
import type { PolicyFileState, PolicyView, RuleView } from '../../../app/contract/policy.ts';

export type Verdict = RuleView['action'];

/** What happens where nothing else decides. */
export const defaultWords: Readonly<Record<PolicyView['defaultAction'], string>> = {
  ask: 'Postern asks you.',
  deny: 'It is denied without a question.',
  allow: 'It runs without a question.',
};

export const verdictWords: Readonly<Record<Verdict, string>> = { allow: 'Allow', ask: 'Ask', deny: 'Deny' };

type Unsafe = Extract<PolicyFileState, { kind: 'unsafe' }>['why'];

/** Why policy.yaml was not read, and how to mend that; `path` is the file's. */
export function unsafeWords(why: Unsafe, path: string): { readonly says: string; readonly mend: string } {
  switch (why) {
    case 'link':
      return { says: 'It is a link to another file.', mend: 'Put a regular file in its place.' };
    case 'owner':
      return { says: 'It belongs to another account.', mend: `Make it yours: sudo chown "$(id -un)" ${quoted(path)}` };
    case 'mode':
      return { says: 'Other accounts may write to it.', mend: `Keep it for yourself: chmod 600 ${quoted(path)}` };
    case 'size':
      return { says: 'It is larger than 1 MB.', mend: 'Make it smaller, or move it away.' };
    case 'no_file':
      return { says: 'It is no regular file.', mend: 'Move away what is there, or put a file in its place.' };
    case 'unreadable':
      return { says: 'The system would not let Postern read it.', mend: `See who may: ls -l ${quoted(path)}` };
  }
}

function quoted(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

/** Whether every word of the filter is in what is said of the rule. */
export function ruleMatches({ id, action, words, note }: RuleView, filter: string): boolean {
  const text = `${id} ${verdictWords[action]} ${words} ${note ?? ''}`.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
