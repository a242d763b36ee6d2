// The words that register the shim with an agent host. They hold a path and a client id, never a secret.

export interface ConnectText {
  readonly claudeCommand: string;
  readonly json: string;
}

/** `shim`: absolute path of the bundled shim. `node` is looked up by the host: the shim runs on any Node from 18 on. */
export function connectText(shim: string): ConnectText {
  const entry = { type: 'stdio', command: 'node', args: [shim, '--client', 'claude-code'], env: {} };
  const json = JSON.stringify(entry);
  const quoted = `'${json.replaceAll("'", `'\\''`)}'`;
  return {
    claudeCommand: `claude mcp add-json --scope user postern ${quoted}`,
    json: JSON.stringify({ mcpServers: { postern: entry } }, null, 2),
  };
}
