// The words that register the shim with an agent's program by hand. They hold paths and a client id, never a secret.
import type { ConnectText } from '../../contract/connect.ts';
import { claudeJson, entryName, entryValue, ourEntry } from './entry.ts';

/** `node`, `shim`: absolute paths. */
export function connectText(node: string, shim: string): ConnectText {
  const claude = ourEntry(node, shim, 'claude-code');
  const other = { command: node, args: [shim, '--client', 'my-agent'] };
  const listed = (value: unknown) => JSON.stringify({ mcpServers: { [entryName]: value } }, null, 2);
  return {
    claudeCommand: typed('claude', ['mcp', 'add-json', '--scope', 'user', entryName, claudeJson(claude)]),
    project: listed(entryValue('claude', claude, null)),
    json: listed(other),
  };
}

/** A command as one types it into a POSIX shell. */
export function typed(name: string, args: readonly string[]): string {
  return [name, ...args].map(shellWord).join(' ');
}

/** Quoted where a shell would take it for something else. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
