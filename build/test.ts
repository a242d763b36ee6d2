// `npm test`: everything that must hold, cheapest first; stops at the first thing that does not.
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
  ['end-to-end tests', [node, 'build/e2e.ts']],
];

await runScript(async () => {
  await ensureSystemPackages('test');
  for (const [name, command] of parts) {
    say(`\n— ${name}`);
    const code = await runToEnd(command, { cwd: process.cwd(), env: process.env });
    if (code !== 0) return code;
  }
  return 0;
});
