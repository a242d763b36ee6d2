// What the hook has to say about a tool call that is about to happen. Its words are constant: they never quote the call.
import { findSecretShapes } from '../app/core/scan/secret-shapes.ts';
import { isSecretsFile, readsSecretsFile } from './secrets-files.ts';

/** The answer to a PreToolUse hook, as Claude Code reads it. */
export interface Advice {
  readonly hookSpecificOutput: {
    readonly hookEventName: 'PreToolUse';
    /** Absent: the call goes on as it would have without the hook. */
    readonly permissionDecision?: 'ask';
    /** Shown to the person who is asked; where nobody can be asked, to the model. */
    readonly permissionDecisionReason?: string;
    /** Shown to the model. */
    readonly additionalContext: string;
  };
}

const useInstead =
  'Postern gives a secret to a command without showing it to you: call its list_secrets for the names, then run_with_secrets with the command and the names. If the secret is not there, call request_secret, and the person types it into Postern. If the tools of Postern are not in this session, go on as the person wishes.';

/** null: nothing to say, also where the call is not understood. Linear in its length. */
export function adviceOn(call: unknown): Advice | null {
  const input = member(call, 'tool_input');
  const tool = member(call, 'tool_name');
  switch (tool) {
    case 'Read':
      return onPath(member(input, 'file_path'));
    case 'Grep':
      return onPath(member(input, 'path'));
    case 'Bash':
    case 'PowerShell':
      return onCommand(member(input, 'command'), tool === 'PowerShell');
    default:
      return null;
  }
}

function onPath(path: unknown): Advice | null {
  return typeof path === 'string' && isSecretsFile(path) ? beforeReading : null;
}

/** `backslashes`: they stand in paths there, and quote nothing. */
function onCommand(command: unknown, backslashes: boolean): Advice | null {
  if (typeof command !== 'string') return null;
  if (readsSecretsFile(backslashes ? command.replaceAll('\\', '/') : command)) return beforeReading;
  const [found] = findSecretShapes(command);
  return found === undefined ? null : aboutLiteral(found.what);
}

/** Nothing is read yet, so the person is asked: afterwards it would be too late. */
const beforeReading: Advice = {
  hookSpecificOutput: {
    hookEventName: 'PreToolUse',
    permissionDecision: 'ask',
    permissionDecisionReason:
      'Postern: this reads a file that usually holds secrets, and what is read becomes part of the conversation.',
    additionalContext: `Postern: that file usually holds secrets, and what is read becomes part of this conversation. ${useInstead}`,
  },
};

/** The model knows it already, so nobody is interrupted. `what`: the words of a rule. */
function aboutLiteral(what: string): Advice {
  return {
    hookSpecificOutput: {
      hookEventName: 'PreToolUse',
      additionalContext: `Postern: the command holds what looks like a secret (${what}). Do not repeat it. If it is a real one, tell the person, who may want to replace it, and use it by its name from now on. ${useInstead}`,
    },
  };
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
