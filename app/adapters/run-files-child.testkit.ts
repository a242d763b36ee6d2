// For tests only: another process that holds files, so that it can be killed, be nobody, or be undumpable.
// Run as `node run-files-child.testkit.ts hold|once PLACE [nobody]`.
import { readFileSync, writeSync } from 'node:fs';
import { faultCodeOf } from '../contract/fault.ts';
import { setUndumpable } from './native-library.ts';
import { TmpfsRunFiles } from './run-files.ts';

const [, , work, place = '', as] = process.argv;
if (as === 'nobody' && process.getuid?.() === 0) process.setuid?.(65_534);
if (as === 'nobody') setUndumpable();
const runFiles = new TmpfsRunFiles([place]);
const file = { name: 'key', bytes: Buffer.alloc(work === 'once' ? 200_000 : 20, 's') };
try {
  await runFiles.withFiles([file], async ([path = '']) => {
    if (work === 'once') readFileSync(path);
    writeSync(1, `${path}\n`);
    if (work === 'hold') await new Promise((resolve) => setTimeout(resolve, 60_000));
  });
  writeSync(1, 'ok\n');
} catch (thrown) {
  writeSync(1, `${faultCodeOf(thrown)}\n`);
}
