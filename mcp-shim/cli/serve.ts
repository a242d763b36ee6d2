// `postern serve --headless`: Postern without a desktop, in this very process. So it has our standard streams, every file
// descriptor it is given a passphrase on, and the signals, and nothing is left behind when it ends.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { UsageFault } from './arguments.ts';

/** As built: beside the folder of this file. */
const headlessFile = fileURLToPath(new URL('../headless/headless.cjs', import.meta.url));
/** What its native parts need. */
const leastNode = [22, 14] as const;

/** Returns once it is loaded; it goes on by itself. @throws UsageFault when it cannot be started */
export function serve(args: readonly string[]): void {
  if (!args.includes('--headless'))
    throw new UsageFault('Postern with a desktop is started from there; add --headless');
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < leastNode[0] || (major === leastNode[0] && minor < leastNode[1])) {
    throw new UsageFault(`postern serve needs Node.js ${leastNode.join('.')} or newer; this is ${process.version}`);
  }
  if (!existsSync(headlessFile)) throw new UsageFault('This installation of Postern has no headless part');
  process.argv = [process.execPath, headlessFile, ...args];
  createRequire(import.meta.url)(headlessFile);
}
