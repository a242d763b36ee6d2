// The entry of a Postern without windows: the same core under plain Node, for containers and SSH. As built, for the thread's file.
import { join } from 'node:path';
import { runHeadless } from './headless/program.ts';

runHeadless(process.argv.slice(2), join(__dirname, '..', 'main', 'matcher-thread.cjs'));
