// Why something was allowed, asked or denied, in a sentence.
import { assertNever } from '../../contract/fault.ts';
import type { Reasoning } from '../../contract/policy.ts';
import { allowedWords, deniedWords, either, shortened } from './rule-words.ts';

/** What Postern denies whatever the policy says. */
export const builtInDenials: readonly string[] = [
  'Denies commands whose point is to print the environment: env, printenv, set, export -p and reading /proc/…/environ.',
  'Denies giving a command any secret that is set to “web requests only” or “stays here”.',
];

/** For the person: the dry run, the approval window, the audit log. */
export function reasoningWords(reasoning: Reasoning): string {
  switch (reasoning.by) {
    case 'tier':
      return 'One of these secrets may not be given to any command.';
    case 'prints_environment':
      return 'The point of this command is to print the environment, and the secrets would stand in it.';
    case 'rule':
      return shortened(`The rule “${reasoning.id}” says so: ${reasoning.words}`);
    case 'denied_commands':
      return shortened(`The list of denied commands says so: ${deniedWords(reasoning.pattern)}`);
    case 'allowed_commands':
      return shortened(`The list of allowed commands says so: ${allowedWords(reasoning.pattern)}`);
    case 'remembered':
      return 'You denied this before and wanted that remembered.';
    case 'disclosure':
      return 'The point of this command is to print a secret, so Postern asks each time.';
    case 'guarded':
      return 'One of these secrets asks every time.';
    case 'unclear':
      return 'Postern could not read all of this command, or does not know who asks, so no rule and no earlier yes covers it.';
    case 'grant':
      return 'You allowed this a while ago, and that still lasts.';
    case 'changed':
      return shortened(`It would be allowed, but ${changedWords(reasoning.files.map(({ word }) => word))}.`);
    case 'scope':
      return `The agent’s token may do this: ${reasoning.scope}.`;
    case 'default':
      return 'No rule is about this, so the default of the policy decides.';
    default:
      return assertNever(reasoning);
  }
}

/** For the agent, of a denial that is not in the person's own words; null: the refusal has words of its own. */
export function denialWords(reasoning: Reasoning): string | null {
  switch (reasoning.by) {
    case 'prints_environment':
      return 'Postern runs no command whose point is to print the environment. Use the variable in the command that needs it.';
    case 'rule':
      return reasoning.words;
    case 'denied_commands':
      return deniedWords(reasoning.pattern);
    case 'default':
      return 'The person’s policy denies what none of its rules allows.';
    case 'tier':
    case 'allowed_commands':
    case 'remembered':
    case 'disclosure':
    case 'guarded':
    case 'unclear':
    case 'grant':
    case 'scope':
    case 'changed':
      return null;
    default:
      return assertNever(reasoning);
  }
}

/** For the agent, of what would be asked where nobody can be: whether a rule could allow it, and what to change. */
export function unaskedWords({ by }: Reasoning): string {
  switch (by) {
    case 'disclosure':
      return 'The point of this command is to print a secret. That is asked each time, so no rule can allow it here.';
    case 'guarded':
      return 'One of these secrets is asked about each time, so no rule can allow it here. Use another one.';
    case 'unclear':
      return 'Postern cannot read all of this command, or cannot tell who asks, so no rule can allow it. Write it plainer: no variables or generated text where a program or a script is named.';
    default:
      return 'A rule has to allow this, and none does.';
  }
}

function changedWords(files: readonly string[]): string {
  const named = either(files.slice(0, 5).map((file) => `“${file}”`));
  return files.length === 1
    ? `${named} is not as it was when you allowed it`
    : `${named} are not as they were when you allowed it`;
}
