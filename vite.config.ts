// One build for everything that ships: main, preloads, the two renderer bundles and the shim; and the tests' entry of the app.
import { cpSync, mkdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import react from '@vitejs/plugin-react';
import type { EnvironmentOptions, Plugin } from 'vite';
import { defineConfig } from 'vite';
import { leanShim } from './build/lean-shim.ts';

/** Loaded at run time: Electron's own module, and what holds a native library. */
const external = [
  'electron',
  '@napi-rs/keyring',
  '@node-rs/argon2',
  'better-sqlite3',
  'koffi',
  'node-pty',
  'passport-desktop',
  ...builtinModules.flatMap((name) => [name, `node:${name}`]),
];

function nodeBundle(input: string, outDir: string, file: string, format: 'cjs' | 'es'): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true, external },
    build: {
      outDir,
      emptyOutDir: false,
      target: format === 'es' ? 'node18' : 'node20',
      ssr: true,
      minify: false,
      rolldownOptions: {
        input,
        external,
        platform: 'node',
        output: { format, entryFileNames: file, codeSplitting: false },
      },
    },
  };
}

function page(name: 'main' | 'trusted'): EnvironmentOptions {
  return {
    consumer: 'client',
    build: {
      outDir: `dist/renderer/${name}`,
      emptyOutDir: true,
      target: 'chrome130',
      modulePreload: false,
      assetsInlineLimit: 0,
      // A window loads from the disk, so one chunk is best.
      chunkSizeWarningLimit: 2000,
      rolldownOptions: { input: `renderer/${name}/index.html` },
    },
  };
}

/** Vite keeps an input's folder in the output; each host serves `index.html` from its own root. */
function pageAtRoot(): Plugin {
  return {
    name: 'page-at-root',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type !== 'asset' || !output.fileName.endsWith('/index.html')) continue;
        output.fileName = 'index.html';
        output.source = String(output.source).replaceAll('../../', './');
      }
    },
  };
}

function icons(): Plugin {
  return {
    name: 'icons',
    closeBundle() {
      mkdirSync('dist/icons', { recursive: true });
      cpSync('build/icons', 'dist/icons', { recursive: true, filter: (source) => !source.endsWith('.svg') });
    },
  };
}

/** What is offered to Claude Code: the folder as it stands, and in it the hook as one file. */
function claudePlugin(): Plugin {
  return {
    name: 'claude-plugin',
    closeBundle() {
      cpSync('claude-plugin', 'dist/claude-plugin', { recursive: true });
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [leanShim(), react(), pageAtRoot(), icons(), claudePlugin()],
  environments: {
    main: nodeBundle('app/main.ts', 'dist/main', 'main.cjs', 'cjs'),
    matcherThread: nodeBundle('app/adapters/matcher-thread.ts', 'dist/main', 'matcher-thread.cjs', 'cjs'),
    headless: nodeBundle('app/headless.ts', 'dist/headless', 'headless.cjs', 'cjs'),
    e2e: nodeBundle('e2e/main.ts', 'dist/e2e', 'main.cjs', 'cjs'),
    preloadMain: nodeBundle('app/electron/preloads/main.ts', 'dist/preloads', 'main.cjs', 'cjs'),
    preloadTrusted: nodeBundle('app/electron/preloads/trusted.ts', 'dist/preloads', 'trusted.cjs', 'cjs'),
    shim: nodeBundle('mcp-shim/main.ts', 'dist/shim', 'postern-mcp.mjs', 'es'),
    claudeHook: nodeBundle('claude-hook/main.ts', 'dist/claude-plugin/postern-hook/hooks', 'pre-tool-use.mjs', 'es'),
    rendererMain: page('main'),
    rendererTrusted: page('trusted'),
  },
  builder: {
    async buildApp(builder) {
      for (const name of [
        'main',
        'matcherThread',
        'headless',
        'e2e',
        'preloadMain',
        'preloadTrusted',
        'shim',
        'claudeHook',
        'rendererMain',
        'rendererTrusted',
      ]) {
        const environment = builder.environments[name];
        if (environment !== undefined) await builder.build(environment);
      }
    },
  },
});
