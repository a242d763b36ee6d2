// What the terminal shows: output on two streams, and on standard error one line while something is waited for.
import { safeText } from './safe-text.ts';

const clearLine = '\r\x1b[K';

export class Screen {
  readonly #inPlace = process.stderr.isTTY === true && process.env.TERM !== 'dumb';
  #waiting = '';

  /** @param gone called when nobody reads standard output any more */
  constructor(gone: () => void) {
    process.stdout.on('error', gone);
    process.stderr.on('error', () => {});
  }

  /** One line, in place of the last one. Nothing where standard error is no terminal. */
  wait(words: string): void {
    if (!this.#inPlace) return;
    this.#waiting = words.slice(0, Math.max(0, process.stderr.columns - 1));
    process.stderr.write(`${clearLine}${this.#waiting}`);
  }

  /** Takes the waiting line away. */
  clear(): void {
    if (this.#waiting !== '') process.stderr.write(clearLine);
    this.#waiting = '';
  }

  /** @param text goes out as it is. Resolves once the system has taken it, or nobody reads any more. */
  write(stream: 'out' | 'err', text: string): Promise<void> {
    this.clear();
    const to = stream === 'out' ? process.stdout : process.stderr;
    return new Promise((resolve) => void to.write(text, () => resolve()));
  }

  /** A result of Postern's own; escaped where it could fool a terminal. */
  print(lines: readonly string[]): Promise<void> {
    return this.write('out', lines.map((line) => `${safeText(line)}\n`).join(''));
  }

  /** What Postern has to say about it; escaped likewise. */
  tell(text: string): Promise<void> {
    return this.write('err', `postern: ${safeText(text)}\n`);
  }
}
