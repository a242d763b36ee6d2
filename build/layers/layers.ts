// The layer table of the house as data: which folder may import what. `check.ts` holds every import against it.

export interface Layer {
  /** Folder (with a trailing slash) or single file, relative to the root. The longest match wins. */
  readonly path: string;
  /** Layers it may import from, besides itself. */
  readonly layers: readonly string[];
  /** npm packages and `node:` modules by exact name or by prefix ending in `*`. */
  readonly packages: readonly string[];
}

const node = ['node:*'];
const anyPackage = ['*'];

export const layers: readonly Layer[] = [
  { path: 'app/contract/', layers: [], packages: ['zod'] },
  // fflate: what is compressed in output is looked into.
  { path: 'app/core/', layers: ['app/contract/'], packages: ['zod', 'fflate'] },
  {
    path: 'app/core/imports/',
    layers: ['app/contract/', 'app/core/', 'app/core/crypto/'],
    packages: ['zod', 'csv-parse/sync', 'dotenv', 'fflate', 'ini', 'yaml'],
  },
  {
    path: 'app/core/connect/',
    layers: ['app/contract/', 'app/core/', 'app/core/crypto/'],
    packages: ['zod', 'jsonc-parser', 'smol-toml'],
  },
  { path: 'app/core/policy/', layers: ['app/contract/', 'app/core/', 'app/core/crypto/'], packages: ['zod', 'yaml'] },
  { path: 'app/core/crypto/', layers: ['app/contract/', 'app/core/'], packages: ['zod', 'node:crypto'] },
  {
    path: 'app/adapters/',
    layers: ['app/contract/', 'app/core/', 'app/core/crypto/', 'app/core/imports/'],
    packages: [
      ...node,
      'zod',
      '@napi-rs/keyring',
      '@node-rs/argon2',
      'better-sqlite3',
      'koffi',
      'node-pty',
      '@jellybrick/dbus-next',
      '@xterm/headless',
      'passport-desktop',
    ],
  },
  { path: 'app/socket/', layers: ['app/contract/', 'app/core/', 'app/core/crypto/'], packages: [...node, 'zod'] },
  {
    path: 'app/gateway/',
    layers: ['app/contract/', 'app/core/', 'app/core/crypto/', 'app/core/policy/'],
    packages: [...node, 'zod'],
  },
  {
    path: 'app/electron/',
    layers: ['app/contract/', 'app/core/', 'app/core/policy/'],
    packages: [...node, 'zod', 'electron'],
  },
  { path: 'app/electron/preloads/', layers: ['app/contract/'], packages: ['electron'] },
  {
    path: 'app/compose/',
    layers: ['app/contract/', 'app/core/', 'app/core/crypto/', 'app/core/policy/', 'app/adapters/', 'app/gateway/'],
    packages: node,
  },
  {
    path: 'app/compose.ts',
    layers: [
      'app/compose/',
      'app/contract/',
      'app/core/',
      'app/core/crypto/',
      'app/core/policy/',
      'app/adapters/',
      'app/gateway/',
      'app/socket/',
    ],
    packages: node,
  },
  {
    path: 'app/main.ts',
    layers: ['app/compose.ts', 'app/contract/', 'app/core/', 'app/adapters/', 'app/electron/'],
    packages: [...node, 'electron'],
  },
  {
    path: 'app/headless/',
    layers: [
      'app/compose.ts',
      'app/contract/',
      'app/core/',
      'app/core/imports/',
      'app/adapters/',
      'mcp-shim/client-key.ts',
    ],
    packages: node,
  },
  {
    path: 'app/headless.ts',
    layers: ['app/headless/'],
    packages: node,
  },
  { path: 'renderer/css.d.ts', layers: [], packages: [] },
  { path: 'renderer/tokens/', layers: [], packages: ['@fontsource-variable/*'] },
  {
    path: 'renderer/ui/',
    layers: ['app/contract/', 'renderer/tokens/'],
    packages: ['react', 'react-dom/*', 'radix-ui', 'lucide-react'],
  },
  {
    path: 'renderer/main/',
    layers: ['app/contract/', 'renderer/tokens/', 'renderer/ui/', 'renderer/main/live/'],
    packages: ['react', 'react-dom/*', 'zod', 'radix-ui', 'lucide-react', '@tanstack/react-virtual'],
  },
  // xterm: the live view alone.
  {
    path: 'renderer/main/live/',
    layers: ['app/contract/', 'renderer/main/', 'renderer/ui/'],
    packages: ['react', 'lucide-react', '@xterm/xterm', '@xterm/xterm/css/xterm.css'],
  },
  {
    path: 'renderer/trusted/',
    layers: ['app/contract/', 'renderer/tokens/'],
    packages: ['react', 'react-dom/*', 'zod'],
  },
  // One file knows what a client's key file is; a Postern without windows lets clients in by it.
  { path: 'mcp-shim/client-key.ts', layers: ['app/contract/'], packages: node },
  {
    path: 'mcp-shim/',
    layers: ['app/contract/', 'mcp-shim/client-key.ts'],
    packages: [...node, 'zod', '@modelcontextprotocol/sdk/*'],
  },
  { path: 'claude-hook/', layers: ['app/contract/', 'app/core/'], packages: [] },
  // It measures a whole broker.
  { path: 'build/bench-clients.ts', layers: ['build/', 'app/socket/'], packages: anyPackage },
  { path: 'build/bench-gateway/', layers: ['app/gateway/'], packages: node },
  {
    path: 'build/',
    layers: [
      ...[
        'build/',
        'build/bench-clients.ts',
        'build/bench-gateway/',
        'app/adapters/',
        'app/core/',
        'app/core/crypto/',
        'app/core/policy/',
      ],
      'app/contract/',
    ],
    packages: anyPackage,
  },
  {
    path: 'e2e/',
    layers: [
      'app/contract/',
      'app/core/',
      'app/core/crypto/',
      'app/core/imports/',
      'app/core/policy/',
      'app/adapters/',
      'app/electron/',
      'app/compose/',
      'app/compose.ts',
      'build/',
    ],
    packages: [
      ...node,
      'electron',
      'zod',
      'playwright',
      'playwright/*',
      '@modelcontextprotocol/sdk/*',
      '@jellybrick/dbus-next',
      'better-sqlite3',
      'dotenv',
    ],
  },
  { path: 'vite.config.ts', layers: ['build/'], packages: [...node, 'vite', '@vitejs/plugin-react'] },
];

/** Tests may also use the test runner, files, processes and fast-check, and may stand in one layer while using those below it. */
export const testPackages: readonly string[] = [
  ...node,
  'fast-check',
  'dotenv',
  'fflate',
  'zod',
  '@modelcontextprotocol/sdk/*',
  'better-sqlite3',
  '@jellybrick/dbus-next',
  'openai',
  '@octokit/rest',
];

/** What is dangerous has one importer each; a test of exactly that thing may import it too. */
export const oneImporter: Readonly<Record<string, string>> = {
  'better-sqlite3': 'app/adapters/sqlite-database.ts',
  'node-pty': 'app/adapters/pty-runner.ts',
  koffi: 'app/adapters/native-library.ts',
  '@napi-rs/keyring': 'app/adapters/os-keychain.ts',
  '@node-rs/argon2': 'app/adapters/argon2-kdf.ts',
  'passport-desktop': 'app/adapters/windows-hello.ts',
  '@xterm/headless': 'app/adapters/xterm-screen.ts',
};

/** Names that only one file may import from a module, wherever the module itself is allowed. */
export const oneImporterOfName: readonly { readonly module: string; readonly name: string; readonly file: string }[] = [
  { module: 'node:crypto', name: 'createCipheriv', file: 'app/core/crypto/aead.ts' },
  { module: 'node:crypto', name: 'createDecipheriv', file: 'app/core/crypto/aead.ts' },
  { module: 'electron', name: 'ipcMain', file: 'app/electron/ipc-main.ts' },
];

/** Globals that the core reaches only through ports. */
export const corePortsOnly: readonly string[] = [
  'Date.now',
  'Math.random',
  'console',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'process',
  'fetch',
  'performance',
];

/** No file is longer: one that is holds two things. */
export const maxLines = 250;
