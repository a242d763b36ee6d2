// Puts the live parts of a run where they belong: drawn on a terminal, or as they are on two plain streams.
import type { LivePart } from '../../app/contract/live.ts';
import { createLiveWriter, withheldWords, withoutColours } from '../../app/contract/live-writer.ts';
import type { Screen } from './screen.ts';

export class LiveOutput {
  readonly #screen: Screen;
  readonly #draw: ((part: LivePart) => string) | null;
  /** Per stream: its text stopped within a line. */
  readonly #within = { out: false, err: false };
  #shown = Promise.resolve();

  /** @param terminal null: the output goes to files and pipes */
  constructor(screen: Screen, terminal: { readonly rows: number } | null) {
    this.#screen = screen;
    this.#draw = terminal === null ? null : createLiveWriter(terminal.rows);
  }

  /** Resolves once all parts so far are written, as slowly as they are read. */
  get shown(): Promise<void> {
    return this.#shown;
  }

  /** One after the other. Resolves once it is written: who waits for that slows the command down to the speed of the reader. */
  show(part: LivePart): Promise<void> {
    this.#shown = this.#shown.then(() => this.#write(part));
    return this.#shown;
  }

  #write(part: LivePart): Promise<void> {
    if (this.#draw !== null) return this.#screen.write('out', this.#draw(part));
    switch (part.kind) {
      case 'text':
        this.#within[part.stream] = endsWithin(part.text, this.#within[part.stream]);
        return this.#screen.write(part.stream, part.text);
      case 'screen': {
        // What can still change is no line of a file yet; in the end all of it is gone.
        const before = this.#within[part.stream] ? '\n' : '';
        this.#within[part.stream] = false;
        return this.#screen.write(part.stream, before + part.gone);
      }
      case 'withheld':
        return this.#screen.tell(withheldWords[part.reason]);
    }
  }
}

function endsWithin(text: string, before: boolean): boolean {
  const last = withoutColours(text).at(-1);
  return last === undefined ? before : last !== '\n';
}
