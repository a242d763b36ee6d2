// `postern serve --headless` as a program: what it refuses, what it says, and what it exits with. See docs/headless.md.
import { homedir } from 'node:os';
import { ignoreInspectorSignal, nodeDebugSwitchesOf } from '../adapters/debug-switches.ts';
import { disableCoreDumps, setUndumpable } from '../adapters/native-library.ts';
import { faultCodeOf, faultMessages } from '../contract/fault.ts';
import type { LockReason } from '../core/session/session.ts';
import { type HeadlessOptions, readArguments, usage } from './options.ts';
import { type Serving, serve } from './serve.ts';

/** As in sysexits.h, where there is one: 75 EX_TEMPFAIL, 78 EX_CONFIG. */
const exitCodes = { fault: 1, usage: 2, over: 75, refused: 78 } as const;
/** Of better-sqlite3's prebuilt binaries: Node 22.14 and newer. */
const leastNodeApi = 10;

/** `threadFile`: the program of the thread that makes matchers. */
export function runHeadless(args: readonly string[], threadFile: string | URL): void {
  const given = readArguments(args);
  const switches = nodeDebugSwitchesOf(process.execArgv, process.env);
  if (given.kind === 'help') {
    process.stdout.write(usage);
  } else if (given.kind === 'wrong') {
    end({ code: exitCodes.usage, words: `${given.why}\n\n${usage}` });
  } else if (switches.length > 0) {
    const words = `Postern does not start with ${switches.join(', ')}: other programs could see into it.\n`;
    end({ code: exitCodes.refused, words });
  } else if (Number(process.versions.napi) < leastNodeApi) {
    const words = `Postern needs Node.js 22.14 or newer to run without a window; this is ${process.version}.\n`;
    end({ code: exitCodes.refused, words });
  } else void run(given.options, threadFile);
}

async function run(options: HeadlessOptions, threadFile: string | URL): Promise<void> {
  ignoreInspectorSignal();
  // SECURITY P11: no other program of the account reads this memory through /proc or a core file.
  setUndumpable();
  disableCoreDumps();
  // Who started it may have stopped listening.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const at = { platform: process.platform, env: process.env, home: homedir(), uid: process.getuid?.() ?? null };
  try {
    const serving = await serve(options, at, threadFile, say);
    // Heard from here on: who reads that it is ready may end it at once.
    const reason = ended(serving);
    process.stdout.write('Postern is ready\n');
    const over = await reason;
    await serving.broker.stop();
    end(over);
  } catch (thrown) {
    const code = faultCodeOf(thrown);
    const hint = code === 'no_vault' ? ' Start with --create to make one.' : '';
    end({ code: exitCodes.fault, words: `Postern could not start (${code}): ${faultMessages[code]}${hint}\n` });
  }
}

interface End {
  readonly code: number;
  readonly words: string;
}

/** A signal, or a lock: nobody can unlock it again. */
function ended({ locked }: Serving): Promise<End> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
      process.on(signal, () => resolve({ code: 0, words: '' }));
    // Whoever locked it hears so first.
    void locked.then((why) => setImmediate(() => resolve(endAt(why))));
  });
}

function endAt(why: LockReason): End {
  if (why === 'agent') return { code: 0, words: 'An agent locked Postern, so it ends. Start it again to unlock it.\n' };
  return {
    code: exitCodes.over,
    words: 'The session is over, so Postern is locked and ends. Start it again to unlock it.\n',
  };
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function end({ code, words }: End): void {
  process.stderr.write(words, () => process.exit(code));
}
