// The agents' programs as data: how each is found, where and in which form it keeps its MCP servers, and what to do after a change.
// String work only; the paths of macOS and Windows are from the programs' own documents and were not tried.
import type { Afterwards, AgentProgram } from '../../contract/connect.ts';
import type { Entry, EntryForm } from './entry.ts';
import { claudeJson, entryName } from './entry.ts';

/** What the paths are made of. */
export interface ProgramPlaces {
  /** As in `process.platform`. */
  readonly platform: string;
  /** Absolute. */
  readonly home: string;
  /** The person's login environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How a settings file is written, and where in it the servers stand. */
export interface ConfigForm {
  /** `json`: the program takes neither comments nor trailing commas. */
  readonly format: 'json' | 'jsonc' | 'toml';
  /** The key of the object that holds the servers. */
  readonly list: string;
  readonly entry: EntryForm;
}

/** The program's own command for its servers. It locks and keeps copies by itself. */
export interface OwnCommand {
  readonly name: string;
  readonly add: (entry: Entry) => readonly string[];
  readonly remove: readonly string[];
}

export interface ProgramRow {
  readonly id: AgentProgram;
  readonly name: string;
  /** It is here when one of these is on the PATH, or the folder is there. */
  readonly commands: readonly string[];
  readonly folder: string;
  /** Absolute. The first one that is there counts; if none is, the first one is made. */
  readonly files: readonly string[];
  readonly form: ConfigForm;
  readonly own: OwnCommand | null;
  /** The folder that stands for its lock while it writes; null: it makes none. */
  readonly lock: string | null;
  readonly afterwards: Afterwards;
}

export function programTable(at: ProgramPlaces): readonly ProgramRow[] {
  const { home, env } = at;
  const path = (...parts: string[]) => parts.join(at.platform === 'win32' ? '\\' : '/');
  const dotConfig = env.XDG_CONFIG_HOME || path(home, '.config');
  const settings = settingsFolder(at, dotConfig);
  const claudeFile = path(env.CLAUDE_CONFIG_DIR || home, '.claude.json');
  const codex = env.CODEX_HOME || path(home, '.codex');
  const gemini = path(home, '.gemini');
  const opencode = path(dotConfig, 'opencode');
  const cursor = path(home, '.cursor');
  const code = path(settings, 'Code', 'User');
  const desktop = path(settings, 'Claude');
  const windsurf = path(home, '.codeium', 'windsurf');
  return [
    {
      ...{ id: 'claude-code', name: 'Claude Code', commands: ['claude'] },
      folder: env.CLAUDE_CONFIG_DIR || path(home, '.claude'),
      files: [claudeFile],
      form: { format: 'json', list: 'mcpServers', entry: 'claude' },
      own: {
        name: 'claude',
        add: (entry) => ['mcp', 'add-json', '--scope', 'user', entryName, claudeJson(entry)],
        remove: ['mcp', 'remove', '--scope', 'user', entryName],
      },
      lock: `${claudeFile}.lock`,
      afterwards: 'session',
    },
    {
      ...{ id: 'codex', name: 'Codex', commands: ['codex'], folder: codex },
      files: [path(codex, 'config.toml')],
      form: { format: 'toml', list: 'mcp_servers', entry: 'plain' },
      own: {
        name: 'codex',
        add: ({ command, args }) => ['mcp', 'add', entryName, '--', command, ...args],
        remove: ['mcp', 'remove', entryName],
      },
      lock: null,
      afterwards: 'session',
    },
    {
      ...{ id: 'gemini', name: 'Gemini CLI', commands: ['gemini'], folder: gemini },
      files: [path(gemini, 'settings.json')],
      form: { format: 'jsonc', list: 'mcpServers', entry: 'plain' },
      own: {
        name: 'gemini',
        add: ({ command, args }) => ['mcp', 'add', '--scope', 'user', entryName, command, ...args],
        remove: ['mcp', 'remove', '--scope', 'user', entryName],
      },
      lock: null,
      afterwards: 'session',
    },
    {
      ...{ id: 'opencode', name: 'opencode', commands: ['opencode'], folder: opencode },
      files: [path(opencode, 'opencode.json'), path(opencode, 'opencode.jsonc')],
      form: { format: 'jsonc', list: 'mcp', entry: 'opencode' },
      ...{ own: null, lock: null, afterwards: 'session' },
    },
    {
      ...{ id: 'cursor', name: 'Cursor', commands: ['cursor'], folder: cursor },
      files: [path(cursor, 'mcp.json')],
      form: { format: 'jsonc', list: 'mcpServers', entry: 'plain' },
      ...{ own: null, lock: null, afterwards: 'app' },
    },
    {
      ...{ id: 'vscode', name: 'VS Code', commands: ['code'], folder: code },
      files: [path(code, 'mcp.json')],
      form: { format: 'jsonc', list: 'servers', entry: 'stdio' },
      ...{ own: null, lock: null, afterwards: 'window' },
    },
    {
      ...{ id: 'claude-desktop', name: 'Claude Desktop', commands: ['claude-desktop'], folder: desktop },
      files: [path(desktop, 'claude_desktop_config.json')],
      form: { format: 'json', list: 'mcpServers', entry: 'plain' },
      ...{ own: null, lock: null, afterwards: 'app' },
    },
    {
      ...{ id: 'windsurf', name: 'Windsurf', commands: ['windsurf'], folder: windsurf },
      files: [path(windsurf, 'mcp_config.json'), path(home, '.codeium', 'mcp_config.json')],
      form: { format: 'jsonc', list: 'mcpServers', entry: 'plain' },
      ...{ own: null, lock: null, afterwards: 'app' },
    },
  ];
}

/** Where desktop programs keep their settings. */
function settingsFolder({ platform, home, env }: ProgramPlaces, dotConfig: string): string {
  if (platform === 'darwin') return `${home}/Library/Application Support`;
  if (platform === 'win32') return env.APPDATA || `${home}\\AppData\\Roaming`;
  return dotConfig;
}
