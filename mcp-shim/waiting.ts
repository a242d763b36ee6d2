// How long a call is held open for the person, and what is said meanwhile.

const minute = 60_000;
const hour = 60 * minute;

/** Said while nobody listens at the broker's socket. */
export const awayWords = 'Postern is not running. Start it to go on.';

export interface Timing {
  /** Between two progress messages, in ms. */
  readonly heartbeatMs: number;
  /** How long a call of this client may stay unanswered, in ms. */
  readonly patienceMs: (clientName: string) => number;
  /** A broker that went away is waited for this long; the requests it keeps live no longer. */
  readonly comeBackMs: number;
  /** Between two tries to reach it: at first, then twice as long each time, and at most. */
  readonly retryMs: number;
  readonly maxRetryMs: number;
}

/**
 * Clients, by what they call themselves, that keep a call open for longer than others. Measured: Claude Code gives a silent stdio
 * tool 30 min, progress resets that, and its outer limit is 28 h.
 */
const patient: ReadonlyMap<string, number> = new Map([['claude-code', 24 * hour]]);
/** Others end a call after 60 s whatever is said, so they get `pending` before that. */
const usualPatienceMs = 45_000;

export const usualTiming: Timing = {
  heartbeatMs: 10_000,
  patienceMs: (clientName) => patient.get(clientName) ?? usualPatienceMs,
  comeBackMs: 10 * minute,
  retryMs: 200,
  maxRetryMs: 2_000,
};

/** Says at once when what is waited for changes, and then every so often for how long it has been. */
export class Pulse {
  readonly #tell: (message: string) => void;
  readonly #everyMs: number;
  readonly #since = Date.now();
  #words = '';
  #timer: NodeJS.Timeout | null = null;

  constructor(tell: (message: string) => void, everyMs: number) {
    this.#tell = tell;
    this.#everyMs = everyMs;
  }

  say(words: string): void {
    if (words === this.#words) return;
    this.#words = words;
    this.#tell(words);
    this.#timer ??= setInterval(() => this.#beat(), this.#everyMs);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #beat(): void {
    this.#tell(`${this.#words} (${Math.round((Date.now() - this.#since) / 1000)} s)`);
  }
}

/** Resolves after `ms`, or at once when the signal is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    if (signal.aborted) wake();
    else signal.addEventListener('abort', wake, { once: true });
  });
}

/** The outcome of `work`, or the signal's reason as soon as it is aborted. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = (): void => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
