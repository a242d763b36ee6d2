// What a grant covers. SECURITY P2, P8: the client, the agent's session, its host, the project, the secrets and every file are in
// it, and nothing that changes by itself, as process numbers do.
import type { Reach } from '../../contract/lasting.ts';
import type { Action, ActionCommand, ActionFile } from '../../contract/run.ts';
import { onceOnlyFor } from './lastingness.ts';

/** `changed`: it would be covered but for these files, which are not as they were. */
export type Covered =
  | { readonly kind: 'yes' }
  | { readonly kind: 'no' }
  | { readonly kind: 'changed'; readonly files: readonly ActionFile[] };

/** Whether a yes to `granted` with this reach takes in `action`. */
export function covers(granted: Action, reach: Reach, action: Action): Covered {
  if (onceOnlyFor(action) !== null || !isSameAsker(granted, action) || !isWithin(granted, reach, action)) {
    return { kind: 'no' };
  }
  const known = [...granted.executables, ...granted.scripts];
  const now = [...action.executables, ...action.scripts];
  const others = now.filter(({ path, sha256 }) => !known.some((file) => file.path === path && file.sha256 === sha256));
  if (others.length === 0) return { kind: 'yes' };
  // A word that led elsewhere then, or a path with other bytes: the same thing, changed. Anything else is another command.
  const isChanged = ({ word, path }: ActionFile) => known.some((file) => file.path === path || file.word === word);
  return others.every(isChanged) ? { kind: 'changed', files: others } : { kind: 'no' };
}

/** Never keyed by process number: an agent that was started again is the same agent. */
function isSameAsker(granted: Action, action: Action): boolean {
  return (
    granted.client.id === action.client.id &&
    // The session narrows and never widens: another session of the agent, or none, asks anew.
    granted.session === action.session &&
    isSame(hostsBehind(granted), hostsBehind(action))
  );
}

/** The shim and the agent host, by program. */
function hostsBehind({ caller }: Action): readonly (string | null)[] {
  return caller.slice(0, 2).map(({ exe }) => exe);
}

function isWithin(granted: Action, reach: Reach, action: Action): boolean {
  if (granted.path !== action.path || action.timeoutMs > granted.timeoutMs) return false;
  const secrets = granted.secrets.map(keyOfSecret);
  const wanted = action.secrets.map(keyOfSecret);
  switch (reach) {
    case 'exact':
      return (
        granted.canonical === action.canonical &&
        granted.command.kind === action.command.kind &&
        granted.cwd === action.cwd &&
        granted.stdin === action.stdin &&
        isSame(secrets, wanted)
      );
    case 'alike':
    case 'reads':
      return (
        (granted.project ?? granted.cwd) === (action.project ?? action.cwd) &&
        action.stdin === null &&
        wanted.every((secret) => secrets.includes(secret)) &&
        isWithinHosts(granted, action) &&
        action.commands.every((command) => granted.commands.some((known) => isCoveredBy(known, command, reach)))
      );
  }
}

/** Where hosts were known they have to be known again: a command whose host cannot be told may go anywhere. */
function isWithinHosts(granted: Action, action: Action): boolean {
  const isKnown = granted.hosts.length === 0 || action.hosts.length > 0;
  return isKnown && action.hosts.every((host) => granted.hosts.includes(host));
}

function isCoveredBy(known: ActionCommand, command: ActionCommand, reach: 'alike' | 'reads'): boolean {
  if (command.assigns.length > 0 || command.appended || command.writesTo.length > 0) return false;
  if (!isSame(known.via, command.via) || known.risk.verb[0] !== command.risk.verb[0]) return false;
  if (reach === 'reads') return known.risk.class === 'read' && command.risk.class === 'read';
  return (
    known.risk.class === command.risk.class &&
    isSame(known.risk.verb, command.risk.verb) &&
    isSame(optionNames(known), optionNames(command))
  );
}

/** The names of its options, without their values, each once. */
function optionNames({ words }: ActionCommand): readonly string[] {
  const names = words.slice(1).flatMap((word) => (/^-./.test(word) ? [word.split('=')[0] ?? word] : []));
  return [...new Set(names)].sort();
}

/** The version is in it: after a change of the secret the person is asked anew. */
function keyOfSecret({ id, version, field, env, inject, reference }: Action['secrets'][number]): string {
  return JSON.stringify([id, version, field, env, inject, reference]);
}

/** The same items in the same order. */
export function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((item, at) => item === other[at]);
}
