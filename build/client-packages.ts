// The clients that Postern is tried with, at exact versions: an unpinned install may give a much older one.

export interface ClientPackage {
  /** As in the shim's `--client`. */
  readonly id: 'claude-code' | 'codex' | 'gemini' | 'opencode';
  readonly name: string;
  readonly version: string;
}

export const clientPackages: readonly ClientPackage[] = [
  { id: 'claude-code', name: '@anthropic-ai/claude-code', version: '2.1.330' },
  { id: 'codex', name: '@openai/codex', version: '0.169.0' },
  { id: 'gemini', name: '@google/gemini-cli', version: '0.61.0' },
  { id: 'opencode', name: 'opencode-ai', version: '1.18.33' },
];
