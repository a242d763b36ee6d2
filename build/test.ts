// `npm test`: everything that must hold, what is cheap first. The end-to-end tests begin as soon as there is what they need, and run
// beside the others: each of them waits for something half of its time.
import { globSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Aside } from './aside.ts';
import { runToEnd } from './run-to-end.ts';
import { runScript, say } from './step.ts';
import { ensureSystemPackages } from './system-packages.ts';

const node = process.execPath;
const checks: readonly (readonly [string, readonly string[]])[] = [
  ['format and lint', ['node_modules/.bin/biome', 'check', '--error-on-warnings']],
  ['types', [node, 'node_modules/typescript/bin/tsc', '--noEmit', '-p', '.']],
  ['layers', [node, 'build/check-layers.ts']],
];

/** One that hangs must not hold everything for ever. */
const patience = '--test-timeout=300000';
/** These change nothing outside of themselves, so that one process can run them all. */
const isPure = (file: string): boolean => /^(?:app\/core|app\/contract|renderer)\//.test(file);
const files = ['app', 'claude-hook', 'mcp-shim', 'renderer', 'build']
  .flatMap((folder) => globSync(`${folder}/**/*.test.ts`))
  .sort();
const together = [node, patience, 'build/tests-together.ts', ...files.filter(isPure)];
// Two at a time, since many wait for other programs.
const apart = [node, '--test', '--test-concurrency=2', patience, ...files.filter((file) => !isPure(file))];

await runScript(async () => {
  await ensureSystemPackages('test');
  // What one test compiled, the next need not.
  const compiled = await mkdtemp(join(tmpdir(), 'postern-compiled-'));
  const env = { ...process.env, NODE_COMPILE_CACHE: compiled };
  const stopped = new Promise<number>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve(1));
  });
  const endToEnd = new Aside([node, 'build/e2e.ts']);
  const asides = [endToEnd];
  try {
    for (const [name, command] of checks) {
      say(`\n— ${name}`);
      const code = await runToEnd(command, { env });
      if (code !== 0) return code;
    }
    const others = new Aside(apart, env);
    asides.push(others);
    say('\n— unit tests');
    const pure = await runToEnd(together, { env });
    if (pure !== 0) return pure;
    say('\n— tests with files, sockets and other programs');
    const impure = await Promise.race([others.show(), stopped]);
    if (impure !== 0) return impure;
    say('\n— end-to-end tests');
    return await Promise.race([endToEnd.show(), stopped]);
  } finally {
    await Promise.all(asides.map((aside) => aside.end()));
    await rm(compiled, { recursive: true, force: true });
  }
});
