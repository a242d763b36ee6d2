// `npm run check:layers`: reads every source file of the tree and says what breaks the layer rules.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { checkLayers } from './layers/check.ts';

const list = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', '*.ts', '*.tsx'], {
  encoding: 'utf8',
});
const files = list
  .split('\n')
  // A file that was removed and not committed yet is still listed.
  .filter((path) => path !== '' && existsSync(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
const broken = checkLayers(files);
for (const line of broken) console.error(line);
console.log(`layers: ${files.length} files, ${broken.length} broken rules`);
// A check that read nothing proves nothing.
process.exitCode = broken.length > 0 || files.length === 0 ? 1 : 0;
