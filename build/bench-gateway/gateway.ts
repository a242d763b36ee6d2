// A process of the gateway's bench: a whole broker, whose audit log is on disk, with its gateway open.
import { fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ownProvider, startWholeGateway } from '../../app/gateway/whole-gateway.testkit.ts';
import { key, sharedNow } from './paths.ts';

process.once('message', async (api: { readonly port: number; readonly certificates: string[] }) => {
  const endings: (() => void | Promise<void>)[] = [];
  const setUp = ownProvider('bench', { kind: 'bearer' }, { value: key });
  const whole = await startWholeGateway({ after: (work) => void endings.push(work) }, [setUp], api);
  // Its clock stands still otherwise.
  const timer = setInterval(() => whole.house.clock.pass(50), 50);
  process.send?.({ base: whole.base('bench'), token: await whole.token(), syncs: syncTimes(whole.house.profile) });
  process.once('disconnect', async () => {
    clearInterval(timer);
    for (const end of endings.reverse()) await end();
    process.exit();
  });
});

/** What the disk takes for 4 KiB, in ms: a record costs one of these. */
function syncTimes(folder: string): number[] {
  const file = openSync(join(folder, 'bench.tmp'), 'w', 0o600);
  return Array.from({ length: 400 }, () => {
    writeSync(file, Buffer.alloc(4096, 1));
    const began = sharedNow();
    fsyncSync(file);
    return sharedNow() - began;
  });
}
