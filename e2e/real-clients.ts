// How each real client is told of Postern, and how it says that it reached it. By the client's own commands where it has them.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClientPackage } from '../build/client-packages.ts';

export interface ClientHome {
  readonly home: string;
  /** The client's working folder. */
  readonly project: string;
  /** Program and arguments of the shim. */
  readonly shim: readonly string[];
}

export interface RealClient {
  /** Of where the package was installed. */
  program(folder: string): readonly string[];
  /** Arguments that register the shim; or it writes the client's own file. */
  register(at: ClientHome): readonly string[] | Promise<void>;
  /** What shows that the registration is there: its output names the shim's file. */
  readonly shown: readonly string[];
  /** What connects, and what it says then. null: nothing does but a task. */
  readonly connects: { readonly args: readonly string[]; readonly says: RegExp } | null;
  /** Gives it a task, with the model at this URL. null: not tried. */
  readonly task: ((model: string) => Pick<RealClient, 'env'> & { readonly args: readonly string[] }) | null;
  readonly env?: Readonly<Record<string, string>>;
}

export const realClients: Readonly<Record<ClientPackage['id'], RealClient>> = {
  'claude-code': {
    program: (folder) => [
      join(folder, `node_modules/@anthropic-ai/claude-code-${process.platform}-${process.arch}/claude`),
    ],
    register: ({ shim: [command, ...args] }) => [
      ...['mcp', 'add-json', '--scope', 'user', 'postern'],
      JSON.stringify({ type: 'stdio', command, args, env: {} }),
    ],
    shown: ['mcp', 'get', 'postern'],
    connects: { args: ['mcp', 'list'], says: /^postern:.*✔ Connected/m },
    task: (model) => ({
      args: ['-p', 'Use the token.', '--allowedTools', 'mcp__postern'],
      env: { ANTHROPIC_BASE_URL: model, ANTHROPIC_API_KEY: 'none', ENABLE_TOOL_SEARCH: 'false' },
    }),
    env: { DISABLE_AUTOUPDATER: '1', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' },
  },
  codex: {
    program: (folder) => [process.execPath, join(folder, 'node_modules/@openai/codex/bin/codex.js')],
    register: ({ shim }) => ['mcp', 'add', 'postern', '--', ...shim],
    shown: ['mcp', 'get', 'postern'],
    connects: null,
    task: (model) => ({
      args: [
        ...['exec', '--skip-git-repo-check', '-m', 'stand-in', 'Use the token.'],
        ...['-c', 'approval_policy=never', '-c', 'model_provider=standin'],
        ...['-c', `model_providers.standin={name="standin",base_url="${model}/v1",wire_api="responses"}`],
        // Codex would ask before each call of a tool that is not read-only, and here nobody sits at its terminal.
        ...['-c', 'mcp_servers.postern.default_tools_approval_mode="approve"'],
        // It starts a server with a few variables only, and this session's runtime folder is not the usual one.
        ...['-c', 'mcp_servers.postern.env_vars=["XDG_RUNTIME_DIR"]'],
      ],
    }),
  },
  gemini: {
    program: (folder) => [process.execPath, join(folder, 'node_modules/@google/gemini-cli/bundle/gemini.js')],
    // The first word that begins with a dash would be taken for an option of Gemini's own.
    register: ({ shim }) => ['mcp', 'add', '--scope', 'user', 'postern', ...shim],
    shown: ['mcp', 'list'],
    connects: { args: ['mcp', 'list'], says: /✓.*postern.*Connected/ },
    task: null,
    env: { GEMINI_CLI_TRUST_WORKSPACE: 'true' },
  },
  opencode: {
    program: (folder) => [join(folder, `node_modules/opencode-${process.platform}-${process.arch}/bin/opencode`)],
    async register({ home, shim }) {
      const folder = join(home, '.config', 'opencode');
      await mkdir(folder, { recursive: true });
      const mcp = { postern: { type: 'local', command: shim, enabled: true } };
      await writeFile(join(folder, 'opencode.json'), JSON.stringify({ mcp }));
    },
    shown: ['mcp', 'list'],
    connects: { args: ['mcp', 'list'], says: /✓\s*postern.*connected/ },
    task: null,
    env: { OPENCODE_DISABLE_AUTOUPDATE: '1' },
  },
};
