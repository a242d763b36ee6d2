// One victim from outside: a process that hears its orders, says what it does, and can be killed at a given moment.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type Orders, Told } from './protocol.ts';

/** How a victim ended. `killed`: by us. */
export interface End {
  readonly killed: boolean;
  /** null: as it should. */
  readonly what: string | null;
}

export class VictimProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #ended: Promise<End>;
  #hear: (told: Told) => void = () => {};
  #killed = false;
  #stuck = false;

  /** `folder`: of the bundled victim. What its first run compiled is kept there for the others. */
  constructor(folder: string) {
    const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') };
    const child = spawn(process.execPath, [join(folder, 'victim.mjs')], { stdio: ['pipe', 'pipe', 'pipe'], env });
    this.#child = child;
    const complaint = text(child.stderr);
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => this.#say(line));
    // It may be dead before it has read its orders.
    child.stdin.on('error', () => undefined);
    this.#ended = Promise.all([once(child, 'exit'), once(lines, 'close'), complaint]).then(([[code], , said]) => ({
      killed: this.#killed && !this.#stuck,
      what: this.#stuck ? 'it did not go on' : code === 0 || this.#killed ? null : `it ended with ${code}: ${said}`,
    }));
  }

  /** Resolves when it has ended and all that it said was heard. */
  async live(orders: Orders, hear: (told: Told) => void): Promise<End> {
    this.#hear = hear;
    this.#child.stdin.end(JSON.stringify(orders));
    const patience = setTimeout(() => {
      this.#stuck = true;
      this.kill(0);
    }, patienceMs);
    const end = await this.#ended;
    clearTimeout(patience);
    return end;
  }

  /** SIGKILL in so many milliseconds. Short times are waited out, for a timer is no more exact than a millisecond or two. */
  kill(inMs: number): void {
    if (this.#killed) return;
    this.#killed = true;
    const until = performance.now() + inMs;
    const strike = (): void => {
      while (performance.now() < until);
      this.#child.kill('SIGKILL');
    };
    if (inMs < 2) strike();
    else setTimeout(strike, inMs - 1);
  }

  #say(line: string): void {
    // The last line may be cut short by the kill.
    const parsed = line.endsWith('}') ? Told.safeParse(parsedJson(line)) : null;
    if (parsed?.success === true) this.#hear(parsed.data);
  }
}

const patienceMs = 120_000;

function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
