// What the build scripts say, one plain line per step, and how they give up: a sentence and exit code 1, never a stack trace.

/** A failure whose message is meant for the person as it stands: what went wrong and what to do. */
export class Stop extends Error {
  override readonly name = 'Stop';
}

/** Prints one line. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Runs one step and prints its line: what it does at once, how long it took (or that it failed) when it ends. */
export async function step<T>(label: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  process.stdout.write(`${label} … `);
  try {
    const result = await work();
    say(`${((performance.now() - began) / 1000).toFixed(1)} s`);
    return result;
  } catch (error) {
    say('failed');
    throw error;
  }
}

/** Runs a script's main function and ends the process with the code it returns. A {@link Stop} prints its message only. */
export async function runScript(main: () => Promise<number>): Promise<never> {
  try {
    process.exit(await main());
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** The last lines of a program's output, for an error message. */
export function tail(text: string, lines = 8): string {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}
