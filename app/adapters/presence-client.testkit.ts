// For tests only: a program of a normal user that asks for presence. `node presence-client.testkit.ts BUS_ADDRESS`, then a
// line of standard input for each thing to do: available, confirm, abort, later (10 s pass). Prints its pid, then one line for each answer.
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { FakeClock } from '../core/fake-clock.testkit.ts';
import { PolkitPresence } from './polkit-presence.ts';

const clock = new FakeClock();
const presence = new PolkitPresence(process.argv[2] ?? '', clock);
const abort = new AbortController();

writeSync(1, `${process.pid}\n`);
createInterface({ input: process.stdin })
  .on('line', (line) => void act(line))
  .on('close', () => process.exit(0));

async function act(line: string): Promise<void> {
  if (line === 'abort') abort.abort();
  else if (line === 'later') clock.pass(10_000);
  else if (line === 'available') writeSync(1, `${await presence.available()}\n`);
  else writeSync(1, `${await presence.confirm('show a secret', abort.signal)}\n`);
}
