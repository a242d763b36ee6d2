// `npm test`: everything that must hold, cheapest first; stops at the first thing that does not.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { prepareElectron, runE2e } from './e2e.ts';
import { runToEnd } from './run-to-end.ts';
import { runScript, say } from './step.ts';
import { ensureSystemPackages } from './system-packages.ts';

const node = process.execPath;
const parts: readonly (readonly [string, readonly string[]])[] = [
  ['format and lint', ['node_modules/.bin/biome', 'check', '--error-on-warnings']],
  ['types', [node, 'node_modules/typescript/bin/tsc', '--noEmit', '-p', '.']],
  ['layers', [node, 'build/check-layers.ts']],
  [
    'unit and integration tests',
    // Two at a time, since many wait for other programs; one that hangs must not hold everything for ever.
    [
      node,
      '--test',
      '--test-concurrency=2',
      '--test-timeout=300000',
      ...['app', 'mcp-shim', 'renderer', 'build'].map((folder) => `${folder}/**/*.test.ts`),
    ],
  ],
];

await runScript(async () => {
  await ensureSystemPackages('test');
  const aside = prepareAside();
  // What one test compiled, the next need not.
  const compiled = await mkdtemp(join(tmpdir(), 'postern-compiled-'));
  try {
    for (const [name, command] of parts) {
      say(`\n— ${name}`);
      const code = await runToEnd(command, { env: { ...process.env, NODE_COMPILE_CACHE: compiled } });
      if (code !== 0) return code;
    }
    say('\n— end-to-end tests');
    const { code, said } = await aside.ended;
    process.stdout.write(said);
    return code === 0 ? await runE2e(await prepareElectron()) : 1;
  } finally {
    aside.end();
    await rm(compiled, { recursive: true, force: true });
  }
});

/** Makes what the end-to-end tests need while the others run: the build, an Electron and its SQLite, whose compiler has one core. */
function prepareAside() {
  // A group of its own, so that its compiler ends with it.
  const child = spawn(node, ['build/e2e.ts', '--prepare'], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]).then(
    ([out, err, [code]]) => ({ code, said: out + err }),
  );
  const end = () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid);
  };
  return { ended, end };
}
