// Runs test files in one process, each as a suite of its own: `node build/tests-together.ts FILE…`. A process for each would take
// longer to start than most of them to run. For tests that change nothing outside of themselves.
import { resolve } from 'node:path';
import { after, describe } from 'node:test';
import { pathToFileURL } from 'node:url';

/** So long after the last test the process has ended by itself, or something was left open. */
const mustEndWithinMs = 30_000;

for (const file of process.argv.slice(2)) {
  describe(file, async () => {
    await import(pathToFileURL(resolve(file)).href);
  });
}

after(() => {
  const unended = setTimeout(() => {
    process.stderr.write(`A test left something open: ${process.getActiveResourcesInfo().join(', ')}\n`);
    process.exit(1);
  }, mustEndWithinMs);
  unended.unref();
});
